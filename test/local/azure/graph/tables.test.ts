import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../../../local/azure/core/types.ts';
import { RefusedQuery } from '../../../../local/azure/graph/refused-query.ts';
import { runKusto } from './run-kusto.ts';

interface Result {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly JsonValue[])[];
}

type Cases = readonly (readonly [query: string, columns: string, rows: Result['rows']])[];

function check(group: string, tables: string, cases: Cases): void {
  describe(group, () => {
    test.each(cases)('%s', (query, columns, rows) => {
      expect(runKusto(`${tables}${query}`)).toEqual({ columns: columns === '' ? [] : columns.split(' '), rows });
    });
  });
}

const joined = `let X = datatable(Key:string, Value1:long)['a',1, 'b',2, 'b',3, 'c',4];
let Y = datatable(Key:string, Value2:long)['b',10, 'c',20, 'c',30, 'd',40];
`;
// Pages "leftouter join", "innerunique join", "inner join", "fullouter join", "join operator".
check('join', joined, [
  [
    'X | join kind=leftouter Y on Key',
    'Key Value1 Key1 Value2',
    [
      ['a', 1, '', null],
      ['b', 2, 'b', 10],
      ['b', 3, 'b', 10],
      ['c', 4, 'c', 20],
      ['c', 4, 'c', 30],
    ],
  ],
  [
    'X | join Y on Key',
    'Key Value1 Key1 Value2',
    [
      ['b', 2, 'b', 10],
      ['c', 4, 'c', 20],
      ['c', 4, 'c', 30],
    ],
  ],
  [
    'X | join kind=inner Y on Key',
    'Key Value1 Key1 Value2',
    [
      ['b', 2, 'b', 10],
      ['b', 3, 'b', 10],
      ['c', 4, 'c', 20],
      ['c', 4, 'c', 30],
    ],
  ],
  [
    'X | join kind=fullouter Y on Key',
    'Key Value1 Key1 Value2',
    [
      ['a', 1, '', null],
      ['b', 2, 'b', 10],
      ['b', 3, 'b', 10],
      ['c', 4, 'c', 20],
      ['c', 4, 'c', 30],
      ['', null, 'd', 40],
    ],
  ],
  [
    'X | where Value1 == 4 | join kind=inner (Y | project Other = Key, Value2) on $left.Key == $right.Other | project Key, Value2',
    'Key Value2',
    [
      ['c', 20],
      ['c', 30],
    ],
  ],
  [
    'X | join kind=inner (Y | extend Value1 = long(4)) on Key, Value1 | project Key, Value2',
    'Key Value2',
    [
      ['c', 20],
      ['c', 30],
    ],
  ],
  [
    'X | join kind=inner (Y | extend Value1 = long(4)) on $left.Key == $right.Key and $left.Value1 == $right.Value1 | count',
    'Count',
    [[2]],
  ],
]);

// Page "Null values": null is equal to nothing, so it joins nothing.
check('join on null', '', [
  [
    'datatable(k:long, a:long)[1,1, long(null),2] | join kind=inner (datatable(k:long, b:long)[1,5, long(null),6]) on k | project a, b',
    'a b',
    [[1, 5]],
  ],
]);

// Page "mv-expand operator".
check('mv-expand', '', [
  [
    "datatable (a: int, b: dynamic)[1, dynamic([10, 20]), 2, dynamic(['a', 'b'])] | mv-expand b",
    'a b',
    [
      [1, 10],
      [1, 20],
      [2, 'a'],
      [2, 'b'],
    ],
  ],
  [
    'datatable (a: int, b: dynamic)[1, dynamic({"prop1": "a1", "prop2": "b1"})] | mv-expand b',
    'a b',
    [
      [1, { prop1: 'a1' }],
      [1, { prop2: 'b1' }],
    ],
  ],
  [
    'datatable (a: int, b: dynamic)[1, dynamic({"prop1": "a1", "prop2": "b1"})] | mv-expand kind=array b | extend key = b[0], val=b[1] | project key, val',
    'key val',
    [
      ['prop1', 'a1'],
      ['prop2', 'b1'],
    ],
  ],
  [
    'datatable (a: int, b: dynamic, c: dynamic)[1, dynamic({"prop1": "a", "prop2": "b"}), dynamic([5, 4, 3])] | mv-expand b, c',
    'a b c',
    [
      [1, { prop1: 'a' }, 5],
      [1, { prop2: 'b' }, 4],
      [1, null, 3],
    ],
  ],
  [
    'datatable (b: dynamic, c: dynamic)[dynamic(["x", "y"]), dynamic([5, 6])] | mv-expand b | mv-expand c',
    'b c',
    [
      ['x', 5],
      ['x', 6],
      ['y', 5],
      ['y', 6],
    ],
  ],
  [
    'print x = dynamic([1,2,3,4]) | mv-expand with_itemindex=Index x',
    'x Index',
    [
      [1, 0],
      [2, 1],
      [3, 2],
      [4, 3],
    ],
  ],
  ['print a = 1, b = dynamic(null) | mv-expand b', 'a b', [[1, null]]],
  ['print a = 1, b = dynamic([]) | mv-expand b', 'a b', []],
  ['print b = dynamic([1,2,3]) | mv-expand b limit 2', 'b', [[1], [2]]],
  ['print b = dynamic([1,"2"]) | mv-expand b to typeof(long)', 'b', [[1], [null]]],
  ['print a = dynamic([{"name":"x"}]) | mv-expand item = a | project n = tostring(item.name)', 'n', [['x']]],
]);

