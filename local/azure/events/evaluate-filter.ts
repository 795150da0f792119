import type { AdvancedFilter, EventFilter } from './event-filter.ts';

/** The JSON of an event, in either schema. */
type EventBody = Readonly<Record<string, unknown>>;

/**
 * Whether an event subscription with this filter gets the event. Types, subject and each advanced filter must let it
 * through; of the values of one filter any may. Strings are compared without regard to case; a key that the event lacks
 * fails every operator but NumberNotIn, StringNotIn and IsNullOrUndefined. Source: Azure docs, "Understand event filtering
 * for Event Grid subscriptions"; of NumberNotInRange without the key it says nothing: here it is as NumberNotIn.
 * @param event one event as it is delivered, in the Event Grid schema or as a CloudEvent
 */
export function evaluateFilter(filter: EventFilter, event: EventBody): boolean {
  const { includedEventTypes, advancedFilters, enableAdvancedFilteringOnArrays: onArrays } = filter;
  const type = text(event.eventType ?? event.type);
  const isWanted = includedEventTypes?.some((wanted) => /^all$/i.test(wanted) || same(wanted, type)) ?? true;
  return (
    isWanted &&
    fitsSubject(filter, text(event.subject)) &&
    (advancedFilters ?? []).every((advanced) => fits(advanced, valueAt(event, advanced.key), onArrays === true))
  );
}

function fitsSubject(filter: EventFilter, subject: string): boolean {
  const fold = (part: string): string => (filter.isSubjectCaseSensitive === true ? part : part.toLowerCase());
  return (
    fold(subject).startsWith(fold(filter.subjectBeginsWith ?? '')) &&
    fold(subject).endsWith(fold(filter.subjectEndsWith ?? ''))
  );
}

/** Names of the two schemas for the same thing. */
const otherNames: Readonly<Record<string, string>> = {
  eventtype: 'type',
  type: 'eventtype',
  topic: 'source',
  source: 'topic',
};

/** A dot always leads one level down, so a name that has a dot itself is never found. */
function valueAt(event: EventBody, key: string): unknown {
  const [first = '', ...rest] = key.split('.');
  let value = memberOf(event, first) ?? memberOf(event, otherNames[first.toLowerCase()] ?? first);
  for (const name of rest) value = memberOf(value, name);
  return value;
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.entries(value).find(([key]) => same(key, name))?.[1];
}

function fits(filter: AdvancedFilter, value: unknown, onArrays: boolean): boolean {
  const isMissing = value === undefined || value === null;
  if (filter.operatorType === 'IsNullOrUndefined') return isMissing;
  if (filter.operatorType === 'IsNotNull') return !isMissing;
  const isNegative = filter.operatorType.includes('Not');
  if (isMissing) return isNegative && filter.operatorType.includes('NotIn');
  // An array that is not asked for is of no type that can be compared; values of other types are ignored.
  const values: readonly unknown[] = Array.isArray(value) ? (onArrays ? value : []) : [value];
  const matches = matcherOf(filter);
  return isNegative !== values.some(matches);
}

type Condition = Exclude<AdvancedFilter, { operatorType: 'IsNullOrUndefined' | 'IsNotNull' }>;

/** Whether one value is what the operator looks for, `Not` left aside. */
function matcherOf(filter: Condition): (value: unknown) => boolean {
  switch (filter.operatorType) {
    case 'BoolEquals':
      return (value) => value === filter.value;
    case 'NumberLessThan':
      return (value) => typeof value === 'number' && value < filter.value;
    case 'NumberGreaterThan':
      return (value) => typeof value === 'number' && value > filter.value;
    case 'NumberLessThanOrEquals':
      return (value) => typeof value === 'number' && value <= filter.value;
    case 'NumberGreaterThanOrEquals':
      return (value) => typeof value === 'number' && value >= filter.value;
    case 'NumberIn':
    case 'NumberNotIn':
      return (value) => typeof value === 'number' && filter.values.includes(value);
    case 'NumberInRange':
    case 'NumberNotInRange':
      return (value) => typeof value === 'number' && filter.values.some(([low, high]) => value >= low && value <= high);
    default:
      return textMatcher(filter);
  }
}

function textMatcher({
  operatorType,
  values,
}: Extract<Condition, { values: readonly string[] }>): (value: unknown) => boolean {
  const wanted = values.map((value) => value.toLowerCase());
  const compare = (value: string, part: string): boolean => {
    if (operatorType.endsWith('Contains')) return value.includes(part);
    if (operatorType.endsWith('BeginsWith')) return value.startsWith(part);
    return operatorType.endsWith('EndsWith') ? value.endsWith(part) : value === part;
  };
  return (value) => typeof value === 'string' && wanted.some((part) => compare(value.toLowerCase(), part));
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function same(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
