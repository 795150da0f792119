import { existsSync, globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const lists = chapterOf('AGENTS.md', 'How to add');
const table = chapterOf('docs/ARCHITECTURE.md', 'To change X, go to Y');

function chapterOf(page: string, heading: string): readonly string[] {
  const [, chapter = ''] = `${readFileSync(page, 'utf8')}\n## `.split(`\n## ${heading}\n`);
  return pathsIn(chapter.split('\n## ')[0] ?? '');
}

/** What stands in code marks and looks like a file or a folder; `<name>` is for the reader to fill in. */
function pathsIn(text: string): readonly string[] {
  const found = [...text.matchAll(/`([\w./-]+\/|[\w./-]+\.(?:ts|md|json|kql))`/g)].map(([, path = '']) => path);
  return [...new Set(found)];
}

it('the lists of AGENTS.md name many files', () => {
  expect(lists.length).toBeGreaterThan(60);
});

it.each(lists)('%s is there', (path) => {
  expect(existsSync(path)).toBe(true);
});

// The table leaves out `src`, and the folder of a file that stands beside the one before it.
it.each(table)('%s in docs/ARCHITECTURE.md is there', (path) => {
  const places = [path, `src/${path}`, ...globSync(`src/**/${path}`)];
  expect(places.some((place) => existsSync(place))).toBe(true);
});
