import { z } from 'zod';
import { armError } from '../core/request/arm-error.ts';
import type { JsonValue } from '../core/types.ts';
import { countFilterValues, type EventFilter, eventFilterSchema } from '../events/event-filter.ts';

/** Of advanced filters, and of values in all of them together (Azure docs, "Understand event filtering", limitations). */
const most = 25;
const longestText = 512;

/** Every type of event that subscriptions and resource groups have (Azure docs, "Azure subscription as an Event Grid source"). */
const resourceEventTypes: readonly string[] = ['Write', 'Delete', 'Action'].flatMap((kind) =>
  ['Success', 'Failure', 'Cancel'].map((outcome) => `Microsoft.Resources.Resource${kind}${outcome}`),
);

/**
 * The filter of an event subscription; without types it names them all. 400 InvalidRequest for what Event Grid does not
 * take; of its words only those on the number of values are public (cloud-custodian#4669, then for one filter).
 */
export function readFilter(value: JsonValue | undefined): EventFilter {
  const parsed = eventFilterSchema.safeParse(value ?? {});
  if (!parsed.success) throw invalid(`The filter is invalid: ${z.prettifyError(parsed.error)}`);
  const filter = parsed.data;
  const advanced = filter.advancedFilters ?? [];
  if (advanced.length > most) throw invalid(`The maximum number of advanced filters allowed is ${most}.`);
  if (countFilterValues(advanced) > most) {
    throw invalid(`The maximum number of values allowed on all advanced filters is ${most}.`);
  }
  const values: readonly unknown[] = advanced.flatMap((each): readonly unknown[] =>
    'values' in each ? each.values : [],
  );
  if (values.some((value) => typeof value === 'string' && value.length > longestText)) {
    throw invalid(`The maximum length of a value of an advanced filter is ${longestText} characters.`);
  }
  const types = filter.includedEventTypes ?? ['All'];
  const includedEventTypes = types.some((type) => /^all$/i.test(type)) ? resourceEventTypes : types;
  return { ...filter, includedEventTypes };
}

function invalid(message: string) {
  return armError(400, 'InvalidRequest', message);
}
