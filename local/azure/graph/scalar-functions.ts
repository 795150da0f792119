import { convert } from './kusto-convert.ts';
import { isBag, isList, isMoment, KustoSpan, KustoTime, keyOf, memberOf, textOf, type Value } from './kusto-value.ts';
import { compare, equals } from './scalar-operators.ts';
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

const parseJson: ScalarFunction = ([value = null], { types }) => {
  if (typeof value !== 'string' || types[0] === 'dynamic') return value;
  if (value === '') return null;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
};

/** Names and values in turn. */
const pack: ScalarFunction = (args) =>
  Object.fromEntries(
    args.flatMap((value, index) => (index % 2 === 0 ? [] : [[textOf(args[index - 1] ?? null), value]])),
  );

const firstPresent: ScalarFunction = (args) => args.find((value) => !isEmpty(value)) ?? args.at(-1) ?? null;

const extreme =
  (sign: 1 | -1): ScalarFunction =>
  (args) =>
    args.reduce((best, value) => {
      if (best === null || value === null) return best ?? value;
      return (compare(value, best) ?? 0) * sign > 0 ? value : best;
    });

const typeName: ScalarFunction = ([value = null]) => {
  if (value === null) return 'null';
  if (isList(value)) return 'array';
  if (isMoment(value)) return value instanceof KustoTime ? 'datetime' : 'timespan';
  if (typeof value === 'number') return Number.isInteger(value) ? 'long' : 'double';
  if (isBag(value)) return 'dictionary';
  return typeof value === 'boolean' ? 'bool' : 'string';
};

const rounded: ScalarFunction = ([value = null, size = null]) => {
  if (typeof value === 'number' && typeof size === 'number') return size > 0 ? Math.floor(value / size) * size : null;
  if (!isMoment(value) || !(size instanceof KustoSpan) || size.ms <= 0) return null;
  // Times are rounded from the year 1 on, where the language begins to count.
  const zero = value instanceof KustoTime ? -62_135_596_800_000 : 0;
  const ms = zero + Math.floor((value.ms - zero) / size.ms) * size.ms;
  return value instanceof KustoTime ? new KustoTime(ms) : new KustoSpan(ms);
};

const functions: Readonly<Record<string, ScalarFunction>> = {
  ...textFunctions,
  ...timeFunctions,
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
  parse_json: parseJson,
  todynamic: parseJson,
  toobject: parseJson,
  array_length: ([list = null]) => (isList(list) ? list.length : null),
  array_concat: (lists) => lists.flatMap((list) => (isList(list) ? list : [])),
  array_index_of: ([list = null, value = null]) =>
    isList(list) ? list.findIndex((item) => equals(item, value) === true) : null,
  set_has_element: ([list = null, value = null]) =>
    isList(list) ? list.some((item) => keyOf(item) === keyOf(value)) : null,
  bag_keys: ([bag = null]) => (isBag(bag) ? Object.keys(bag) : null),
  bag_has_key: ([bag = null, name = null]) => (isBag(bag) ? memberOf(bag, textOf(name)) !== null : null),
  pack,
  bag_pack: pack,
  pack_array: (args) => args,
  gettype: typeName,
  max_of: extreme(1),
  min_of: extreme(-1),
  abs: ([value = null]) => (typeof value === 'number' ? Math.abs(value) : null),
  bin: rounded,
  floor: rounded,
};

const otherNames: Readonly<Record<string, string>> = { iif: 'iff', notnull: 'isnotnull', notempty: 'isnotempty' };

/** The function of that name; undefined when it is not executed here. */
export function findFunction(name: string): ScalarFunction | undefined {
  const known = otherNames[name] ?? name;
  return Object.hasOwn(functions, known) ? functions[known] : undefined;
}
