import type { ScalarScope } from './compile-scalar.ts';
import type { KustoColumn, KustoNode } from './kusto-tree.ts';
import type { Row, Value } from './kusto-value.ts';

/** A table in hand. */
export interface TableValue {
  readonly columns: readonly KustoColumn[];
  readonly rows: readonly Row[];
}

/** What the operators work with. */
export interface TableScope {
  readonly scalars: ScalarScope;
  /** Most rows that `mv-expand` makes of one when it does not say. */
  readonly expandLimit: number;
  /** Reads another table expression: the right side of a join, a leg of a union. */
  read(node: KustoNode): TableValue;
}

/** One tabular operator on its input. */
export type TableOperator = (input: TableValue, node: KustoNode, scope: TableScope) => TableValue;

/** The value of a column that a row does not have: text has no null. */
export function blankOf(column: KustoColumn): Value {
  return column.type === 'string' ? '' : null;
}

/** A row with exactly these columns. */
export function rowOf(columns: readonly KustoColumn[], valueAt: (index: number) => Value | undefined): Row {
  return new Map(columns.map((column, index) => [column.name, valueAt(index) ?? blankOf(column)]));
}

/** The columns that the analysis found for an operator's result. */
export function columnsOf(node: KustoNode): readonly KustoColumn[] {
  return node.columns ?? [];
}
