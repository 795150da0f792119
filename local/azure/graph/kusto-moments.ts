import { KustoSpan, KustoTime, ticksPerMs } from './kusto-value.ts';
import { notSupported } from './refused-query.ts';

const isoForm =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?)?\s*(?:Z|GMT|([+-])(\d{2}):?(\d{2}))?$/i;
const rfcForm =
  /^(?:([a-z]{3})[a-z]*,\s*)?(\d{1,2})([ -])([a-z]{3})\3(\d{2})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*GMT)?$/i;
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/**
 * A time in a form of the page "The datetime data type" (ISO 8601, RFC 822, RFC 850); without an offset it is UTC. Null
 * for a day that is none and for text without a digit; other forms are refused.
 */
export function timeOf(text: string): KustoTime | null {
  const iso = isoForm.exec(text.trim());
  if (iso !== null) {
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = iso.slice(1, 7).map(numberIn);
    const offset = numberIn(iso[9]) * 60 + numberIn(iso[10]);
    const fraction = iso[7] ?? '';
    if (/[1-9]/.test(fraction.slice(7))) throw notSupported('fraction of a second', fraction);
    const date = dateOf([year, month, day, hour, minute, second]);
    const ticks = BigInt(fraction.slice(0, 7).padEnd(7, '0'));
    return date === null ? null : timeAt(date.getTime() - offset * (iso[8] === '-' ? -60_000 : 60_000), ticks);
  }
  const rfc = rfcForm.exec(text.trim());
  if (rfc !== null) return rfcTime(rfc, text);
  if (/\d/.test(text)) throw notSupported('form of a datetime', text);
  return null;
}

function rfcTime(found: RegExpExecArray, text: string): KustoTime | null {
  const month = months.indexOf((found[4] ?? '').toLowerCase()) + 1;
  const years = numberIn(found[5]);
  const year = years < 30 ? 2_000 + years : 1_900 + years;
  const date = dateOf([year, month, numberIn(found[2]), numberIn(found[6]), numberIn(found[7]), numberIn(found[8])]);
  if (date === null) return null;
  const isOther = found[1] !== undefined && weekdays[date.getUTCDay()] !== found[1].toLowerCase();
  // The page does not say which century these years are of.
  if (isOther || (years >= 30 && years < 70)) throw notSupported('form of a datetime', text);
  return timeAt(date.getTime(), 0n);
}

function numberIn(digits: string | undefined): number {
  return Number(digits ?? 0);
}

function timeAt(ms: number, ticks: bigint): KustoTime {
  return new KustoTime(KustoTime.ofMs(ms).ticks + ticks);
}

/** Null when there is no such day or hour. */
function dateOf([year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0]: readonly number[]): Date | null {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  const isSame = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && date.getUTCHours() === hour;
  return year > 0 && isSame && minute < 60 && second < 60 ? date : null;
}

const unitNames: readonly (readonly [ticks: number, names: readonly string[]])[] = [
  [864_000_000_000, ['d', 'day', 'days']],
  [36_000_000_000, ['h', 'hr', 'hrs', 'hour', 'hours']],
  [600_000_000, ['m', 'min', 'minute', 'minutes']],
  [10_000_000, ['s', 'sec', 'second', 'seconds']],
  [Number(ticksPerMs), ['ms', 'milli', 'millis', 'millisecond', 'milliseconds']],
  [10, ['micro', 'micros', 'microsecond', 'microseconds']],
  [1, ['tick', 'ticks']],
];
const units = new Map(unitNames.flatMap(([ticks, names]) => names.map((name) => [name, ticks] as const)));

/**
 * `1.5h`, `15 seconds`, `[d.]hh:mm:ss[.fff]`, or days (page "The timespan data type"). Null for text without a digit;
 * other forms are refused.
 */
export function spanOf(text: string): KustoSpan | null {
  const written = text.trim();
  const [, amount = '', unit = 'd'] = /^(-?\d+(?:\.\d+(?=\s*[a-z]))?)\s*([a-z]+)?$/i.exec(written) ?? [];
  const ticks = units.get(unit.toLowerCase());
  if (amount !== '' && ticks !== undefined) return new KustoSpan(BigInt(Math.round(Number(amount) * ticks)));
  const found = /^(-)?(?:(\d+)\.)?([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,7}))?)?$/.exec(written);
  if (found === null && /\d/.test(written)) throw notSupported('form of a timespan', text);
  if (found === null) return null;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = found.slice(2, 6).map(numberIn);
  const whole = BigInt(((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 10_000_000n;
  const total = whole + BigInt((found[6] ?? '').padEnd(7, '0'));
  return new KustoSpan(found[1] === '-' ? -total : total);
}
