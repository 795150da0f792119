import { z } from 'zod';
import type { OperationFailure } from '../domain/failures/failure.ts';
import { isSameName } from '../domain/ids.ts';
import { absentable, absentableText } from './reply-values.ts';

const answerSchema = z.object({
  properties: z.object({
    extensions: absentable(
      z.array(
        z.object({
          name: z.string(),
          operationStatus: absentable(z.object({ code: z.string(), message: absentableText })),
        }),
      ),
    ),
  }),
});

/**
 * What the answer to a write of a plan says went wrong although its status is 200: the extensions whose `operationStatus` is
 * Failed, ours or not, since all of them were sent (Defender for Cloud, pricings 2024-01-01, PutPricingByNamePartialSuccess).
 */
export function failedExtensionsOf(body: unknown): OperationFailure | undefined {
  const parsed = answerSchema.safeParse(body);
  const failed = (parsed.data?.properties.extensions ?? []).filter(({ operationStatus }) =>
    isSameName(operationStatus?.code ?? '', 'Failed'),
  );
  if (failed.length === 0) return undefined;
  const texts = failed.map(({ name, operationStatus }) => `${name}: ${operationStatus?.message ?? 'no message'}`);
  return { code: 'PlanExtensionFailed', message: texts.join('; ') };
}
