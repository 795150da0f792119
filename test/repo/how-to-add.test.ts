import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const chapter = /^## How to add$([\s\S]*?)^## /m.exec(readFileSync('AGENTS.md', 'utf8'))?.[1] ?? '';

/** What stands in code marks and looks like a file or a folder; `<name>` is for the reader to fill in. */
const named = [
  ...new Set([...chapter.matchAll(/`([\w./-]+\/|[\w./-]+\.(?:ts|md|json|kql))`/g)].map(([, path = '']) => path)),
];

it('the lists of AGENTS.md name many files', () => {
  expect(named.length).toBeGreaterThan(60);
});

it.each(named)('%s is there', (path) => {
  expect(existsSync(path)).toBe(true);
});
