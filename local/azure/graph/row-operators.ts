import { compileScalar, type Scalar } from './compile-scalar.ts';
import type { KustoNode } from './kusto-tree.ts';
import { keyOf } from './kusto-value.ts';
import { notSupported } from './refused-query.ts';
import { columnsOf, rowOf, type TableOperator, type TableScope } from './table-value.ts';
import { argumentsOf, firstWord, partsOf } from './tree-parts.ts';

const where: TableOperator = (input, node, scope) => {
  const [condition] = argumentsOf(node);
  if (condition === undefined) throw notSupported('operator', firstWord(node), node.start);
  const test = compileScalar(condition, scope.scalars);
  // Null is not true.
  return { columns: columnsOf(node), rows: input.rows.filter((row) => test.value(row) === true) };
};

const project: TableOperator = (input, node, scope) => {
  const columns = columnsOf(node);
  const values = argumentsOf(node).map((item) => compileScalar(valueNode(item), scope.scalars));
  if (values.length !== columns.length) throw notSupported('form', node.text, node.start);
  return { columns, rows: input.rows.map((row) => rowOf(columns, (index) => values[index]?.value(row))) };
};

const extend: TableOperator = (input, node, scope) => {
  const columns = columnsOf(node);
  const items = argumentsOf(node);
  const named = new Set(items.map(nameOf));
  const before = new Set(input.columns.map(({ name }) => name));
  const madeUp = columns.map(({ name }) => name).filter((name) => !before.has(name) && !named.has(name));
  const added = items.map((item): [string, Scalar] => {
    const name = nameOf(item) ?? madeUp.shift();
    if (name === undefined) throw notSupported('form', item.text, item.start);
    return [name, compileScalar(valueNode(item), scope.scalars)];
  });
  const rows = input.rows.map((row) => {
    const all = new Map([...row, ...added.map(([name, { value }]) => [name, value(row)] as const)]);
    return rowOf(columns, (index) => all.get(columns[index]?.name ?? ''));
  });
  return { columns, rows };
};

/** `name = value` is named so; a bare column by itself. */
function nameOf(item: KustoNode): string | undefined {
  if (item.kind === 'CompoundNamedExpression') throw notSupported('form', item.text, item.start);
  if (item.kind === 'SimpleNamedExpression') return partsOf(item)[0]?.name;
  return item.kind === 'NameReference' ? item.name : undefined;
}

/** The value of `name = value`. */
function valueNode(item: KustoNode): KustoNode {
  if (item.kind === 'CompoundNamedExpression') throw notSupported('form', item.text, item.start);
  return item.kind === 'SimpleNamedExpression' ? (partsOf(item)[1] ?? item) : item;
}

/** `project-away` and `project-keep`: the analysis knows which columns stay. */
const keepColumns: TableOperator = (input, node) => {
  const columns = columnsOf(node);
  return { columns, rows: input.rows.map((row) => rowOf(columns, (index) => row.get(columns[index]?.name ?? ''))) };
};

/** The order of the columns stays, so that a new name stands where the old one stood. */
const rename: TableOperator = (input, node) => {
  const columns = columnsOf(node);
  const rows = input.rows.map((row) => rowOf(columns, (index) => row.get(input.columns[index]?.name ?? '')));
  return { columns, rows };
};

const distinct: TableOperator = (input, node, scope) => {
  const items = argumentsOf(node);
  const isAll = items.some(({ kind }) => kind === 'StarExpression');
  const { columns, rows } = isAll ? input : project(input, node, scope);
  const found = new Map(rows.map((row) => [[...row.values()].map(keyOf).join(), row]));
  return { columns, rows: [...found.values()] };
};

const count: TableOperator = (input, node) => {
  const columns = columnsOf(node);
  return { columns, rows: [rowOf(columns, () => input.rows.length)] };
};

const take: TableOperator = (input, node, scope) => ({ ...input, rows: input.rows.slice(0, amountOf(node, scope)) });

/** The first argument of `take` and `top`, a number. */
export function amountOf(node: KustoNode, scope: TableScope): number {
  const [argument] = argumentsOf(node);
  const amount = argument && compileScalar(argument, scope.scalars).value(new Map());
  if (typeof amount !== 'number') throw notSupported('form', node.text, node.start);
  return amount;
}

/** Operators that look at one row after the other, by the kind of their node. */
export const rowOperators: Readonly<Record<string, TableOperator>> = {
  FilterOperator: where,
  ProjectOperator: project,
  ExtendOperator: extend,
  ProjectAwayOperator: keepColumns,
  ProjectKeepOperator: keepColumns,
  ProjectRenameOperator: rename,
  DistinctOperator: distinct,
  CountOperator: count,
  TakeOperator: take,
};
