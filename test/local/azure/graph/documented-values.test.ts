import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../../../local/azure/core/types.ts';
import { valueOfKusto } from './run-kusto.ts';

type Cases = readonly (readonly [expression: string, value: JsonValue])[];

function check(group: string, cases: Cases): void {
  describe(group, () => {
    test.each(cases)('%s is %j', (expression, value) => {
      expect(valueOfKusto(expression)).toEqual(value);
    });
  });
}

// Pages "replace_regex()" and "trim()".
check('regular expressions', [
  ['replace_regex("abc", "b", @"[\\0]")', 'a[b]c'],
  ['replace_regex("Number is 1", @"is (\\d+)", @"was: \\1")', 'Number was: 1'],
  ['replace_regex("abc", "b", "$&")', 'a$&c'],
  ['replace_regex("abc", "b", @"\\\\0")', 'a\\0c'],
  ['trim("-", "--a--")', 'a'],
  ['trim(@"[^\\w]+", "-  Te st1// $")', 'Te st1'],
]);
