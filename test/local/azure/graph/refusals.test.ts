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
  ['tolong(now())', 'tolong'],
  ['todatetime(20200101)', 'todatetime'],
  ['totimespan(5)', 'totimespan'],
  ['toint("2.3")', '2.3'],
  ['toreal("nan")', 'nan'],
  ['tolong("9007199254740993")', '9007199254740993'],
  ['9007199254740991 + 2', '9007199254740992'],
  ['parse_json("[9007199254740993]")', 'parse_json'],
  ['todatetime("05/25/2014")', '05/25/2014'],
  ['todatetime("Sun, 8 Nov 14 15:05")', 'Sun, 8 Nov 14 15:05'],
  ['todatetime("2020-01-01 00:00:00.12345678")', '12345678'],
  ['datetime()', 'datetime()'],
  ['datetime(9999-12-31) + 1d', 'beyond the years 1 to 9999'],
  ['totimespan("1.5")', '1.5'],
  ['1d / 2', '/'],
  ['5.5 % 2', 'real'],
  ['real(nan) == real(nan)', 'nan'],
  ['tostring(1e21)', '1e+21'],
  ['guid(zzz)', 'guid(zzz)'],
  ['decimal(1.5)', 'decimal'],
  ["gettype(parse_json('1'))", 'dynamic'],
  ["gettype(dynamic({'a':'2020-01-01'}).a)", '2020-01-01'],
  ['"1" == 1', '=='],
  ['dynamic([1]) == dynamic([1])', '=='],
  ['datetime(2020-01-01) == "2020-01-01"', '=='],
  ['1 in ("1")', 'in'],
  ['dynamic(5) * 2', '*'],
  ['dynamic("1.00:00:00") == 1d', '=='],
  ['replace_regex("aaa", "a*", "b")', 'a*'],
  ["bag_has_key(dynamic({'a':[1]}), '$.a[0]')", '$.a[0]'],
  ['array_index_of(dynamic(["a"]), now())', 'array_index_of'],
  ['array_concat(dynamic([1]), dynamic(null))', ''],
  ['replace_regex("a", "a", @"\\1")', '\\1'],
  ['replace_string("a", "", "b")', "''"],
  ['split("ab", "")', "''"],
  ['substring("abc", 1, -1)', '-1'],
  ['"abc" has ""', "''"],
  ['"abc" matches regex "(?<=a)b"', '(?<=a)b'],
  ['"abc" matches regex "a(?!c)"', 'a(?!c)'],
  ['"aa" matches regex @"(a)\\1"', '(a)\\1'],
  ['endofday(now())', 'endofday'],
])('%s is refused, naming %s', (expression, token) => {
  expect(refusalOf(() => valueOfKusto(expression)).token).toBe(token);
});

test.each([
  ['print a = 1 | summarize dcount(a, 2)', 'dcount'],
  ['print a = 1 | summarize count(a == 1)', 'count'],
  ['print a = 1 | summarize makelist(a)', 'makelist'],
  ['print a = 1 | summarize make_list(a, -1)', '-1'],
  ['print a = 1 | summarize hint.strategy=shuffle count() by a', 'hint.strategy=shuffle'],
  ['print a = "x" | parse flags=U a with b "x"', 'flags=U'],
  ['print a = dynamic(["2020-01-01"]) | mv-expand a to typeof(datetime)', 'datetime'],
  ['datatable(a:dynamic)[dynamic(1)] | join kind=inner (datatable(a:dynamic)[dynamic(1)]) on a', 'a'],
  ['datatable(a:int)[1] | where a in ((datatable(b:string)["1"]))', 'in'],
  ['print a = 1; print b = 2', 'print'],
])('%s is refused, naming %s', (query, token) => {
  expect(refusalOf(() => runKusto(query)).token).toBe(token);
});
