import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../../../local/azure/core/types.ts';
import { runKusto, valueOfKusto } from './run-kusto.ts';

type Cases = readonly (readonly [expression: string, value: JsonValue])[];

function check(group: string, cases: Cases): void {
  describe(group, () => {
    test.each(cases)('%s is %j', (expression, value) => {
      expect(valueOfKusto(expression)).toEqual(value);
    });
  });
}

const words = 'dynamic(["this", "is", "an", "example", "an", "example"])';
// Example of the page "array_index_of()".
check('place in an array', [
  [`array_index_of(${words}, "an")`, 2],
  [`array_index_of(${words}, "example", 1, 3)`, 3],
  [`array_index_of(${words}, "example", 1, 2)`, -1],
  [`array_index_of(${words}, "is", 2, 4)`, -1],
  [`array_index_of(${words}, "example", 2, -1)`, 3],
  [`array_index_of(${words}, "an", 1, -1, 2)`, 4],
  [`array_index_of(${words}, "an", 1, -1, 3)`, -1],
  [`array_index_of(${words}, "an", -3)`, 4],
  [`array_index_of(${words}, "is", -4)`, -1],
  [`array_index_of(${words}, "an", 0, -2)`, null],
  [`array_index_of(${words}, "an", 0, -1, -1)`, null],
  ['array_index_of(dynamic(["1"]), 1)', -1],
]);

const bag = `dynamic({'key1': 123, 'key2': {'prop1' : 'abc', 'prop2': 'xyz'}, 'key3': [100, 200], 'key4': null})`;
// Examples of the page "bag_has_key()".
check('key of a bag', [
  [`bag_has_key(${bag}, 'key2')`, true],
  [`bag_has_key(${bag}, 'prop1')`, false],
  [`bag_has_key(${bag}, '$.key2.prop1')`, true],
  [`bag_has_key(${bag}, "$['key2']['prop2']")`, true],
  [`bag_has_key(${bag}, '$.key2.prop3')`, false],
  [`bag_has_key(${bag}, '$.key1.prop1')`, false],
  [`bag_has_key(${bag}, 'key4')`, true],
]);

// Pages "replace_regex()" and "trim()".
check('regular expressions', [
  ['replace_regex("abc", "b", @"[\\0]")', 'a[b]c'],
  ['replace_regex("Number is 1", @"is (\\d+)", @"was: \\1")', 'Number was: 1'],
  ['replace_regex("abc", "b", "$&")', 'a$&c'],
  ['replace_regex("abc", "b", @"\\\\0")', 'a\\0c'],
  ['trim("-", "--a--")', 'a'],
  ['trim(@"[^\\w]+", "-  Te st1// $")', 'Te st1'],
]);

// Table of the page "gettype()".
check('gettype', [
  ['gettype("a")', 'string'],
  ['gettype(111)', 'long'],
  ['gettype(1==1)', 'bool'],
  ['gettype(now())', 'datetime'],
  ['gettype(1s)', 'timespan'],
  ['gettype(parse_json(\' "abc" \'))', 'string'],
  ['gettype(parse_json(\' {"abc":1} \'))', 'dictionary'],
  ["gettype(parse_json(' [1, 2, 3] '))", 'array'],
  ['gettype(123.45)', 'real'],
  ['gettype(guid(12e8b78d-55b4-46ae-b068-26d7a0080254))', 'guid'],
  ["gettype(parse_json(''))", 'null'],
]);

// Page "The datetime data type": forms, and ticks of 100 ns; a time as text has seven digits.
check('datetime', [
  ['datetime(2020-01-01 00:00:00.1234567)', '2020-01-01T00:00:00.1234567Z'],
  ['datetime(2020-01-01 00:00:00.1234567) == datetime(2020-01-01 00:00:00.1234568)', false],
  ['datetime(2020-01-01 00:00:00.1234567) < datetime(2020-01-01 00:00:00.1234568)', true],
  ['datetime(0001-01-01)', '0001-01-01T00:00:00.0000000Z'],
  ['datetime(9999-12-31 23:59:59.9999999)', '9999-12-31T23:59:59.9999999Z'],
  ['todatetime("2014-05-25T08:20:03.123456Z")', '2014-05-25T08:20:03.1234560Z'],
  ['todatetime("2014-05-25T08:20")', '2014-05-25T08:20:00.0000000Z'],
  ['todatetime("2014-11-08 15:05 GMT")', '2014-11-08T15:05:00.0000000Z'],
  ['todatetime("Sat, 8 Nov 14 15:05:02 GMT")', '2014-11-08T15:05:02.0000000Z'],
  ['todatetime("8 Nov 14 15:05")', '2014-11-08T15:05:00.0000000Z'],
  ['todatetime("Saturday, 08-Nov-14 15:05 GMT")', '2014-11-08T15:05:00.0000000Z'],
  ['todatetime("08-Nov-14 15:05:02")', '2014-11-08T15:05:02.0000000Z'],
  ['todatetime("2020-02-30")', null],
  ['todatetime("2020-02-28 24:00")', null],
  ['todatetime("2021-02-29")', null],
  ['datetime(2017-01-01 10:10:17) - datetime(2017-01-01 10:10:16.9999999)', '00:00:00.0000001'],
]);

