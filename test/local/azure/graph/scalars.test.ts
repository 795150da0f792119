import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../../../local/azure/core/types.ts';
import { nowText, valueOfKusto } from './run-kusto.ts';

type Cases = readonly (readonly [expression: string, value: JsonValue])[];

function check(group: string, cases: Cases): void {
  describe(group, () => {
    test.each(cases)('%s is %j', (expression, value) => {
      expect(valueOfKusto(expression)).toEqual(value);
    });
  });
}

// Page "Null values": equality of null; a comparison or a sum with null is null.
check('null', [
  ['int(null) == int(null)', null],
  ['int(null) != int(null)', null],
  ['5 == int(null)', false],
  ['5 != int(null)', true],
  ['int(null) > 3', null],
  ['int(null) <= 3', null],
  ['int(null) + 10', null],
  ['int(null) * 10', null],
  ['10 / int(null)', null],
  ['int(null) between (1 .. 3)', null],
  ['isnull(int(null))', true],
  ['isnull(0)', false],
  ['isnotnull(long(null))', false],
  ['isnull("")', false],
  ['isempty("")', true],
  ['isempty("x")', false],
  ['isempty(parse_json(""))', true],
  ['isempty(parse_json("[]"))', false],
  ['isempty(parse_json("{}"))', false],
  ['isnotempty("x")', true],
  ['isempty(int(null))', true],
  ['strlen("")', 0],
]);

// Page "Logical (binary) operators": and, or take null for false; page "not()": null stays null.
check('and, or, not', [
  ['true and true', true],
  ['true and false', false],
  ['bool(null) and true', false],
  ['bool(null) or true', true],
  ['bool(null) or false', false],
  ['iff(bool(null) and true, true, false)', false],
  ['iff(bool(null) == bool(null), true, false)', false],
  ['iff(bool(null) != bool(null), true, false)', false],
  ['not(false)', true],
  ['not(true)', false],
  ['not(bool(null))', null],
  ['int(null) > 3 or isnull(int(null))', true],
]);

// Page "String operators": the example of each operator yields true.
check('operators on text', [
  ['"aBc" == "aBc"', true],
  ['"abc" == "ABC"', false],
  ['"abc" != "ABC"', true],
  ['"abc" =~ "ABC"', true],
  ['"aBc" !~ "xyz"', true],
  ['"aBc" !~ "ABC"', false],
  ['"North America" has "america"', true],
  ['"North America" has "amer"', false],
  ['"North America" !has "amer"', true],
  ['"North America" has_cs "America"', true],
  ['"North America" has_cs "america"', false],
  ['"North America" !has_cs "amer"', true],
  ['"North America" hasprefix "ame"', true],
  ['"North America" !hasprefix "mer"', true],
  ['"North America" hasprefix_cs "Ame"', true],
  ['"North America" !hasprefix_cs "CA"', true],
  ['"North America" hassuffix "ica"', true],
  ['"North America" !hassuffix "americ"', true],
  ['"North America" hassuffix_cs "ica"', true],
  ['"North America" !hassuffix_cs "icA"', true],
  ['"FabriKam" contains "BRik"', true],
  ['"Fabrikam" !contains "xyz"', true],
  ['"FabriKam" contains_cs "Kam"', true],
  ['"Fabrikam" !contains_cs "Kam"', true],
  ['"Fabrikam" startswith "fab"', true],
  ['"Fabrikam" !startswith "kam"', true],
  ['"Fabrikam" startswith_cs "Fab"', true],
  ['"Fabrikam" !startswith_cs "fab"', true],
  ['"Fabrikam" endswith "Kam"', true],
  ['"Fabrikam" !endswith "brik"', true],
  ['"Fabrikam" endswith_cs "Kam"', false],
  ['"Fabrikam" !endswith_cs "brik"', true],
  ['"Fabrikam" matches regex "b.*k"', true],
  ['"Fabrikam" matches regex "B.*K"', false],
  // Page "RE2 syntax": flags stand in front.
  ['"Fabrikam" matches regex "(?i)B.*K"', true],
  ['"abc" in ("123", "345", "abc")', true],
  ['"abc" in ("123", "345", "ABC")', false],
  ['"bca" !in ("123", "345", "abc")', true],
  ['"abc" in~ ("123", "345", "ABC")', true],
  ['"bca" !in~ ("123", "345", "ABC")', true],
  ['"North America" has_any("south", "north")', true],
  ['"North America" has_any("south", "nor")', false],
  ['"North America" has_any (dynamic(["south", "north"]))', true],
  ['"abc" in (dynamic(["abc", "d"]))', true],
]);

