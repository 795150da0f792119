import { z } from 'zod';

/**
 * One of these words, or `unknown (<word>)` for one that another release wrote: during an upgrade a row of the newer
 * release is shown by the older one.
 */
export function openWord<const Word extends string>(words: readonly Word[]) {
  return z.union([z.enum(words), z.templateLiteral(['unknown (', z.string(), ')'])]);
}