// Pages "startofday()" and "datetime_diff()".
check('functions on times', [
  ['startofday(datetime(2017-01-01 10:10:17), -1)', '2016-12-31T00:00:00.0000000Z'],
  ['startofday(datetime(2017-01-01 10:10:17), 0)', '2017-01-01T00:00:00.0000000Z'],
  ['startofday(datetime(2017-01-01 10:10:17), 1)', '2017-01-02T00:00:00.0000000Z'],
  ["datetime_diff('millisecond', datetime(2017-10-30 23:00:10.200100), datetime(2017-10-30 23:00:10.100900))", 100],
  ["datetime_diff('microsecond', datetime(2017-10-30 23:00:10.1009001), datetime(2017-10-30 23:00:10.1008009))", 100],
  ["datetime_diff('nanosecond', datetime(2017-10-30 23:00:00.0000000), datetime(2017-10-30 23:00:00.0000007))", -700],
]);

// Page "The timespan data type".
check('timespan', [
  ['1tick', '00:00:00.0000001'],
  ['10microsecond', '00:00:00.0000100'],
  ['time(2)', '2.00:00:00'],
  ['time(15 seconds)', '00:00:15'],
  ['time(0.12:34:56.7)', '12:34:56.7000000'],
  ['time(1.12:34:56.7) == 1d + 12h + 34m + 56.7s', true],
  ['1d / 1s', 86_400],
  ['24 * 60 * time(00:01:00) / time(1s)', 86_400],
  ['abs(-1s)', '00:00:01'],
]);

// Page "The real data type"; infinities and NaN are texts in an answer.
check('real', [
  ['real(nan)', 'NaN'],
  ['real(+inf)', 'Infinity'],
  ['real(-inf)', '-Infinity'],
  ['0.0 / 0.0', 'NaN'],
  ['1.0 / 0.0', 'Infinity'],
  ['-1.0 / 0.0', '-Infinity'],
  ['isnull(real(nan))', false],
  ['real(null)', null],
]);

// Pages "The guid data type" and "tostring()": a null becomes the empty text.
check('guid', [
  ['guid(74BE27DE-1e4e-49d9-b579-fe0b331d3642) == guid(74be27de-1e4e-49d9-b579-fe0b331d3642)', true],
  ['guid(74be27de-1e4e-49d9-b579-fe0b331d3642) == guid(74be27de-1e4e-49d9-b579-fe0b331d3643)', false],
  ['tostring(guid(null))', ''],
  ['isnull(guid(null))', true],
]);

// Pages "avg()", "summarize operator" and "make_set()".
describe('aggregates', () => {
  test.each<[query: string, row: JsonValue[]]>([
    ['datatable(a:timespan)[1s, 2s, timespan(null)] | summarize avg(a), sum(a)', ['00:00:01.5000000', '00:00:03']],
    [
      'datatable(a:datetime)[datetime(2020-01-01), datetime(2020-01-03)] | summarize avg(a)',
      ['2020-01-02T00:00:00.0000000Z'],
    ],
    ['datatable(x:long)[] | summarize take_any(x), avg(x), max(x), sum(x), dcount(x)', [null, 'NaN', null, 0, 0]],
    ['datatable(x:long)[] | summarize make_set(x), make_list(x)', [[], []]],
    [
      "datatable(Val:int, Arr1:dynamic)[1, dynamic(['A1', 'A2', 'A3']), 5, dynamic(['A2', 'C1']), 7, dynamic(['C2', 'A3']), 5, dynamic(['C2', 'A1'])] | summarize make_set(Val), make_set(Arr1)",
      [
        [1, 5, 7],
        ['A1', 'A2', 'A3', 'C1', 'C2'],
      ],
    ],
  ])('%s', (query, row) => {
    expect(runKusto(query).rows).toEqual([row]);
  });
});

// Page "parse operator": all columns must be of their types.
test('a text that does not fit a column of parse gives no column a value', () => {
  const parsed = runKusto('print a = "x,2020-02-30" | parse a with b "," c:datetime | project b, c');
  expect(parsed.rows).toEqual([['', null]]);
});
