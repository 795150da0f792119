import type { EventFilter } from './event-filter.ts';

/** The filter of an event subscription as Azure answers it. */
export interface FilterFacts {
  readonly includedEventTypes: readonly string[];
  readonly subjectBeginsWith: string;
  readonly subjectEndsWith: string;
  readonly advancedFilters: readonly {
    readonly operatorType: string;
    readonly key: string;
    readonly values: readonly string[];
  }[];
}

/**
 * Whether a filter lets through what the wanted one does: order and case mean nothing to Event Grid ("Event filtering"),
 * and Azure answers members that nobody sent.
 */
export function isSameFilter(wanted: EventFilter, has: FilterFacts): boolean {
  return (
    has.subjectBeginsWith === '' &&
    has.subjectEndsWith === '' &&
    sortedText(wanted.includedEventTypes) === sortedText(has.includedEventTypes) &&
    sortedText(wanted.advancedFilters.map(conditionOf)) === sortedText(has.advancedFilters.map(conditionOf))
  );
}

function conditionOf({ operatorType, key, values }: FilterFacts['advancedFilters'][number]): string {
  return `${key} ${operatorType} ${sortedText(values)}`;
}

function sortedText(texts: readonly string[]): string {
  return JSON.stringify([...new Set(texts.map((text) => text.toLowerCase()))].sort());
}
