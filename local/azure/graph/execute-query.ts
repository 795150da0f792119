import { compileScalar, type ScalarScope } from './compile-scalar.ts';
import { expand } from './expand-operator.ts';
import { join } from './join-operator.ts';
import type { KustoNode } from './kusto-tree.ts';
import type { Value } from './kusto-value.ts';
import { literalOf } from './literals.ts';
import { parse } from './parse-operator.ts';
import { notSupported } from './refused-query.ts';
import { rowOperators } from './row-operators.ts';
import { sortOperators } from './sort-operators.ts';
import { summarize } from './summarize-operator.ts';
import { columnsOf, rowOf, type TableOperator, type TableScope, type TableValue } from './table-value.ts';
import { argumentsOf, firstWord, parametersOf, partsOf } from './tree-parts.ts';
import { union } from './union-operator.ts';

export interface QueryWorld {
  /** The value of `now()`, milliseconds since 1970. */
  readonly nowMs: number;
  /** Most rows that `mv-expand` makes of one when it does not say. */
  readonly expandLimit: number;
  /** The table of that name as the query spells it; undefined when there is none. */
  table(name: string): TableValue | undefined;
}

const operators: Readonly<Record<string, TableOperator>> = {
  ...rowOperators,
  ...sortOperators,
  SummarizeOperator: summarize,
  JoinOperator: join,
  UnionOperator: union,
  MvExpandOperator: expand,
  ParseOperator: parse,
};

/**
 * Executes an analysed query: its operators on the tables, one after the other. Throws {@link RefusedQuery} for what is
 * not executed here, naming it.
 */
export function executeQuery(root: KustoNode, world: QueryWorld): TableValue {
  const tables = new Map<string, TableValue>();
  const values = new Map<string, Value>();
  const scope = createScope(world, tables, values);
  let result: TableValue | undefined;
  for (const statement of partsOf(root)) {
    const [name, value] = partsOf(statement);
    if (result !== undefined) throw notSupported('second query', firstWord(statement), statement.start);
    if (statement.kind === 'ExpressionStatement' && name !== undefined) result = scope.read(name);
    else if (statement.kind !== 'LetStatement' || name === undefined || value === undefined) {
      throw notSupported('statement', firstWord(statement), statement.start);
    } else if (value.columns !== undefined) tables.set(name.name, scope.read(value));
    else values.set(name.name, compileScalar(value, scope.scalars).value(new Map()));
  }
  if (result === undefined) throw notSupported('query', root.text, root.start);
  return result;
}

function createScope(
  world: QueryWorld,
  tables: ReadonlyMap<string, TableValue>,
  named: ReadonlyMap<string, Value>,
): TableScope {
  const scalars: ScalarScope = {
    nowMs: world.nowMs,
    named,
    firstColumn: (node) => {
      const { columns, rows } = read(node);
      return rows.map((row) => row.get(columns[0]?.name ?? '') ?? null);
    },
  };
  const read = (node: KustoNode): TableValue => readTable(node, world, tables, scope);
  const scope: TableScope = { scalars, expandLimit: world.expandLimit, read };
  return scope;
}

function readTable(
  node: KustoNode,
  world: QueryWorld,
  tables: ReadonlyMap<string, TableValue>,
  scope: TableScope,
): TableValue {
  const [first, operator] = partsOf(node);
  switch (node.kind) {
    case 'NameReference': {
      const table = tables.get(node.name) ?? world.table(node.name);
      if (table === undefined) throw notSupported('table', node.name, node.start);
      return table;
    }
    case 'ParenthesizedExpression':
      if (first === undefined) break;
      return scope.read(first);
    case 'PipeExpression': {
      const run = operators[operator?.kind ?? ''];
      if (first === undefined || operator === undefined) break;
      if (run === undefined) throw notSupported('operator', firstWord(operator), operator.start);
      checkParameters(operator);
      return run(scope.read(first), operator, scope);
    }
    case 'DataTableExpression':
      return literalTable(node);
    case 'PrintOperator':
      return printed(node, scope);
  }
  throw notSupported('operator', firstWord(node), node.start);
}

/** By the kind of the operator; all others have none. */
const parametersExecuted: Readonly<Record<string, readonly string[]>> = {
  JoinOperator: ['kind'],
  UnionOperator: ['kind', 'withsource'],
  MvExpandOperator: ['kind', 'bagexpansion', 'with_itemindex'],
  ParseOperator: ['kind'],
};

function checkParameters(operator: KustoNode): void {
  const known = parametersExecuted[operator.kind] ?? [];
  const other = [...parametersOf(operator)].find(([name]) => !known.includes(name));
  if (other !== undefined) throw notSupported(`parameter of ${firstWord(operator)}`, other.join('='), operator.start);
}

/** `datatable(name: type, ...)[value, ...]` */
function literalTable(node: KustoNode): TableValue {
  const columns = columnsOf(node);
  const values = partsOf(node)
    .slice(1)
    .map((value) => literalOf(value)?.value);
  const rows = Array.from({ length: values.length / columns.length }, (_, row) =>
    rowOf(columns, (index) => values[row * columns.length + index]),
  );
  return { columns, rows };
}

function printed(node: KustoNode, scope: TableScope): TableValue {
  const columns = columnsOf(node);
  const values = argumentsOf(node).map((item) => {
    const value = item.kind === 'SimpleNamedExpression' ? (partsOf(item)[1] ?? item) : item;
    return compileScalar(value, scope.scalars).value(new Map());
  });
  return { columns, rows: [rowOf(columns, (index) => values[index])] };
}
