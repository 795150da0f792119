import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { graphTables } from '../../local/azure/graph/graph-tables.ts';
import { analyseKusto } from '../../local/azure/graph/kusto-tree.ts';
import { graphQueryTexts } from '../../scripts/graph-query-texts.ts';
import { graphQueries } from '../../src/azure/graph-rows.ts';

const paths = globSync('src/azure/queries/*.kql').toSorted();

/** What Microsoft's language service says is wrong with a query on the tables of Resource Graph. */
function mistakesIn(text: string): readonly string[] {
  return analyseKusto(text, graphTables).mistakes.map(({ message }) => message);
}

describe.each(paths)('%s', (path) => {
  const text = readFileSync(path, 'utf8');

  test('fits the tables of Resource Graph', () => {
    expect(mistakesIn(text)).toEqual([]);
  });

  test('has an order, by which its pages follow each other, and no limit, which would end them', () => {
    expect(text.trim().split('\n').at(-1)).toMatch(/^\| order by /);
    expect(text).not.toMatch(/\|\s*(take|limit|top|sample)\b/);
  });

  test('names nothing before its table, which Resource Graph has not had for long', () => {
    expect(text).not.toMatch(/^\s*let\b/m);
  });
});

test('a wrong column makes the check fail', () => {
  expect(mistakesIn(readFileSync('test/fixtures/queries/wrong-column.kql', 'utf8'))).toEqual([
    "The name 'vmId' does not refer to any known column, table, variable or function.",
  ]);
});

test('a wrong table, function or kind of value does too', () => {
  expect(mistakesIn('resource | count')).toHaveLength(1);
  expect(mistakesIn('resources | extend a = tolowercase(id)')).toHaveLength(1);
  expect(mistakesIn('resources | order by properties.a')).toHaveLength(1);
});

test('each file is a query of the port, and each query has its file', () => {
  expect(paths.map((path) => basename(path, '.kql'))).toEqual(Object.keys(graphQueries).toSorted());
});

test('the module has the texts of the files: run scripts/generate-graph-queries.ts', () => {
  expect(readFileSync('src/azure/queries/query-texts.ts', 'utf8')).toBe(graphQueryTexts('src/azure/queries'));
  for (const [name, { text }] of Object.entries(graphQueries)) {
    expect(text).toBe(readFileSync(`src/azure/queries/${name}.kql`, 'utf8'));
  }
});
