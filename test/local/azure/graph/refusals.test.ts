import { expect, test } from 'vitest';
import { RefusedQuery } from '../../../../local/azure/graph/refused-query.ts';
import { runKusto } from './run-kusto.ts';

function refusalOf(run: () => unknown): RefusedQuery {
  try {
    run();
  } catch (error) {
    if (error instanceof RefusedQuery) return error;
    throw error;
  }
  throw new Error('It was answered.');
}

test.each([
  ['print a = 1 | summarize hint.strategy=shuffle count() by a', 'hint.strategy=shuffle'],
  ['print a = "x" | parse flags=U a with b "x"', 'flags=U'],
  ['print a = 1; print b = 2', 'print'],
])('%s is refused, naming %s', (query, token) => {
  expect(refusalOf(() => runKusto(query)).token).toBe(token);
});