// What is a term, same page: a run of letters and digits.
check('terms', [
  ['"Kusto:  ad67d136-c1db-4f9f-88ef-d94f3b6b0b5a;;WilliamGates3rd" has "c1db"', true],
  ['"Kusto:  ad67d136-c1db-4f9f-88ef-d94f3b6b0b5a;;WilliamGates3rd" has "Gates"', false],
  ['"Kusto:  ad67d136-c1db-4f9f-88ef-d94f3b6b0b5a;;WilliamGates3rd" has "williamgates3rd"', true],
]);

// Page "Numerical operators": integer division, and a modulo that is never negative.
check('numbers', [
  ['1.0 / 2', 0.5],
  ['1 / 2.0', 0.5],
  ['1 / 2', 0],
  ['real(1) / 2', 0.5],
  ['14 % 12', 2],
  ['-14 % 12', 10],
  ['14 % -12', 2],
  ['-14 % -12', 10],
  ['4 / 2', 2],
  ['4 <= 5', true],
  ['5 >= 4', true],
  ['1 != 0', true],
  ['3 in (1, 2, 3)', true],
  // Page "between operator": both ends belong to it.
  ['5 between (5 .. 10)', true],
  ['10 between (5 .. 10)', true],
  ['11 between (5 .. 10)', false],
  ['11 !between (5 .. 10)', true],
]);

// Pages "split()", "substring()", "indexof()", "replace_string()", "strcat()", "extract()", "trim()".
check('functions on text', [
  ['split("aa_bb", "_")', ['aa', 'bb']],
  ['split("aaa_bbb_ccc", "_", 1)', ['bbb']],
  ['split("", "_")', ['']],
  ['split("a__b", "_")', ['a', '', 'b']],
  ['split("aabbcc", "bb")', ['aa', 'cc']],
  ['substring("123456", 1)', '23456'],
  ['substring("123456", 2, 2)', '34'],
  ['substring("ABCD", 0, 2)', 'AB'],
  ['substring("123456", -2, 2)', '56'],
  ['indexof("abcdefg","cde")', 2],
  ['indexof("abcdefg","cde",1,4)', 2],
  ['indexof("abcdefg","cde",1,2)', -1],
  ['indexof("abcdefg","cde",3,4)', -1],
  ['indexof("abcdefg","cde",-5)', 2],
  ['indexof(1234567,5,1,4)', 4],
  ['indexof("abcdefg","cde",2,-1)', 2],
  ['indexof("abcdefgabcdefg", "cde", 1, 10, 2)', 9],
  ['indexof("abcdefgabcdefg", "cde", 1, -1, 3)', -1],
  ['replace_string("Number is 1", "is", "was")', 'Number was 1'],
  ['strcat("hello", " ", "world")', 'hello world'],
  ['extract("x=([0-9.]+)", 1, "hello x=45.6|wo")', '45.6'],
  ['extract(@"-(\\d{2})-", 1, "21-07-2023", typeof(int))', 7],
  ['extract("User: ([^,]+)", 1, "User: JohnDoe, Email: x")', 'JohnDoe'],
  ['isnull(extract("a", 0, "b", typeof(int)))', true],
  ['tolower("Hello")', 'hello'],
  ['toupper("hello")', 'HELLO'],
  ['strlen("hello")', 5],
  ['trim("--", "--https://bing.com--")', 'https://bing.com'],
]);

// Pages "iff()", "case()", "coalesce()", "bin()", "tostring()", "toint()", "tobool()".
check('choices and conversions', [
  ['iff(2 > 1, "yes", "no")', 'yes'],
  ['iff(bool(null), "yes", "no")', 'no'],
  ['case(3 <= 3, "Small", 3 <= 10, "Medium", "Large")', 'Small'],
  ['case(9 <= 3, "Small", 9 <= 10, "Medium", "Large")', 'Medium'],
  ['case(15 <= 3, "Small", 15 <= 10, "Medium", "Large")', 'Large'],
  ['coalesce(tolong("not a number"), tolong("42"), 33)', 42],
  ['coalesce("", "x")', 'x'],
  ['bin(4.5, 1)', 4],
  ['bin(time(16d), 7d) == 14d', true],
  ['bin(datetime(1970-05-11 13:45:07), 1d)', '1970-05-11T00:00:00.0000000Z'],
  ['isnull(bin(5, 0))', true],
  ['tostring(123)', '123'],
  ['tostring(int(null)) == ""', true],
  ['toint("123") == 123', true],
  ['toint("abc")', null],
  ['toint(2.3)', 2],
  ['tolong("123")', 123],
  ['toreal("123.4")', 123.4],
  ['tobool("true")', true],
  ['tobool("0")', false],
  ['tobool("maybe")', null],
]);

