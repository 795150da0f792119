import { expect, test } from 'vitest';
import { RefusedQuery } from '../../../../local/azure/graph/refused-query.ts';
import { runKusto, valueOfKusto } from './run-kusto.ts';

function refusalOf(run: () => unknown): RefusedQuery {
  try {
    run();
  } catch (error) {
    if (error instanceof RefusedQuery) return error;
    throw error;
  }
  throw new Error('It was answered.');
}

// What the documentation gives no value for, or the evaluator does not have: better no answer than a wrong one.
test.each([
  ['replace_regex("aaa", "a*", "b")', 'a*'],
  ['replace_regex("a", "a", @"\\1")', '\\1'],
  ['replace_string("a", "", "b")', "''"],
  ['split("ab", "")', "''"],
  ['substring("abc", 1, -1)', '-1'],
  ['"abc" matches regex "(?<=a)b"', '(?<=a)b'],
  ['"abc" matches regex "a(?!c)"', 'a(?!c)'],
  ['"aa" matches regex @"(a)\\1"', '(a)\\1'],
])('%s is refused, naming %s', (expression, token) => {
  expect(refusalOf(() => valueOfKusto(expression)).token).toBe(token);
});

test.each([
  ['print a = 1 | summarize hint.strategy=shuffle count() by a', 'hint.strategy=shuffle'],
  ['print a = dynamic(["2020-01-01"]) | mv-expand a to typeof(datetime)', 'datetime'],
  ['print a = "x" | parse flags=U a with b "x"', 'flags=U'],
  ['print a = 1; print b = 2', 'print'],
])('%s is refused, naming %s', (query, token) => {
  expect(refusalOf(() => runKusto(query)).token).toBe(token);
});
