import { KustoSpan, KustoTime, textOf, type Value } from './kusto-value.ts';
import { notSupported } from './refused-query.ts';
import type { ScalarFunction } from './scalar-functions.ts';

const ticksOfDay = 864_000_000_000n;

const byTicks =
  (ticks: bigint): ((time: KustoTime) => bigint) =>
  (time) =>
    time.ticks / ticks;

const years = (time: KustoTime): bigint => BigInt(new Date(time.ms).getUTCFullYear());
const monthOf = (time: KustoTime): bigint => BigInt(new Date(time.ms).getUTCMonth());

/** How many of the period have begun at a time, from some start on (page "datetime_diff()"). */
const periods: Readonly<Record<string, (time: KustoTime) => bigint>> = {
  year: years,
  quarter: (time) => 4n * years(time) + monthOf(time) / 3n,
  month: (time) => 12n * years(time) + monthOf(time),
  // The year 1 began with a Monday; weeks begin on Sunday.
  week: (time) => (time.ticks / ticksOfDay + 1n) / 7n,
  day: byTicks(ticksOfDay),
  hour: byTicks(36_000_000_000n),
  minute: byTicks(600_000_000n),
  second: byTicks(10_000_000n),
  millisecond: byTicks(10_000n),
  microsecond: byTicks(10n),
  nanosecond: (time) => time.ticks * 100n,
};

const begunPeriods: ScalarFunction = ([period = null, left = null, right = null]) => {
  const name = textOf(period).toLowerCase();
  const begun = Object.hasOwn(periods, name) ? periods[name] : undefined;
  if (begun === undefined) throw notSupported('period of datetime_diff', name);
  if (!(left instanceof KustoTime) || !(right instanceof KustoTime)) return null;
  const difference = Number(begun(left) - begun(right));
  if (!Number.isSafeInteger(difference)) throw notSupported('long of more than 53 bits', 'datetime_diff');
  return difference;
};

const startOfDay: ScalarFunction = ([value = null, offset]) => {
  const days = offset === undefined ? 0 : offset;
  if (!(value instanceof KustoTime) || typeof days !== 'number') return null;
  return new KustoTime((value.ticks / ticksOfDay + BigInt(Math.trunc(days))) * ticksOfDay);
};

const moved = (nowMs: number, span: Value, sign: bigint): Value =>
  span instanceof KustoSpan ? new KustoTime(KustoTime.ofMs(nowMs).ticks + sign * span.ticks) : null;

/** Functions on times; `now()` is the time of the query. */
export const timeFunctions: Readonly<Record<string, ScalarFunction>> = {
  now: ([offset], { nowMs }) => (offset === undefined ? KustoTime.ofMs(nowMs) : moved(nowMs, offset, 1n)),
  ago: ([span = null], { nowMs }) => moved(nowMs, span, -1n),
  datetime_diff: begunPeriods,
  startofday: startOfDay,
};
