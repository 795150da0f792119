import { KustoSpan, KustoTime, textOf, type Value } from './kusto-value.ts';
import type { ScalarFunction } from './scalar-functions.ts';

const day = 86_400_000;
/** 1970-01-01 was a Thursday; weeks begin on Sunday. */
const daysBeforeFirstThursday = 4;

/** How many of the period have begun at a time, from some start on. */
const periods: Readonly<Record<string, (ms: number) => number>> = {
  year: (ms) => new Date(ms).getUTCFullYear(),
  quarter: (ms) => 4 * new Date(ms).getUTCFullYear() + Math.floor(new Date(ms).getUTCMonth() / 3),
  month: (ms) => 12 * new Date(ms).getUTCFullYear() + new Date(ms).getUTCMonth(),
  week: (ms) => Math.floor((ms / day + daysBeforeFirstThursday) / 7),
  day: (ms) => Math.floor(ms / day),
  hour: (ms) => Math.floor(ms / 3_600_000),
  minute: (ms) => Math.floor(ms / 60_000),
  second: (ms) => Math.floor(ms / 1_000),
  millisecond: (ms) => Math.floor(ms),
};

const moved = (value: Value | undefined, ms: number): Value =>
  value instanceof KustoSpan ? new KustoTime(ms + value.ms) : null;

/** Functions on times; `now()` is the time of the query. */
export const timeFunctions: Readonly<Record<string, ScalarFunction>> = {
  now: ([offset], { nowMs }) => (offset === undefined ? new KustoTime(nowMs) : moved(offset, nowMs)),
  ago: ([span = null], { nowMs }) => (span instanceof KustoSpan ? new KustoTime(nowMs - span.ms) : null),
  datetime_diff: ([period = null, left = null, right = null]) => {
    const begun = periods[textOf(period).toLowerCase()];
    if (begun === undefined || !(left instanceof KustoTime) || !(right instanceof KustoTime)) return null;
    return begun(left.ms) - begun(right.ms);
  },
  startofday: ([value = null]) => (value instanceof KustoTime ? new KustoTime(Math.floor(value.ms / day) * day) : null),
};
