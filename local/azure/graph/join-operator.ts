import type { KustoNode } from './kusto-tree.ts';
import { keyOf, type Row, type Value } from './kusto-value.ts';
import { notSupported, RefusedQuery } from './refused-query.ts';
import { columnsOf, rowOf, type TableOperator, type TableValue } from './table-value.ts';
import { argumentsOf, parametersOf, partsOf } from './tree-parts.ts';

/** Flavors that Resource Graph has (page "Azure Resource Graph query language"). */
const flavors = ['innerunique', 'inner', 'leftouter', 'fullouter'];

/** `join`: the columns of the left, then those of the right; same names get a number from the analysis. */
export const join: TableOperator = (left, node, scope) => {
  const flavor = parametersOf(node).get('kind') ?? 'innerunique';
  if (!flavors.includes(flavor)) {
    const message = `The join kind "${flavor}" is not supported or not allowed.`;
    throw new RefusedQuery('UnsupportedJoinFlavor', flavor, message, node.start);
  }
  const [table, on] = argumentsOf(node);
  if (table === undefined || on === undefined) throw notSupported('form', node.text, node.start);
  const right = scope.read(table);
  const pairs = partsOf(on).flatMap(pairsOf);
  checkKeys(pairs, left, right, on);
  const columns = columnsOf(node);
  const combine = (leftRow: Row | undefined, rightRow: Row | undefined): Row => {
    const values = [...valuesOf(left, leftRow), ...valuesOf(right, rightRow)];
    return rowOf(columns, (index) => values[index]);
  };
  const leftKey = keyWith(pairs.map((pair) => pair.left));
  const rightKey = keyWith(pairs.map((pair) => pair.right));
  const rows = match(flavor, left.rows, right.rows, { leftKey, rightKey, combine });
  return { columns, rows };
};

interface Matching {
  leftKey(row: Row): string | undefined;
  rightKey(row: Row): string | undefined;
  combine(left: Row | undefined, right: Row | undefined): Row;
}

function match(flavor: string, left: readonly Row[], right: readonly Row[], by: Matching): readonly Row[] {
  const isOuter = flavor === 'leftouter' || flavor === 'fullouter';
  const groups = new Map<string, Row[]>();
  for (const row of right) {
    const key = by.rightKey(row);
    if (key !== undefined) groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const used = new Set<string>();
  const rows = left.flatMap((row) => {
    const key = by.leftKey(row);
    const isAgain = flavor === 'innerunique' && key !== undefined && used.has(key);
    if (key !== undefined) used.add(key);
    const found = key === undefined ? undefined : groups.get(key);
    if (found !== undefined && !isAgain) return found.map((other) => by.combine(row, other));
    return isOuter ? [by.combine(row, undefined)] : [];
  });
  if (flavor !== 'fullouter') return rows;
  const alone = right.filter((row) => !used.has(by.rightKey(row) ?? ''));
  return [...rows, ...alone.map((row) => by.combine(undefined, row))];
}

/** What equal rows have in common; undefined when a part is null, for null is not equal to anything. */
function keyWith(names: readonly string[]): (row: Row) => string | undefined {
  return (row) => {
    const values = names.map((name): Value => row.get(name) ?? null);
    return values.includes(null) ? undefined : values.map(keyOf).join();
  };
}

function valuesOf(table: TableValue, row: Row | undefined): (Value | undefined)[] {
  return table.columns.map(({ name }) => row?.get(name));
}

/** Keys are of one type, and not `dynamic` (page "join operator"): the language asks for a cast there. */
function checkKeys(pairs: readonly Pair[], left: TableValue, right: TableValue, node: KustoNode): void {
  for (const pair of pairs) {
    const types = [typeIn(left, pair.left), typeIn(right, pair.right)].map((type) => (type === 'int' ? 'long' : type));
    const [type] = types;
    if (type === undefined || type === 'dynamic' || types[1] !== type) {
      throw notSupported(`join of ${types.join(' with ')} on`, pair.left, node.start);
    }
  }
}

function typeIn({ columns }: TableValue, name: string): string | undefined {
  return columns.find((column) => column.name === name)?.type;
}

interface Pair {
  readonly left: string;
  readonly right: string;
}

/** `on name`, or `on $left.a == $right.b`, several with a comma or `and`. */
function pairsOf(node: KustoNode): readonly Pair[] {
  if (node.kind === 'NameReference') return [{ left: node.name, right: node.name }];
  const parts = partsOf(node);
  if (node.kind === 'AndExpression' || node.kind === 'ParenthesizedExpression') return parts.flatMap(pairsOf);
  const [one, two] = parts.map(sideOf);
  if (node.kind !== 'EqualExpression' || one === undefined || two === undefined || one.side === two.side) {
    throw notSupported('join condition', node.text, node.start);
  }
  return one.side === '$left' ? [{ left: one.name, right: two.name }] : [{ left: two.name, right: one.name }];
}

function sideOf(node: KustoNode): { readonly side: string; readonly name: string } | undefined {
  const [side, name] = partsOf(node);
  if (node.kind !== 'PathExpression' || side === undefined || name === undefined) return undefined;
  return { side: side.name, name: name.name };
}
