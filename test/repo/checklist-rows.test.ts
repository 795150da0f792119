import { describe, expect, it, test } from 'vitest';
import { parseChecklist, readChecklist } from './checklist.ts';
import { findTestNames } from './find-test-names.ts';
import { findUnknownRows, findUnshownRows, rowIdsOf } from './find-unshown-rows.ts';
import { readSourceFiles } from './source-files.ts';

/** Whoever finishes a piece of work adds it: from then on each of its rows needs a test whose name begins with its id. */
const finishedPieces = [1, 2, 3];

const rows = readChecklist();
const isAbsent = rows.length === 0;
// Contracts of stores are tested by files that are no test files themselves.
const names = isAbsent ? [] : readSourceFiles(['test']).flatMap(findTestNames);

describe.skipIf(isAbsent)('the checklist', () => {
  it('names in each row the pieces that bring it', () => {
    expect(rows.length).toBeGreaterThan(60);
    expect(rows.filter(({ pieces }) => pieces.length === 0)).toEqual([]);
  });

  it('has a test for each row of a finished piece', () => {
    expect(findUnshownRows(rows, finishedPieces, names)).toEqual([]);
  });

  it('has each row that a test begins with', () => {
    expect(findUnknownRows(rows, names)).toEqual([]);
  });
});

describe('the rows of a checklist', () => {
  it('are owed as soon as one of the pieces that they name is finished', () => {
    const table = parseChecklist(
      [
        ...['| id | requirement | issue |', '|---|---|---|', '| **P** | **auto-provisioning.md** | |'],
        ...['| P1 | on new ones, On|Off | 1 new; 5 existing, in bulk |', '| P8 | its rule | 4; its rule 3 |'],
        ...['| C5 | packages | 1; `infra` 7 |', '| E14 | within 12 h | 5 |'],
      ].join('\n'),
    );
    expect(table.map(({ id, pieces }) => [id, ...pieces])).toEqual([
      ['P1', 1, 5],
      ['P8', 4, 3],
      ['C5', 1, 7],
      ['E14', 5],
    ]);
    const owed = (pieces: readonly number[]) => findUnshownRows(table, pieces, []).map((line) => line.split(' ', 1)[0]);
    expect([owed([]), owed([1]), owed([1, 2, 3]), owed([5])]).toEqual([
      [],
      ['P1', 'C5'],
      ['P1', 'P8', 'C5'],
      ['P1', 'E14'],
    ]);
    expect(findUnshownRows(table, [7], [])).toEqual(['C5 (1; `infra` 7): packages']);
  });

  it('are shown by tests that begin with their ids, and by no others', () => {
    const table = parseChecklist(['P1', 'P2', 'M1', 'M12'].map((id) => `| ${id} | x | 1 |`).join('\n'));
    const named = ['P1 M12: a', 'P2 to P1: b', 'c P2: d', 'p2: e', 'P2 f', 'M1: g', 'Z9 M1: h'].map((name) => ({
      ...{ path: 'a.test.ts', name },
    }));
    expect(findUnshownRows(table, [1], named)).toEqual(['P2 (1): x']);
    expect(findUnknownRows(table, named)).toEqual(['a.test.ts: there is no row Z9: Z9 M1: h']);
  });
});

test.each([
  ['P5: a', ['P5']],
  ['M1 M12: a: b', ['M1', 'M12']],
  ['E5 and E6: a', []],
  ['UTF8: a', []],
  ['a', []],
])('the name "%s" begins with %o', (name, ids) => {
  expect(rowIdsOf(name)).toEqual(ids);
});

describe('the names of tests', () => {
  const namesIn = (text: string) => findTestNames({ path: 'a.test.ts', text }).map(({ name }) => name);

  it.each([
    ["it('P5: a', () => {});", 'P5: a'],
    ['test("P5: a", async () => {});', 'P5: a'],
    ["it.each([1, [2, ')']])('P5: %s', (n: number) => {});", 'P5: %s'],
    ["it.each<{ a: string }>([\n  { a: \"it('x')\" },\n])(\n  'P5: $a',\n  () => {},\n);", 'P5: $a'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of a test
    ['test(`P5: ${count} of them`, { timeout: 9 }, () => {});', 'P5: * of them'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of a test
    ["it.each`a\n${'1'}`('P5: $a', () => {});", 'P5: $a'],
    ["describe.skipIf(isAbsent).each(all)('P5: %s', () => {});", 'P5: %s'],
    ["it.concurrent('P5: a', () => {});", 'P5: a'],
    ["it('it\\'s a', () => {});", "it's a"],
  ])('are found in: %s', (text, name) => {
    expect(namesIn(text)).toEqual([name]);
  });

  it('are found inside of others, in order', () => {
    expect(
      namesIn("describe('a', () => {\n  it('b', () => {});\n  describe('c', () => it('d', () => {}));\n});"),
    ).toEqual([...['a', 'b', 'c', 'd']]);
  });

  it.each([
    ["// it('P5: a', () => {});"],
    ['const text = "it(\'P5: a\', () => {})";'],
    ["it.skip('P5: a', () => {});"],
    ["it.todo('P5: a');"],
    ["it.fails('P5: a', () => {});"],
    ["describe.skip('P5: a', () => {\n  it('P5: b', () => {});\n});"],
    ["audit('P5: a', () => {});"],
    ["world.test('P5: a');"],
    ["expect('P5: a').toBe(it);"],
  ])('are none in: %s', (text) => {
    expect(namesIn(text)).toEqual([]);
  });
});
