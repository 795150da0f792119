import { isList as isJsonList, isObject } from '../core/json.ts';
import type { JsonValue } from '../core/types.ts';

/** A `datetime`; milliseconds since 1970, with fractions. */
export class KustoTime {
  readonly ms: number;
  constructor(ms: number) {
    this.ms = ms;
  }
}

/** A `timespan`; milliseconds. */
export class KustoSpan {
  readonly ms: number;
  constructor(ms: number) {
    this.ms = ms;
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
  if (typeof value === 'number') return type === 'real' && Number.isInteger(value) ? value.toFixed(1) : String(value);
  if (typeof value === 'boolean') return String(value);
  return isMoment(value) ? momentText(value) : JSON.stringify(toJson(value));
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
  if (isMoment(value)) return `${value instanceof KustoTime ? 'time' : 'span'} ${value.ms}`;
  if (isBag(value)) {
    const members = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
    return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${keyOf(member)}`).join(',')}}`;
  }
  return isList(value) ? `[${value.map(keyOf).join(',')}]` : (JSON.stringify(value) ?? 'null');
}

function momentText(value: KustoTime | KustoSpan): string {
  if (value instanceof KustoTime) return `${new Date(value.ms).toISOString().slice(0, -1)}0000Z`;
  const sign = value.ms < 0 ? '-' : '';
  const total = Math.abs(value.ms);
  const part = (unit: number, count: number) => String(Math.floor(total / unit) % count).padStart(2, '0');
  const days = Math.floor(total / 86_400_000);
  const rest = Math.round((total % 1_000) * 10_000);
  const fraction = rest === 0 ? '' : `.${String(rest).padStart(7, '0')}`;
  return `${sign}${days === 0 ? '' : `${days}.`}${part(3_600_000, 24)}:${part(60_000, 60)}:${part(1_000, 60)}${fraction}`;
}
