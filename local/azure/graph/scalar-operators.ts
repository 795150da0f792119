import { findArithmetic } from './arithmetic.ts';
import { kustoRegex } from './kusto-regex.ts';
import { isBag, isList, isMoment, KustoTime, keyOf, textOf, type Value } from './kusto-value.ts';
import { notSupported } from './refused-query.ts';

/** Two values that are neither null; `type` is the type of the result. */
export type BinaryOperator = (left: Value, right: Value, type: string) => Value;

/**
 * Equality as the page "Null values" has it: two nulls give null, one null gives false. A `dynamic` is compared with a
 * text as text.
 */
export function equals(left: Value, right: Value): boolean | null {
  if (left === null || right === null) return left === right ? null : false;
  refuseNan(left, right);
  if (typeof left === typeof right && !isList(left) && !isBag(left)) return keyOf(left) === keyOf(right);
  return typeof left === 'string' || typeof right === 'string'
    ? textOf(left) === textOf(right)
    : keyOf(left) === keyOf(right);
}

/** The documentation does not say how it is compared. */
function refuseNan(left: Value, right: Value): void {
  if (Number.isNaN(left) || Number.isNaN(right)) throw notSupported('comparison with', 'nan');
}

/** Negative, zero or positive; null where the two have no order. Text is ordered by its code units. */
export function compare(left: Value, right: Value): number | null {
  refuseNan(left, right);
  if (typeof left === 'boolean' && typeof right === 'boolean') return Number(left) - Number(right);
  const isOrdered =
    (typeof left === 'string' && typeof right === 'string') || (typeof left === 'number' && typeof right === 'number');
  if (isOrdered) return left < right ? -1 : Number(left > right);
  if (!isMoment(left) || !isMoment(right) || left instanceof KustoTime !== right instanceof KustoTime) return null;
  return left.ticks < right.ticks ? -1 : Number(left.ticks > right.ticks);
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
    if (part === '') throw notSupported('term', "''");
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

/** Applies a binary operator by its name; undefined when there is none of that name. `and` and `or` are elsewhere. */
export function findOperator(name: string): BinaryOperator | undefined {
  if (name === '==' || name === '!=') return name === '==' ? equals : negated(equals);
  const found = onText.get(name);
  if (found !== undefined) return found;
  const other = onOrder.get(name) ?? findArithmetic(name);
  return other && ((left, right, type) => (left === null || right === null ? null : other(left, right, type)));
}
