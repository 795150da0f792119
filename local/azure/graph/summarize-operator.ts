import { extremeRow, findAggregate } from './aggregates.ts';
import { checkArguments } from './argument-rules.ts';
import { compileScalar, type Scalar } from './compile-scalar.ts';
import type { KustoNode } from './kusto-tree.ts';
import { keyOf, type Row, type Value } from './kusto-value.ts';
import { notSupported } from './refused-query.ts';
import { columnsOf, rowOf, type TableOperator, type TableScope } from './table-value.ts';
import { argumentsOf, partsOf } from './tree-parts.ts';

/** Makes the values of some result columns of one group. */
type GroupValues = (rows: readonly Row[]) => readonly Value[];

/** `summarize`: its result is the columns of `by`, and then those of the aggregates. */
export const summarize: TableOperator = (input, node, scope) => {
  const columns = columnsOf(node);
  const items = argumentsOf(node);
  const by = items.find(({ kind }) => kind === 'SummarizeByClause');
  const keys = (by === undefined ? [] : partsOf(by)).map((key) => compileScalar(bare(key), scope.scalars));
  const results = items.filter((item) => item !== by).map((item) => groupValues(bare(item), scope));
  const groups = new Map<string, { readonly key: readonly Value[]; readonly rows: Row[] }>();
  if (by === undefined) groups.set('', { key: [], rows: [...input.rows] });
  else {
    for (const row of input.rows) {
      const key = keys.map(({ value }) => value(row));
      const name = key.map(keyOf).join();
      const group = groups.get(name) ?? { key, rows: [] };
      group.rows.push(row);
      groups.set(name, group);
    }
  }
  const rows = [...groups.values()].map((group) => {
    const values = [...group.key, ...results.flatMap((result) => result(group.rows))];
    return rowOf(columns, (index) => values[index]);
  });
  return { columns, rows };
};

/** `name = value` and `(names) = value` without the names: the analysis has put them on the columns. */
function bare(node: KustoNode): KustoNode {
  const isNamed = node.kind === 'SimpleNamedExpression' || node.kind === 'CompoundNamedExpression';
  return isNamed ? (partsOf(node)[1] ?? node) : node;
}

function groupValues(node: KustoNode, scope: TableScope): GroupValues {
  const [callee, list] = node.kind === 'FunctionCallExpression' ? partsOf(node) : [];
  if (callee?.name === 'arg_max' || callee?.name === 'arg_min') {
    return argExtreme(node, list === undefined ? [] : partsOf(list), callee.name === 'arg_max' ? 1 : -1, scope);
  }
  if (node.columns !== undefined) throw notSupported('form', node.text, node.start);
  const group: { rows: readonly Row[] } = { rows: [] };
  const scalar = compileScalar(node, { ...scope.scalars, aggregate: (call) => aggregateOf(call, group, scope) });
  return (rows) => {
    group.rows = rows;
    return [scalar.value(rows[0] ?? new Map())];
  };
}

/** An aggregate within an expression, as a value of the group that is in hand. */
function aggregateOf(call: KustoNode, group: { rows: readonly Row[] }, scope: TableScope): Scalar | undefined {
  const [callee, list] = partsOf(call);
  const aggregate = findAggregate(callee?.name ?? '');
  if (aggregate === undefined || list === undefined) return undefined;
  const args = partsOf(list).map((part) => compileScalar(part, scope.scalars));
  checkArguments(callee?.name ?? '', args, call.start);
  return { type: call.type ?? 'dynamic', value: () => aggregate(group.rows, args) };
}

/** `arg_max(value, a, b)` and `arg_max(value, *)`: the value, and columns of the row that has it. */
function argExtreme(node: KustoNode, args: readonly KustoNode[], sign: 1 | -1, scope: TableScope): GroupValues {
  const [wanted, ...rest] = args;
  if (wanted === undefined) throw notSupported('form', node.text, node.start);
  const scalar = compileScalar(wanted, scope.scalars);
  checkArguments(sign === 1 ? 'arg_max' : 'arg_min', [scalar], node.start);
  const isAll = rest.some(({ kind }) => kind === 'StarExpression');
  const others = isAll ? [] : rest.map((part) => compileScalar(part, scope.scalars));
  const names = isAll ? columnsOf(node).slice(1) : [];
  return (rows) => {
    const row = extremeRow(rows, scalar, sign);
    const width = 1 + names.length + others.length;
    if (row === undefined) return Array.from({ length: width }, () => null);
    return [
      scalar.value(row),
      ...names.map(({ name }) => row.get(name) ?? null),
      ...others.map(({ value }) => value(row)),
    ];
  };
}
