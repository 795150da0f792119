import type { KustoNode } from './kusto-tree.ts';
import { notSupported, RefusedQuery } from './refused-query.ts';
import { firstWord, parametersOf, partsOf } from './tree-parts.ts';

/** Of each at most three in one query (page "Azure Resource Graph query language"). */
const most = { JoinOperator: 3, MvExpandOperator: 3, UnionOperator: 3 } as const;
/** Rows that `mv-expand` makes of one: 128 when it does not say, 400 at most (same page). */
export const usualExpandLimit = 128;
const largestExpandLimit = 400;

/** Forms of the language that Resource Graph does not take, though the evaluator does. */
const foreign: readonly string[] = ['DataTableExpression', 'PrintOperator'];

/** Refuses what the language has and Resource Graph has not, and more than it allows of what it has. */
export function checkGraphLimits(root: KustoNode): void {
  const nodes = allOf(root);
  for (const [kind, limit] of Object.entries(most)) {
    const found = nodes.filter((node) => node.kind === kind);
    const [extra] = found.slice(limit);
    if (extra === undefined) continue;
    const word = firstWord(extra);
    const message = `The query has ${found.length} ${word} operators; at most ${limit} are allowed.`;
    throw new RefusedQuery('TooManyOperators', word, message, extra.start);
  }
  for (const node of nodes) {
    if (foreign.includes(node.kind)) throw notSupported('operator', firstWord(node), node.start);
    if (node.kind === 'JoinOperator') refuseHints(node);
    if (node.kind === 'MvExpandRowLimitClause') checkExpandLimit(node);
  }
}

/** Custom join strategies are not allowed (same page). */
function refuseHints(node: KustoNode): void {
  const hint = [...parametersOf(node).keys()].find((name) => name.startsWith('hint.'));
  if (hint !== undefined) throw notSupported('join parameter', hint, node.start);
}

function checkExpandLimit(node: KustoNode): void {
  const [amount] = partsOf(node);
  if (Number(amount?.text) <= largestExpandLimit) return;
  const message = `The row limit of mv-expand is at most ${largestExpandLimit}.`;
  throw new RefusedQuery('InvalidRowLimit', 'mv-expand', message, node.start);
}

/** Whether the query itself limits its rows, by `take`, `limit` or `sample`. */
export function hasOwnLimit(root: KustoNode): boolean {
  return allOf(root).some(({ kind }) => kind === 'TakeOperator' || kind === 'SampleOperator');
}

function allOf(node: KustoNode): readonly KustoNode[] {
  return [node, ...node.children.flatMap(allOf)];
}
