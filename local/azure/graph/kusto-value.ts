import { isList as isJsonList, isObject } from '../core/json.ts';
import type { JsonValue } from '../core/types.ts';
import { notSupported } from './refused-query.ts';

/** Times and spans are counted in ticks of 100 ns (page "The datetime data type"). */
export const ticksPerMs = 10_000n;
const ticksAt1970 = 621_355_968_000_000_000n;
const ticksAt10000 = 3_155_378_976_000_000_000n;
const largestLong = 2n ** 63n - 1n;

/** A `datetime` of the years 1 to 9999; one beyond is refused. */
export class KustoTime {
  /** Since the beginning of the year 1. */
  readonly ticks: bigint;
  constructor(ticks: bigint) {
    if (ticks < 0n || ticks >= ticksAt10000) throw notSupported('datetime', 'beyond the years 1 to 9999');
    this.ticks = ticks;
  }

  /** `ms` since 1970. */
  static ofMs(ms: number): KustoTime {
    return new KustoTime(BigInt(Math.floor(ms)) * ticksPerMs + ticksAt1970);
  }

  /** Whole milliseconds since 1970. */
  get ms(): number {
    return Number(this.ticks / ticksPerMs - ticksAt1970 / ticksPerMs);
  }
}

/** A `timespan`. */
export class KustoSpan {
  readonly ticks: bigint;
  constructor(ticks: bigint) {
    if (ticks > largestLong || ticks < -largestLong) throw notSupported('timespan', 'beyond 64 bits');
    this.ticks = ticks;
  }
}

/** A property bag of a `dynamic`. */
export interface KustoBag {
  readonly [name: string]: Value;
}

/** A value of any type; null is the null of all of them. A `long` is exact up to 2^53 here. */
export type Value = null | boolean | number | string | KustoTime | KustoSpan | readonly Value[] | KustoBag;

export type Row = ReadonlyMap<string, Value>;

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

export function isBag(value: Value): value is KustoBag {
  return typeof value === 'object' && value !== null && !isList(value) && !isMoment(value);
}

export function isMoment(value: Value): value is KustoTime | KustoSpan {
  return value instanceof KustoTime || value instanceof KustoSpan;
}

/** The member of a bag, or null. */
export function memberOf(value: Value, name: string): Value {
  return isBag(value) && Object.hasOwn(value, name) ? (value[name] ?? null) : null;
}

/** As `tostring()` has it: null is the empty text, a `real` has a fraction always. */
export function textOf(value: Value, type?: string): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return numberText(value, type);
  if (typeof value === 'boolean') return String(value);
  return isMoment(value) ? momentText(value) : JSON.stringify(toJson(value));
}

function numberText(value: number, type: string | undefined): string {
  const isPlain = Math.abs(value) < 1e15 && (Math.abs(value) >= 1e-4 || value === 0);
  if (type !== 'real' && Number.isSafeInteger(value)) return String(value);
  if (!isPlain) throw notSupported('text of the number', String(value));
  return type === 'real' && Number.isInteger(value) ? value.toFixed(1) : String(value);
}

/** As it stands in an answer: times and spans are text there. */
export function toJson(value: Value): JsonValue {
  if (isMoment(value)) return momentText(value);
  if (isList(value)) return value.map(toJson);
  if (isBag(value)) return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, toJson(member)]));
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

/** A JSON value as a `dynamic`; absent is null. */
export function fromJson(value: JsonValue | undefined): Value {
  if (value === undefined) return null;
  if (isJsonList(value)) return value.map(fromJson);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, fromJson(member)]));
}

/** A text that is the same for values that group together. */
export function keyOf(value: Value): string {
  if (typeof value === 'number') return String(value);
  if (isMoment(value)) return `${value instanceof KustoTime ? 'time' : 'span'} ${value.ticks}`;
  if (isBag(value)) {
    const members = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
    return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${keyOf(member)}`).join(',')}}`;
  }
  return isList(value) ? `[${value.map(keyOf).join(',')}]` : (JSON.stringify(value) ?? 'null');
}

function momentText(value: KustoTime | KustoSpan): string {
  const total = value.ticks < 0n ? -value.ticks : value.ticks;
  const fraction = String(total % 10_000_000n).padStart(7, '0');
  if (value instanceof KustoTime) return `${new Date(value.ms).toISOString().slice(0, 19)}.${fraction}Z`;
  const part = (ticks: bigint, count: bigint) => String((total / ticks) % count).padStart(2, '0');
  const days = total / 864_000_000_000n;
  const clock = `${part(36_000_000_000n, 24n)}:${part(600_000_000n, 60n)}:${part(10_000_000n, 60n)}`;
  return `${value.ticks < 0n ? '-' : ''}${days === 0n ? '' : `${days}.`}${clock}${fraction === '0000000' ? '' : `.${fraction}`}`;
}
