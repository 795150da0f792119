import type { Scalar } from './compile-scalar.ts';
import { isList, isMoment, KustoSpan, KustoTime, keyOf, type Row, type Value } from './kusto-value.ts';
import { notSupported } from './refused-query.ts';
import { compare } from './scalar-operators.ts';

/** Makes one value of a group; `args` are the arguments of the aggregate, asked for each row. */
export type Aggregate = (rows: readonly Row[], args: readonly Scalar[]) => Value;

/** Nulls are left out of every aggregate but `count()` (page "summarize operator"). */
function present(rows: readonly Row[], scalar: Scalar | undefined): Value[] {
  return rows.map((row) => scalar?.value(row) ?? null).filter((value) => value !== null);
}

const list: Aggregate = (rows, [value, most]) => present(rows, value).slice(0, limitOf(rows, most));

/** Of arrays the set of their elements (page "make_set()"). */
const set: Aggregate = (rows, [value, most]) => {
  const items = present(rows, value).flatMap((item) => (isList(item) ? item : [item]));
  const found = new Map(items.map((item) => [keyOf(item), item]));
  return [...found.values()].slice(0, limitOf(rows, most));
};

function limitOf(rows: readonly Row[], most: Scalar | undefined): number {
  const limit = rows[0] === undefined ? undefined : most?.value(rows[0]);
  if (typeof limit === 'number' && limit < 1) throw notSupported('limit of a list', String(limit));
  return typeof limit === 'number' ? limit : 1_048_576;
}

const ticksIn = (values: readonly Value[]): bigint =>
  values.reduce((total: bigint, value) => total + (isMoment(value) ? value.ticks : 0n), 0n);
const totalOf = (values: readonly Value[]): number =>
  values.reduce((total: number, value) => total + (typeof value === 'number' ? value : 0), 0);

const sum: Aggregate = (rows, [value]) => {
  const values = present(rows, value);
  if (value?.type === 'timespan') return new KustoSpan(ticksIn(values));
  const total = totalOf(values);
  if (value?.type !== 'real' && !Number.isSafeInteger(total)) throw notSupported('long of more than 53 bits', 'sum');
  return total;
};

/** Of no values NaN (page "summarize operator"); of no times and spans null. */
const average: Aggregate = (rows, [value]) => {
  const values = present(rows, value);
  const isTime = value?.type === 'datetime';
  if (!isTime && value?.type !== 'timespan') return totalOf(values) / values.length;
  if (values.length === 0) return null;
  const ticks = ticksIn(values) / BigInt(values.length);
  return isTime ? new KustoTime(ticks) : new KustoSpan(ticks);
};

/** The row with the largest (sign 1) or smallest (-1) value; nulls count only when there is nothing else. */
export function extremeRow(rows: readonly Row[], scalar: Scalar, sign: 1 | -1): Row | undefined {
  return rows.reduce<Row | undefined>((best, row) => {
    if (best === undefined) return row;
    const [value, known] = [scalar.value(row), scalar.value(best)];
    if (value === null) return best;
    return known === null || (compare(value, known) ?? 0) * sign > 0 ? row : best;
  }, undefined);
}

const extreme =
  (sign: 1 | -1): Aggregate =>
  (rows, [value]) => {
    const row = value && extremeRow(rows, value, sign);
    return (row && value?.value(row)) ?? null;
  };

const any: Aggregate = (rows, [value]) =>
  rows.map((row) => value?.value(row) ?? null).find((item) => item !== null && item !== '') ?? null;

const aggregates: Readonly<Record<string, Aggregate>> = {
  count: (rows) => rows.length,
  countif: (rows, [test]) => rows.filter((row) => test?.value(row) === true).length,
  dcount: (rows, [value]) => new Set(present(rows, value).map(keyOf)).size,
  make_list: list,
  make_set: set,
  max: extreme(1),
  min: extreme(-1),
  sum,
  avg: average,
  any,
  take_any: any,
};

/** The aggregate of that name; undefined when it is none that is executed here. */
export function findAggregate(name: string): Aggregate | undefined {
  return Object.hasOwn(aggregates, name) ? aggregates[name] : undefined;
}