// Pages "The dynamic data type", "parse_json()", "bag_keys()", "array_length()", "set_has_element()", "bag_pack()".
check('dynamic', [
  ['dynamic({"a":123, "b":"hello"}).a', 123],
  ['dynamic({"a":123, "b":"hello"})["b"]', 'hello'],
  ['dynamic({"a":{"b c":1}}).a.["b c"]', 1],
  ['dynamic({"a":1}).A', null],
  ['dynamic({"a":1}).x.y.z', null],
  ['parse_json("[100,101,102]")[0]', 100],
  ['toint(parse_json("[100,101,102]")[1])', 101],
  ['parse_json("[100,101,102]")[-1]', 102],
  ['parse_json("[100,101,102]")[(-1)]', 102],
  ['parse_json("[100]")[7]', null],
  ['todatetime(parse_json(\'{"a b c":"2015-01-01"}\')["a b c"])', '2015-01-01T00:00:00.0000000Z'],
  ['parse_json("21")', 21],
  ['parse_json("not json")', 'not json'],
  ['parse_json(\'{"duration":{"value":118.0}}\').duration.value', 118],
  ['parse_json(tostring(parse_json(\'{"a":123, "b":"{\\\\"c\\\\":456}"}\').b)).c', 456],
  ['bag_keys(dynamic({"a":"b", "c":123}))', ['a', 'c']],
  ['bag_keys(dynamic(null))', null],
  ['bag_keys(dynamic({}))', []],
  ['bag_keys(parse_json("a"))', null],
  ['bag_keys(parse_json("[]"))', null],
  ['array_length(dynamic([1, 2, 3, "four"]))', 4],
  ['array_length(parse_json(\'{"a":1}\'))', null],
  ['set_has_element(dynamic(["this", "is", "an", "example"]), "example")', true],
  ['set_has_element(dynamic(["this"]), "example")', false],
  ['bag_pack("Level", "Information", "ProcessID", 1234)', { Level: 'Information', ProcessID: 1234 }],
  ['pack("a", dynamic(null))', { a: null }],
  ['pack_array(1, 2, 4)', [1, 2, 4]],
  ['tostring(dynamic({"a":[1,null]}))', '{"a":[1,null]}'],
  ['dynamic({"a":"x"}).a == "x"', true],
  ['dynamic({"a":"x"}).b == "x"', false],
  ['dynamic({"a":"x"}).b != "x"', true],
  ['dynamic({"a":"X"}).a =~ "x"', true],
  ['dynamic({"a":4}).a > 3', true],
  ['dynamic({}).a > 3', null],
]);

// Pages "datetime_diff()", "ago()", "now()", "The timespan data type".
check('times', [
  ["datetime_diff('year', datetime(2017-01-01), datetime(2000-12-31))", 17],
  ["datetime_diff('quarter', datetime(2017-07-01), datetime(2017-03-30))", 2],
  ["datetime_diff('month', datetime(2017-01-01), datetime(2015-12-30))", 13],
  ["datetime_diff('week', datetime(2017-10-29 00:00), datetime(2017-09-30 23:59))", 5],
  ["datetime_diff('day', datetime(2017-10-29 00:00), datetime(2017-09-30 23:59))", 29],
  ["datetime_diff('hour', datetime(2017-10-31 01:00), datetime(2017-10-30 23:59))", 2],
  ["datetime_diff('minute', datetime(2017-10-30 23:05:01), datetime(2017-10-30 23:00:59))", 5],
  ["datetime_diff('second', datetime(2017-10-30 23:00:10.100), datetime(2017-10-30 23:00:00.900))", 10],
  ['now()', nowText],
  ['ago(1h)', '2026-03-01T11:00:00.0000000Z'],
  ['now() > ago(1d)', true],
  ['now() - ago(2h) == 2h', true],
  ['datetime(2020-01-01) + 1d', '2020-01-02T00:00:00.0000000Z'],
  ['10m / 1s', 600],
  ['1s * 5 == 5s', true],
  ['10min > 1sec', true],
  ['todatetime("2020-05-06T07:08:09+02:00")', '2020-05-06T05:08:09.0000000Z'],
  ['todatetime("no time")', null],
  ['datetime(2020-01-05) between (datetime(2020-01-01) .. 7d)', true],
]);
