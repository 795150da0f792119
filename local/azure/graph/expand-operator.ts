import { compileScalar } from './compile-scalar.ts';
import type { KustoNode } from './kusto-tree.ts';
import { isBag, isList, type Row, type Value } from './kusto-value.ts';
import { notSupported } from './refused-query.ts';
import { columnsOf, rowOf, type TableOperator, type TableScope } from './table-value.ts';
import { argumentsOf, parametersOf, partsOf } from './tree-parts.ts';

interface Expansion {
  readonly name: string;
  /** The elements that a row is expanded into; a null is expanded into itself. */
  itemsOf(row: Row): readonly Value[];
}

/** `mv-expand`: several columns are expanded side by side. */
export const expand: TableOperator = (input, node, scope) => {
  const columns = columnsOf(node);
  const parameters = parametersOf(node);
  const asPairs = (parameters.get('kind') ?? parameters.get('bagexpansion')) === 'array';
  const indexName = parameters.get('with_itemindex');
  const parts = argumentsOf(node);
  const limit = limitOf(parts, scope);
  const expansions = parts
    .filter(({ kind }) => kind === 'MvExpandExpression')
    .map((part) => expansionOf(part, asPairs, scope));
  const rows = input.rows.flatMap((row) => {
    const lists = expansions.map(({ name, itemsOf }) => [name, itemsOf(row)] as const);
    const length = Math.min(limit, Math.max(...lists.map(([, items]) => items.length)));
    return Array.from({ length }, (_, index) => {
      const all = new Map<string, Value>([
        ...row,
        ...lists.map(([name, items]) => [name, items[index] ?? null] as const),
      ]);
      if (indexName !== undefined) all.set(indexName, index);
      return rowOf(columns, (at) => all.get(columns[at]?.name ?? ''));
    });
  });
  return { columns, rows };
};

function limitOf(parts: readonly KustoNode[], scope: TableScope): number {
  const clause = parts.find(({ kind }) => kind === 'MvExpandRowLimitClause');
  const [amount] = clause === undefined ? [] : partsOf(clause);
  const limit = amount && compileScalar(amount, scope.scalars).value(new Map());
  return typeof limit === 'number' ? limit : scope.expandLimit;
}

function expansionOf(node: KustoNode, asPairs: boolean, scope: TableScope): Expansion {
  const [item, clause] = partsOf(node);
  if (item === undefined) throw notSupported('form', node.text, node.start);
  const [first, second] = item.kind === 'SimpleNamedExpression' ? partsOf(item) : [item, item];
  if (first === undefined || second === undefined || first.name === '')
    throw notSupported('form', item.text, item.start);
  const scalar = compileScalar(second, scope.scalars);
  const type = /typeof\s*\(\s*(\w+)/.exec(clause?.text ?? '')?.[1];
  return {
    name: first.name,
    itemsOf: (row) =>
      elementsOf(scalar.value(row), asPairs).map((value) => (type === undefined ? value : cast(value, type))),
  };
}

function elementsOf(value: Value, asPairs: boolean): readonly Value[] {
  if (isList(value)) return value;
  if (!isBag(value)) return [value];
  return Object.entries(value).map(([name, member]) => (asPairs ? [name, member] : { [name]: member }));
}

/** To a type without parsing: what does not conform becomes null. */
function cast(value: Value, type: string): Value {
  const test = conforming[type];
  if (test === undefined) throw notSupported('type of mv-expand', type);
  return test(value) ? value : null;
}

const conforming: Readonly<Record<string, (value: Value) => boolean>> = {
  dynamic: () => true,
  string: (value) => typeof value === 'string',
  bool: (value) => typeof value === 'boolean',
  int: Number.isInteger,
  long: Number.isInteger,
  real: (value) => typeof value === 'number',
  double: (value) => typeof value === 'number',
};
