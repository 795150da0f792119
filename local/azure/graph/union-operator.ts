import type { KustoColumn } from './kusto-tree.ts';
import { notSupported } from './refused-query.ts';
import { blankOf, columnsOf, type TableOperator, type TableValue } from './table-value.ts';
import { argumentsOf, parametersOf } from './tree-parts.ts';

interface Leg extends TableValue {
  readonly source: string;
}

/** `union`: a column that differs in type between the legs appears once for each type, with the type in its name. */
export const union: TableOperator = (input, node, scope) => {
  const columns = columnsOf(node);
  const parameters = parametersOf(node);
  const kind = parameters.get('kind') ?? 'outer';
  // The analysis gives an inner union the columns of an outer one.
  if (kind !== 'outer') throw notSupported('parameter of union', `kind=${kind}`, node.start);
  const source = parameters.get('withsource');
  const legs: Leg[] = [
    { ...input, source: 'union_arg0' },
    ...argumentsOf(node).map((leg, index) => ({
      ...scope.read(leg),
      source: leg.kind === 'NameReference' ? leg.name : `union_arg${index + 1}`,
    })),
  ];
  const rows = legs.flatMap((leg) => {
    const targets = leg.columns.map((column): [string, string] => [column.name, targetOf(column, columns)]);
    return leg.rows.map((row) => {
      const blank = columns.map((column) => [column.name, blankOf(column)] as const);
      const given = targets
        .filter(([, target]) => columns.some(({ name }) => name === target))
        .map(([name, target]) => [target, row.get(name) ?? null] as const);
      const named = source === undefined ? [] : [[source, leg.source] as const];
      return new Map([...blank, ...given, ...named]);
    });
  });
  return { columns, rows };
};

function targetOf(column: KustoColumn, columns: readonly KustoColumn[]): string {
  const same = columns.some(({ name, type }) => name === column.name && type === column.type);
  return same ? column.name : `${column.name}_${column.type}`;
}
