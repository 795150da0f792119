import { dynamicFunctions } from './dynamic-functions.ts';
import { convert } from './kusto-convert.ts';
import { isMoment, KustoSpan, KustoTime, textOf, type Value } from './kusto-value.ts';
import { compare } from './scalar-operators.ts';
import { textFunctions } from './text-functions.ts';
import { timeFunctions } from './time-functions.ts';

/** What a function may ask beside its arguments. */
export interface FunctionCall {
  /** Static types of the arguments. */
  readonly types: readonly string[];
  /** Of this query, milliseconds since 1970. */
  readonly nowMs: number;
}

export type ScalarFunction = (args: readonly Value[], call: FunctionCall) => Value;

const isEmpty = (value: Value): boolean => value === null || value === '';

const converting =
  (type: string): ScalarFunction =>
  ([value = null]) =>
    convert(value, type);

/** Empty text is passed over as null is, but not one within a `dynamic` (page "coalesce()"). */
const firstPresent: ScalarFunction = (args, { types }) =>
  args.find((value, index) => (types[index] === 'string' ? !isEmpty(value) : value !== null)) ?? args.at(-1) ?? null;

const extreme =
  (sign: 1 | -1): ScalarFunction =>
  (args) =>
    args.reduce((best, value) => {
      if (best === null || value === null) return best ?? value;
      return (compare(value, best) ?? 0) * sign > 0 ? value : best;
    });

const rounded: ScalarFunction = ([value = null, size = null]) => {
  if (typeof value === 'number' && typeof size === 'number') return size > 0 ? Math.floor(value / size) * size : null;
  if (!isMoment(value) || !(size instanceof KustoSpan) || size.ticks <= 0n) return null;
  const over = value.ticks % size.ticks;
  const ticks = value.ticks - (over < 0n ? over + size.ticks : over);
  return value instanceof KustoTime ? new KustoTime(ticks) : new KustoSpan(ticks);
};

const absolute: ScalarFunction = ([value = null]) => {
  if (value instanceof KustoSpan) return value.ticks < 0n ? new KustoSpan(-value.ticks) : value;
  return typeof value === 'number' ? Math.abs(value) : null;
};

const functions: Readonly<Record<string, ScalarFunction>> = {
  ...textFunctions,
  ...timeFunctions,
  ...dynamicFunctions,
  not: ([value = null]) => (typeof value === 'boolean' ? !value : null),
  iff: ([test = null, then = null, otherwise = null]) => (test === true ? then : otherwise),
  case: (args) => {
    const found = args.findIndex((value, index) => index % 2 === 0 && index < args.length - 1 && value === true);
    return (found === -1 ? args.at(-1) : args[found + 1]) ?? null;
  },
  coalesce: firstPresent,
  isnull: ([value = null], { types }) => value === null && types[0] !== 'string',
  isnotnull: ([value = null], { types }) => value !== null || types[0] === 'string',
  isempty: ([value = null]) => isEmpty(value),
  isnotempty: ([value = null]) => !isEmpty(value),
  tostring: ([value = null], { types }) => textOf(value, types[0]),
  toint: converting('int'),
  tolong: converting('long'),
  toreal: converting('real'),
  todouble: converting('real'),
  tobool: converting('bool'),
  toboolean: converting('bool'),
  todatetime: converting('datetime'),
  totimespan: converting('timespan'),
  max_of: extreme(1),
  min_of: extreme(-1),
  abs: absolute,
  bin: rounded,
  floor: rounded,
};

const otherNames: Readonly<Record<string, string>> = { iif: 'iff', notnull: 'isnotnull', notempty: 'isnotempty' };

/** The function of that name; undefined when it is not executed here. */
export function findFunction(name: string): ScalarFunction | undefined {
  const known = otherNames[name] ?? name;
  return Object.hasOwn(functions, known) ? functions[known] : undefined;
}
