import { z } from 'zod';
import type { EdrRow } from '../ports/inventory.ts';
import { absentableText } from './reply-values.ts';

/** Resource Graph leaves the scheme out. What is no page of a portal of Azure is no link. */
const portalPage = /^(?:https:\/\/)?((?:[\w-]+\.)*portal\.azure\.(?:com|us|cn)\/.*)$/i;

const link = absentableText.transform((text) => {
  const page = portalPage.exec(text ?? '')?.[1];
  return page === undefined ? undefined : `https://${page}`;
});

const assessment = z.object({
  key: z.string().min(1),
  title: absentableText,
  code: absentableText,
  cause: absentableText,
  since: absentableText,
  link,
});

/** A row of query `edr`: the recommendations of Defender for Cloud about the endpoint protection of one machine. */
export const edrRow = z
  .object({ machineId: z.string().min(1), assessments: z.array(assessment) })
  .transform(({ machineId, assessments }): EdrRow => {
    const told = assessments.map(({ title, code, ...rest }) => ({ ...rest, title: title ?? '', code: code ?? '' }));
    return { machineId, assessments: told };
  });
