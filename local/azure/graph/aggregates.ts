import type { Scalar } from './compile-scalar.ts';
import { KustoSpan, keyOf, type Row, type Value } from './kusto-value.ts';
import { compare } from './scalar-operators.ts';

/** Makes one value of a group; `args` are the arguments of the aggregate, asked for each row. */
export type Aggregate = (rows: readonly Row[], args: readonly Scalar[]) => Value;

/** Nulls are left out of every aggregate but `count()` (page "summarize operator"). */
function present(rows: readonly Row[], scalar: Scalar | undefined): Value[] {
  return rows.map((row) => scalar?.value(row) ?? null).filter((value) => value !== null);
}

const list: Aggregate = (rows, [value, most]) => present(rows, value).slice(0, limitOf(rows, most));

const set: Aggregate = (rows, [value, most]) => {
  const found = new Map(present(rows, value).map((item) => [keyOf(item), item]));
  return [...found.values()].slice(0, limitOf(rows, most));
};

function limitOf(rows: readonly Row[], most: Scalar | undefined): number {
  const limit = rows[0] === undefined ? undefined : most?.value(rows[0]);
  return typeof limit === 'number' ? limit : 1_048_576;
}

const sum: Aggregate = (rows, [value]) => {
  const values = present(rows, value);
  const spans = values.filter((item) => item instanceof KustoSpan);
  if (spans.length > 0) return new KustoSpan(spans.reduce((total, { ms }) => total + ms, 0));
  return values.reduce<number>((total, item) => total + (typeof item === 'number' ? item : 0), 0);
};

const average: Aggregate = (rows, [value]) => {
  const values = present(rows, value);
  const numbers = values.filter((item) => typeof item === 'number');
  return numbers.length === 0 ? Number.NaN : numbers.reduce((total, item) => total + item, 0) / numbers.length;
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
  makelist: list,
  make_set: set,
  makeset: set,
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
