import { KustoSpan, KustoTime, textOf, type Value } from './kusto-value.ts';

/** Makes a value of another type as `toint()`, `todatetime()` and the like do; null where that cannot be done. */
export function convert(value: Value, type: string): Value {
  switch (type) {
    case 'string':
    case 'guid':
      return textOf(value);
    case 'int':
    case 'long':
      return integerOf(value);
    case 'real':
    case 'double':
    case 'decimal':
      return numberOf(value);
    case 'bool':
    case 'boolean':
      return booleanOf(value);
    case 'datetime':
    case 'date':
      return value instanceof KustoTime ? value : timeOf(textOf(value));
    case 'timespan':
    case 'time':
      return value instanceof KustoSpan ? value : spanOf(textOf(value));
    default:
      return value;
  }
}

function numberOf(value: Value): number | null {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string' || value.trim() === '') return null;
  const number = Number(value);
  return Number.isNaN(number) ? null : number;
}

function integerOf(value: Value): number | null {
  const number = numberOf(value);
  return number === null || !Number.isFinite(number) ? null : Math.trunc(number);
}

function booleanOf(value: Value): boolean | null {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value !== 0;
  const text = textOf(value).trim().toLowerCase();
  if (text === 'true' || text === '1') return true;
  return text === 'false' || text === '0' ? false : null;
}

const timeForm =
  /^(\d{4})-(\d{2})(?:-(\d{2}))?(?:[ T](\d{1,2}):(\d{2})(?::(\d{2})(\.\d+)?)?)?\s*(?:Z|([+-])(\d{2}):?(\d{2}))?$/i;

/** ISO 8601 and its short forms; without an offset it is UTC. */
export function timeOf(text: string): KustoTime | null {
  const found = timeForm.exec(text.trim());
  if (found === null) return null;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0, fraction = 0] = found
    .slice(1, 8)
    .map((part) => (part === undefined ? undefined : Number(part)));
  const offset = (Number(found[9] ?? 0) * 60 + Number(found[10] ?? 0)) * (found[8] === '-' ? -1 : 1);
  const ms = Date.UTC(year, month - 1, day, hour, minute - offset, second) + fraction * 1_000;
  return month > 12 || day > 31 || hour > 23 ? null : new KustoTime(ms);
}

const units: Readonly<Record<string, number>> = {
  d: 86_400_000,
  day: 86_400_000,
  days: 86_400_000,
  h: 3_600_000,
  hr: 3_600_000,
  hour: 3_600_000,
  hours: 3_600_000,
  m: 60_000,
  min: 60_000,
  minute: 60_000,
  minutes: 60_000,
  s: 1_000,
  sec: 1_000,
  second: 1_000,
  seconds: 1_000,
  ms: 1,
  milli: 1,
  millis: 1,
  millisecond: 1,
  milliseconds: 1,
};

/** `1d`, `1.5h`, `10ms`, or `[d.]hh:mm:ss[.fff]`. */
export function spanOf(text: string): KustoSpan | null {
  const [, amount = '', unit = ''] = /^(-?\d+(?:\.\d+)?)\s*([a-z]+)$/i.exec(text.trim()) ?? [];
  const factor = units[unit.toLowerCase()];
  if (factor !== undefined) return new KustoSpan(Number(amount) * factor);
  const found = /^(-)?(?:(\d+)\.)?(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?$/.exec(text.trim());
  if (found === null) return null;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = found.slice(2, 6).map((part) => Number(part ?? 0));
  const ms = days * 86_400_000 + hours * 3_600_000 + minutes * 60_000 + seconds * 1_000;
  return new KustoSpan(found[1] === '-' ? -ms : ms);
}
