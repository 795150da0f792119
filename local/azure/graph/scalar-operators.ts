import { kustoRegex } from './kusto-regex.ts';
import { isBag, isList, isMoment, KustoSpan, KustoTime, keyOf, textOf, type Value } from './kusto-value.ts';

/** Two values that are neither null; `type` is the type of the result. */
export type BinaryOperator = (left: Value, right: Value, type: string) => Value;

/**
 * Equality as the page "Null values" has it: two nulls give null, one null gives false. A `dynamic` is compared with a
 * text as text.
 */
export function equals(left: Value, right: Value): boolean | null {
  if (left === null || right === null) return left === right ? null : false;
  if (typeof left === typeof right && !isList(left) && !isBag(left)) return keyOf(left) === keyOf(right);
  return typeof left === 'string' || typeof right === 'string'
    ? textOf(left) === textOf(right)
    : keyOf(left) === keyOf(right);
}

/** Negative, zero or positive; null where the two have no order. Text is ordered by its code units. */
export function compare(left: Value, right: Value): number | null {
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : Number(left > right);
  const [low, high] = [sizeOf(left), sizeOf(right)];
  return low === null || high === null || left instanceof KustoTime !== right instanceof KustoTime ? null : low - high;
}

function sizeOf(value: Value): number | null {
  if (typeof value === 'number' || typeof value === 'boolean') return Number(value);
  return isMoment(value) ? value.ms : null;
}

const ordered =
  (test: (order: number) => boolean): BinaryOperator =>
  (left, right) => {
    const order = compare(left, right);
    return order === null ? null : test(order);
  };

const text =
  (test: (left: string, right: string) => boolean, ignoreCase: boolean): BinaryOperator =>
  (left, right) => {
    const [whole, part] = [textOf(left), textOf(right)];
    return ignoreCase ? test(whole.toLowerCase(), part.toLowerCase()) : test(whole, part);
  };

/** A term is a longest run of letters and digits (page "String operators"). */
function termTest(before: string, after: string): (whole: string, part: string) => boolean {
  return (whole, part) => {
    const escaped = part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return new RegExp(`${before}${escaped}${after}`, 'u').test(whole);
  };
}
const start = '(?<![\\p{L}\\p{N}])';
const end = '(?![\\p{L}\\p{N}])';

const textTests: Readonly<Record<string, (whole: string, part: string) => boolean>> = {
  has: termTest(start, end),
  hasprefix: termTest(start, ''),
  hassuffix: termTest('', end),
  contains: (whole, part) => whole.includes(part),
  startswith: (whole, part) => whole.startsWith(part),
  endswith: (whole, part) => whole.endsWith(part),
};

const negated =
  (operator: BinaryOperator): BinaryOperator =>
  (left, right, type) => {
    const result = operator(left, right, type);
    return typeof result === 'boolean' ? !result : null;
  };

const plainTests: readonly (readonly [name: string, operator: BinaryOperator])[] = [
  ...Object.entries(textTests).flatMap(([name, test]) => [
    [name, text(test, true)] as const,
    [`${name}_cs`, text(test, false)] as const,
  ]),
  ['matches regex', text((whole, pattern) => kustoRegex(pattern).test(whole), false)],
];

/** Operators on text, without and with case; null counts as the empty text. */
const onText: ReadonlyMap<string, BinaryOperator> = new Map([
  ...plainTests,
  ...plainTests.map(([name, operator]) => [`!${name}`, negated(operator)] as const),
  ['=~', text((left, right) => left === right, true)],
  ['!~', text((left, right) => left !== right, true)],
]);

const onOrder: ReadonlyMap<string, BinaryOperator> = new Map([
  ['<', ordered((order) => order < 0)],
  ['<=', ordered((order) => order <= 0)],
  ['>', ordered((order) => order > 0)],
  ['>=', ordered((order) => order >= 0)],
]);

const onNumbers: Readonly<Record<string, (left: number, right: number, type: string) => number | null>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right, type) => {
    if (type !== 'int' && type !== 'long') return left / right;
    return right === 0 ? null : Math.trunc(left / right);
  },
  '%': (left, right) => {
    const size = Math.abs(right);
    return size === 0 ? null : ((left % size) + size) % size;
  },
};

/** Applies a binary operator by its name; undefined when there is none of that name. `and` and `or` are elsewhere. */
export function findOperator(name: string): BinaryOperator | undefined {
  if (name === '==' || name === '!=') return name === '==' ? equals : negated(equals);
  const found = onText.get(name);
  if (found !== undefined) return found;
  const other = onOrder.get(name) ?? (Object.hasOwn(onNumbers, name) ? arithmetic(name) : undefined);
  return other && ((left, right, type) => (left === null || right === null ? null : other(left, right, type)));
}

function arithmetic(name: string): BinaryOperator {
  const operator = onNumbers[name];
  return (left, right, type) => {
    const [low, high] = [sizeOf(left), sizeOf(right)];
    if (operator === undefined || low === null || high === null) return null;
    const result = operator(low, high, type);
    if (result === null) return null;
    if (type === 'datetime') return new KustoTime(result);
    return type === 'timespan' ? new KustoSpan(result) : result;
  };
}
