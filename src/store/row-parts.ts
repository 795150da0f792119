import { z } from 'zod';
import { lookIdSchema, stepIdSchema } from '../domain/ids.ts';
import { wordOr } from './loose-schema.ts';

const text = z.string();

/** Stands for words of another release that cannot be read here. */
export const otherwise = 'as another release stored it';

/**
 * JSON leaves out what is undefined; reading it back gives undefined again. So does what has another shape: it stays in
 * the row until this release has something of its own to put there.
 */
export function orUndefined<Schema extends z.ZodType>(schema: Schema) {
  return schema
    .optional()
    .transform((value) => value)
    .catch(undefined);
}

/** Entries are named by their content, so what another release wrote into one stays in it. */
export const timelineEntry = z.looseObject({
  at: text,
  what: text,
  text,
  code: text.exactOptional(),
  by: text.exactOptional(),
  operation: text.exactOptional(),
  resourceId: text.exactOptional(),
  correlationId: text.exactOptional(),
});

/** What a step made, or is about to make. */
export const owned = z.object({
  stepId: stepIdSchema,
  resourceId: text,
  state: z.enum(['intent', 'confirmed']),
  lookId: lookIdSchema,
  at: text,
});

/** What is read in place of an adoption that this release does not know: none. */
export const noAdoption = { state: 'awaiting', at: '', by: otherwise } as const;
export const eligibility = z
  .object({ state: wordOr(['new', 'adopted'], 'awaiting'), at: text.catch(''), by: text.catch(otherwise) })
  .optional()
  .transform((value) => value)
  .catch(noAdoption);
