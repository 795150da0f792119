import { isBag, isList, isMoment, KustoTime, keyOf, textOf, type Value } from './kusto-value.ts';
import { notSupported } from './refused-query.ts';
import type { ScalarFunction } from './scalar-functions.ts';

const parseJson: ScalarFunction = ([value = null], { types }) => {
  if (typeof value !== 'string' || types[0] === 'dynamic') return value;
  if (value === '') return null;
  const parsed = jsonIn(value);
  refuseWide(parsed);
  return parsed;
};

/** Text that is no JSON is a text. */
function jsonIn(text: string): Value {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function refuseWide(value: Value): void {
  const isWide = Number.isInteger(value) && !Number.isSafeInteger(value);
  if (isWide) throw notSupported('long of more than 53 bits', 'parse_json');
  if (isList(value)) value.forEach(refuseWide);
  else if (isBag(value)) Object.values(value).forEach(refuseWide);
}

/** Names and values in turn. */
const pack: ScalarFunction = (args) => {
  if (args.length % 2 !== 0) throw notSupported('arguments of bag_pack', String(args.length));
  return Object.fromEntries(
    args.flatMap((value, index) => (index % 2 === 0 ? [] : [[textOf(args[index - 1] ?? null), value]])),
  );
};

/** Page "array_index_of()": null for a length under -1 and for an occurrence under 0. */
const indexOf: ScalarFunction = ([list = null, value = null, start = 0, length = -1, occurrence = 1]) => {
  const isCounted = typeof start === 'number' && typeof length === 'number' && typeof occurrence === 'number';
  if (!isList(list) || !isCounted || length < -1 || occurrence < 0) return null;
  if (occurrence === 0) throw notSupported('occurrence of array_index_of', '0');
  const from = start < 0 ? Math.max(0, list.length + start) : start;
  const until = length === -1 ? list.length : from + length;
  const found = list.flatMap((item, at) => (at >= from && at < until && keyOf(item) === keyOf(value) ? [at] : []));
  return found[occurrence - 1] ?? -1;
};

/** A name, or a path of names `$.a.b`, `$['a']['b']` (page "bag_has_key()"). */
const hasKey: ScalarFunction = ([bag = null, key = null]) => {
  if (!isBag(bag)) return null;
  const path = textOf(key);
  if (!path.startsWith('$')) return Object.hasOwn(bag, path);
  if (!/^\$(?:\.\w+|\['[^'\\]*'\])+$/.test(path)) throw notSupported('key of bag_has_key', path);
  const names = [...path.matchAll(/\.(\w+)|\['([^']*)'\]/g)].map(([, plain, quoted]) => plain ?? quoted ?? '');
  let at: Value = bag;
  for (const name of names) {
    if (!isBag(at) || !Object.hasOwn(at, name)) return false;
    at = at[name] ?? null;
  }
  return true;
};

/** Page "gettype()"; how wide a number within a `dynamic` is has been lost here. */
const typeName: ScalarFunction = ([value = null], { types: [type = 'dynamic'] }) => {
  if (type !== 'dynamic') {
    if (value === null) throw notSupported('gettype of a null', type);
    return type;
  }
  if (value === null) return 'null';
  if (isList(value)) return 'array';
  if (isMoment(value)) return value instanceof KustoTime ? 'datetime' : 'timespan';
  if (typeof value === 'number') throw notSupported('gettype of a number within a', 'dynamic');
  if (isBag(value)) return 'dictionary';
  // Text that can be read as a time or a guid may be one within a `dynamic` (page "The dynamic data type").
  if (typeof value === 'string' && /^\d{4}-|^[\da-f]{8}-/i.test(value)) throw notSupported('gettype of', value);
  return typeof value === 'boolean' ? 'bool' : 'string';
};

const concatenated: ScalarFunction = (lists) =>
  lists.flatMap((list) => {
    if (!isList(list)) throw notSupported('argument of array_concat', textOf(list));
    return list;
  });

/** Functions on arrays and bags. */
export const dynamicFunctions: Readonly<Record<string, ScalarFunction>> = {
  parse_json: parseJson,
  todynamic: parseJson,
  toobject: parseJson,
  array_length: ([list = null]) => (isList(list) ? list.length : null),
  array_concat: concatenated,
  array_index_of: indexOf,
  set_has_element: ([list = null, value = null]) =>
    isList(list) ? list.some((item) => keyOf(item) === keyOf(value)) : null,
  bag_keys: ([bag = null]) => (isBag(bag) ? Object.keys(bag) : null),
  bag_has_key: hasKey,
  pack,
  bag_pack: pack,
  pack_array: (args) => args,
  gettype: typeName,
};