const shapes = `let shapes = datatable (name: string, sides: int)["triangle", 3, "square", 4, "rectangle", 4, "pentagon", 5];
`;
// Pages "summarize operator", "make_list()", "make_set()", "arg_max()", "count()", "dcount()", "countif()".
check('summarize', shapes, [
  ['shapes | summarize mylist = make_list(name)', 'mylist', [[['triangle', 'square', 'rectangle', 'pentagon']]]],
  [
    'shapes | summarize mylist = make_list(name) by isEven = sides % 2 == 0',
    'isEven mylist',
    [
      [false, ['triangle', 'pentagon']],
      [true, ['square', 'rectangle']],
    ],
  ],
  [
    'shapes | where sides != 4 | extend d = bag_pack("name", name, "sides", sides) | summarize l = make_list(d)',
    'l',
    [
      [
        [
          { name: 'triangle', sides: 3 },
          { name: 'pentagon', sides: 5 },
        ],
      ],
    ],
  ],
  [
    'shapes | summarize make_set(sides), make_list(sides, 2)',
    'set_sides list_sides',
    [
      [
        [3, 4, 5],
        [3, 4],
      ],
    ],
  ],
  ['shapes | summarize count(), dcount(sides), countif(sides == 4)', 'count_ dcount_sides countif_', [[4, 3, 2]]],
  [
    'shapes | summarize min(sides), max(sides), sum(sides), avg(sides)',
    'min_sides max_sides sum_sides avg_sides',
    [[3, 5, 16, 4]],
  ],
  ['shapes | summarize n = count() * 10 by sides | where n > 10', 'sides n', [[4, 20]]],
  ['shapes | summarize arg_max(sides, name)', 'sides name', [[5, 'pentagon']]],
  ['shapes | summarize arg_min(sides, *)', 'sides name', [[3, 'triangle']]],
  ['shapes | where sides > 9 | summarize count()', 'count_', [[0]]],
  ['shapes | where sides > 9 | summarize count() by name', 'name count_', []],
  [
    'shapes | where sides > 9 | summarize make_set(name), make_list(name), max(sides), sum(sides)',
    'set_name list_name max_sides sum_sides',
    [[[], [], null, 0]],
  ],
  ['shapes | where sides == 3 | summarize any(name), take_any(sides)', 'any_name sides', [['triangle', 3]]],
  ['shapes | summarize by sides', 'sides', [[3], [4], [5]]],
  ['shapes | summarize s = tostring(make_set(sides))', 's', [['[3,4,5]']]],
]);

// Pages "summarize operator" (nulls are left out) and "arg_max()" (null handling).
check('summarize over nulls', '', [
  ['datatable(y:real)[real(null), 5, 5, 5] | summarize sum(y), avg(y)', 'sum_y avg_y', [[15, 5]]],
  ['datatable(y:real)[real(null), 5] | summarize count()', 'count_', [[2]]],
  ['datatable(y:real)[real(null), 5] | summarize make_set(y), make_list(y)', 'set_y list_y', [[[5], [5]]]],
  [
    'datatable(Fruit: string, Color: string, Version: int)["Apple", "Red", 1, "Apple", "Green", int(null), "Banana", "Yellow", int(null), "Banana", "Green", int(null), "Pear", "Brown", 1, "Pear", "Green", 2] | summarize arg_max(Version, *) by Fruit',
    'Fruit Version Color',
    [
      ['Apple', 1, 'Red'],
      ['Banana', null, 'Yellow'],
      ['Pear', 2, 'Green'],
    ],
  ],
]);

