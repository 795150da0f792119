import { z } from 'zod';
import type { ProblemCode } from './problem-codes.ts';
import { shortText } from './short-text.ts';

/** A subscription in the path, by its key, its GUID, or its name while only one has it. */
export const oneSubscription = z.strictObject({
  idOrName: shortText.describe(
    '1 to 128 characters: key, GUID, or the name in any case, while only one has it and it holds no `/`',
  ),
});

/** What finding it can end with. */
export const oneSubscriptionProblems = [
  'SubscriptionUnknown',
  'NameNotUnique',
  'RowUnreadable',
] as const satisfies readonly ProblemCode[];
