import { z } from 'zod';
import { edrSources } from '../../../domain/machine/edr-knowledge.ts';

const text = z.string();

/** A person's word, as it is told. */
export const edrWordView = z.strictObject({
  says: z.enum(['other', 'none']),
  product: text.nullable(),
  by: text,
  at: text,
  why: text,
});

/** What is known of the endpoint protection of others on a machine. */
export const edrView = z.strictObject({
  other: z
    .union([
      z.strictObject({ known: z.literal('other'), product: text, source: z.enum(edrSources), at: text }),
      z.strictObject({ known: z.literal('none'), source: z.enum(['person', 'assessment']), at: text }),
      z.strictObject({ known: z.literal('unknown'), why: text }),
    ])
    .nullable()
    .describe('as of the last look: which product, who says so and of when; null where its profile wants none'),
  word: edrWordView.nullable().describe('what a person said of this very machine; see other-edr'),
  previousInstallation: text.describe('what shows that Defender for Endpoint was there before, else `unknown`'),
  otherTenant: z.literal('unknown').describe('whether it reports to another tenant: no API of Azure tells'),
  assessmentsReadAt: text.nullable().describe('when a sweep last read the recommendations of its subscription'),
  recommendations: z
    .array(
      z.strictObject({
        title: text,
        state: text.describe('`Healthy`, `Unhealthy` or `NotApplicable`, as Azure writes it'),
        cause: text.nullable(),
        since: text.nullable(),
        link: text.nullable().describe('its page in the portal, with the steps to remediate'),
      }),
    )
    .readonly()
    .describe('what Defender for Cloud recommends about the endpoint protection of the machine, a day old at times'),
});
