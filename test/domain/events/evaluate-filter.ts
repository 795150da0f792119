import type { AdvancedFilter, EventFilter } from '../../../src/domain/events/event-filter.ts';

/**
 * Whether Event Grid delivers an event (in either schema) through a filter. Its rules, from the article "Event
 * filtering": the types and the filters must all match, of the values of a filter any; case does not count. A dot in a
 * key goes into an object, and into nothing else; where the key is missing, `StringNotIn` matches and
 * `StringBeginsWith` does not.
 */
export function delivers(filter: EventFilter, event: Readonly<Record<string, unknown>>): boolean {
  const type = String(event.eventType ?? event.type).toLowerCase();
  return (
    filter.includedEventTypes.some((included) => included.toLowerCase() === type) &&
    filter.advancedFilters.every((advanced) => matches(advanced, event))
  );
}

function matches({ operatorType, key, values }: AdvancedFilter, event: unknown): boolean {
  const found = key.split('.').reduce(memberOf, event);
  if (typeof found !== 'string') return operatorType === 'StringNotIn';
  const text = found.toLowerCase();
  switch (operatorType) {
    case 'StringBeginsWith':
      return values.some((value) => text.startsWith(value.toLowerCase()));
    case 'StringNotIn':
      return values.every((value) => text !== value.toLowerCase());
  }
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return new Map(Object.entries(value)).get(name);
}
