import { executeQuery } from '../../../../local/azure/graph/execute-query.ts';
import { analyseKusto } from '../../../../local/azure/graph/kusto-tree.ts';
import { toJson } from '../../../../local/azure/graph/kusto-value.ts';

/** When queries of these tests are asked. */
export const nowText = '2026-03-01T12:00:00.0000000Z';

/** Runs a query that needs no table of Resource Graph; its rows as arrays in the order of the columns. */
export function runKusto(query: string) {
  const { root, mistakes } = analyseKusto(query, []);
  if (mistakes.length > 0) throw new Error(mistakes.map(({ message }) => message).join('\n'));
  const world = { nowMs: Date.parse(nowText), expandLimit: 2_147_483_647, table: () => undefined };
  const { columns, rows } = executeQuery(root, world);
  return {
    columns: columns.map(({ name }) => name),
    rows: rows.map((row) => [...row.values()].map(toJson)),
  };
}

/** The value of one expression. */
export function valueOfKusto(expression: string) {
  return runKusto(`print x = ${expression}`).rows[0]?.[0];
}
