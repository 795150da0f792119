import { compileScalar, type Scalar } from './compile-scalar.ts';
import type { KustoNode } from './kusto-tree.ts';
import type { Row } from './kusto-value.ts';
import { amountOf } from './row-operators.ts';
import { compare } from './scalar-operators.ts';
import type { TableOperator, TableScope } from './table-value.ts';
import { argumentsOf, partsOf } from './tree-parts.ts';

interface SortKey {
  readonly scalar: Scalar;
  readonly isAscending: boolean;
  readonly nullsFirst: boolean;
}

/** Descending unless it says otherwise; nulls first when ascending, last when descending (page "sort operator"). */
function sortKey(node: KustoNode, scope: TableScope): SortKey {
  const [value = node, clause] = node.kind === 'OrderedExpression' ? partsOf(node) : [node];
  const words = clause?.text ?? '';
  const isAscending = /\basc\b/.test(words);
  const nulls = /\bnulls\s+(first|last)\b/.exec(words)?.[1];
  return {
    scalar: compileScalar(value, scope.scalars),
    isAscending,
    nullsFirst: nulls === undefined ? isAscending : nulls === 'first',
  };
}

function sorted(rows: readonly Row[], keys: readonly SortKey[]): readonly Row[] {
  return rows.toSorted((left, right) => {
    for (const { scalar, isAscending, nullsFirst } of keys) {
      const [low, high] = [scalar.value(left), scalar.value(right)];
      if (low === null && high === null) continue;
      if (low === null || high === null) return (low === null) === nullsFirst ? -1 : 1;
      const order = compare(low, high) ?? 0;
      if (order !== 0) return isAscending ? order : -order;
    }
    return 0;
  });
}

const sort: TableOperator = (input, node, scope) => {
  const keys = argumentsOf(node).map((key) => sortKey(key, scope));
  return { ...input, rows: sorted(input.rows, keys) };
};

const top: TableOperator = (input, node, scope) => {
  const [, key] = argumentsOf(node);
  const keys = key === undefined ? [] : [sortKey(key, scope)];
  return { ...input, rows: sorted(input.rows, keys).slice(0, amountOf(node, scope)) };
};

export const sortOperators: Readonly<Record<string, TableOperator>> = { SortOperator: sort, TopOperator: top };