const numbers = 'datatable(n:long, t:string)[2,"b", long(null),"x", 1,"a", 3,"B"]';
// Pages "sort operator", "top operator", "take operator".
check('order', '', [
  [`${numbers} | sort by n | project n`, 'n', [[3], [2], [1], [null]]],
  [`${numbers} | order by n asc | project n`, 'n', [[null], [1], [2], [3]]],
  [`${numbers} | order by n asc nulls last | project n`, 'n', [[1], [2], [3], [null]]],
  [`${numbers} | sort by n desc nulls first | project n`, 'n', [[null], [3], [2], [1]]],
  [`${numbers} | sort by t asc | project t`, 't', [['B'], ['a'], ['b'], ['x']]],
  [`${numbers} | top 2 by n | project n`, 'n', [[3], [2]]],
  [`${numbers} | top 2 by n asc | project n`, 'n', [[null], [1]]],
  [`${numbers} | take 2 | count`, 'Count', [[2]]],
  [`${numbers} | limit 0 | count`, 'Count', [[0]]],
  [
    'datatable(a:long, b:long)[1,1, 1,2, 0,3] | order by a asc, b desc',
    'a b',
    [
      [0, 3],
      [1, 2],
      [1, 1],
    ],
  ],
]);

const pair = 'datatable(a:long, b:string)[1,"x", 2,"y"]';
// Pages "where operator", "project operator", "extend operator", "project-away", "project-rename", "distinct", "count".
check('columns and rows', '', [
  [`${pair} | where a > 1`, 'a b', [[2, 'y']]],
  [`${pair} | where iff(a > 1, bool(null), true)`, 'a b', [[1, 'x']]],
  [
    `${pair} | project b, c = a * 2`,
    'b c',
    [
      ['x', 2],
      ['y', 4],
    ],
  ],
  [
    `${pair} | extend c = a + 1, b = toupper(b)`,
    'a b c',
    [
      [1, 'X', 2],
      [2, 'Y', 3],
    ],
  ],
  [`${pair} | extend c = dynamic({"p":1}) | extend c.p | project c_p`, 'c_p', [[1], [1]]],
  [`${pair} | project-away a`, 'b', [['x'], ['y']]],
  [`${pair} | extend ab = 1 | project-away a*`, 'b', [['x'], ['y']]],
  [
    `${pair} | project-rename z = a`,
    'z b',
    [
      [1, 'x'],
      [2, 'y'],
    ],
  ],
  [`${pair} | project-keep b`, 'b', [['x'], ['y']]],
  [
    'datatable(a:long, b:string)[1,"x", 1,"x", 1,"y"] | distinct a, b',
    'a b',
    [
      [1, 'x'],
      [1, 'y'],
    ],
  ],
  [
    'datatable(a:long, b:string)[1,"x", 1,"x", 1,"y"] | distinct *',
    'a b',
    [
      [1, 'x'],
      [1, 'y'],
    ],
  ],
  [`${pair} | count`, 'Count', [[2]]],
  [`let most = 1; let T = ${pair}; T | where a <= most`, 'a b', [[1, 'x']]],
  [`let T = ${pair}; T | where b in ((T | where a == 2 | project b))`, 'a b', [[2, 'y']]],
]);

// Page "union operator": columns of all legs; a column of two types appears twice.
check('union', '', [
  [
    'print a = 1 | union (print b = "x")',
    'a b',
    [
      [1, ''],
      [null, 'x'],
    ],
  ],
  [
    'print x = 1 | union (print x = toint(2))',
    'x_long x_int',
    [
      [1, null],
      [null, 2],
    ],
  ],
  ['print a = 1 | union withsource=s (print a = 2) | project a', 'a', [[1], [2]]],
]);

// Page "parse operator", of kind simple.
check('parse', '', [
  ['print id = "/s/1/vm/web" | parse id with "/s/" s:long "/vm/" name', 'id s name', [['/s/1/vm/web', 1, 'web']]],
  ['print id = "x/s/1/e" | parse id with * "/s/" s "/" * | project s', 's', [['1']]],
  ['print id = "other" | parse id with "/s/" s:long "/vm/" name | project s, name', 's name', [[null, '']]],
]);

describe('what is not executed is refused by its name', () => {
  test.each([
    ['print sin(1)', 'sin'],
    ['print a = 1 | sample 1', 'sample'],
    ['print a = 1 | make-series count() on a step 1', 'make-series'],
    ['print a = 1 | summarize percentile(a, 50)', 'percentile'],
    ['print a = 1 | join kind=leftanti (print a = 1) on a', 'leftanti'],
    ['print a = "x" | parse kind=regex a with "x"', 'regex'],
    ['print a = 1 | union kind=inner (print a = 2)', 'kind=inner'],
    ['print a = 1 | union isfuzzy=true (print a = 2)', 'isfuzzy=true'],
    ['print a = 1 | extend b = toscalar(print 1)', 'toscalar'],
  ])('%s: %s', (query, token) => {
    const refusal = expect(() => runKusto(query));
    refusal.toThrow(RefusedQuery);
    refusal.toThrow(expect.objectContaining({ token }));
  });
});
