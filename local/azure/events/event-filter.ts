import { z } from 'zod';

const key = z.string().min(1);
const texts = z.array(z.string()).min(1).readonly();
const numbers = z.array(z.number()).min(1).readonly();
const ranges = z
  .array(z.tuple([z.number(), z.number()]).readonly())
  .min(1)
  .readonly();

const textOperators = [
  'StringIn',
  'StringNotIn',
  'StringContains',
  'StringNotContains',
  'StringBeginsWith',
  'StringNotBeginsWith',
  'StringEndsWith',
  'StringNotEndsWith',
] as const;
const comparisons = [
  'NumberLessThan',
  'NumberGreaterThan',
  'NumberLessThanOrEquals',
  'NumberGreaterThanOrEquals',
] as const;

/** A condition on one member of an event (Event Grid REST API 2025-02-15, `AdvancedFilter`). */
export const advancedFilterSchema = z.discriminatedUnion('operatorType', [
  z.strictObject({ operatorType: z.enum(textOperators), key, values: texts }),
  z.strictObject({ operatorType: z.enum(['NumberIn', 'NumberNotIn']), key, values: numbers }),
  z.strictObject({ operatorType: z.enum(['NumberInRange', 'NumberNotInRange']), key, values: ranges }),
  z.strictObject({ operatorType: z.enum(comparisons), key, value: z.number() }),
  z.strictObject({ operatorType: z.literal('BoolEquals'), key, value: z.boolean() }),
  z.strictObject({ operatorType: z.literal('IsNullOrUndefined'), key }),
  z.strictObject({ operatorType: z.literal('IsNotNull'), key }),
]);
export type AdvancedFilter = z.infer<typeof advancedFilterSchema>;

/** Which events an event subscription wants; what is left out or null lets everything through. */
export const eventFilterSchema = z.strictObject({
  includedEventTypes: z.array(z.string()).readonly().nullish(),
  subjectBeginsWith: z.string().nullish(),
  subjectEndsWith: z.string().nullish(),
  isSubjectCaseSensitive: z.boolean().nullish(),
  enableAdvancedFilteringOnArrays: z.boolean().nullish(),
  advancedFilters: z.array(advancedFilterSchema).readonly().nullish(),
});
export type EventFilter = z.infer<typeof eventFilterSchema>;

/** How many values a filter compares with; a range is one. Event Grid allows 25 over all filters of an event subscription. */
export function countFilterValues(filters: readonly AdvancedFilter[]): number {
  return filters.map(valuesIn).reduce((sum, count) => sum + count, 0);
}

function valuesIn(filter: AdvancedFilter): number {
  if ('values' in filter) return filter.values.length;
  return 'value' in filter ? 1 : 0;
}
