import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const manifest = z
  .object({ main: z.string(), version: z.string(), dependencies: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync('package.json', 'utf8')));
const kept = ['dist', 'fleet.json', 'host.json', 'package.json'];

describe('.funcignore', () => {
  const rules = readFileSync('.funcignore', 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

  it('ships what the app runs on, and nothing else', () => {
    expect(rules[0]).toBe('*');
    expect(rules.filter((rule) => !rule.startsWith('!'))).toEqual(['*']);
    expect(new Set(rules.slice(1).map((rule) => rule.slice(1).replace('/**', '')))).toEqual(new Set(kept));
    expect(manifest.main).toMatch(/^dist\//);
  });
});

describe('C5: the repository', () => {
  const pages = 'README.md AGENTS.md CHANGELOG.md LICENSE docs/ARCHITECTURE.md docs/OPERATIONS.md';
  const settings = 'package.json tsconfig.json host.json local.settings.sample.json fleet.json fleet.schema.json';
  const tools = 'biome.json vitest.config.ts knip.json .funcignore .github/workflows/ci.yml .ci/run scripts/launch.mjs';
  it.each(`${pages} ${settings} ${tools} src/main.ts src/config.ts local/start.ts`.split(' '))('has %s', (path) => {
    expect(existsSync(path)).toBe(true);
  });

  it.each([
    ...['@azure/functions', 'durable-functions', '@azure/identity', '@azure/arm-compute', '@azure/arm-hybridcompute'],
    ...['@azure/arm-monitor', '@azure/arm-security', '@azure/arm-resourcegraph', '@azure/data-tables', 'zod'],
  ])('ships with %s', (name) => {
    expect(Object.keys(manifest.dependencies)).toContain(name);
  });
});

describe('.github/workflows/ci.yml', () => {
  const workflow = readFileSync('.github/workflows/ci.yml', 'utf8');

  it('runs what .ci/run runs, and may only read', () => {
    expect(workflow).toMatch(/^\s+- run: bash \.ci\/run$/m);
    expect(workflow).toMatch(/^permissions:\n {2}contents: read\n\n/m);
  });

  it('takes actions by their full version', () => {
    const uses = [...workflow.matchAll(/uses: (\S+)/g)].map(([, action]) => action);
    expect(uses.length).toBeGreaterThan(1);
    expect(uses.filter((action) => !/@v\d+\.\d+\.\d+$/.test(action ?? ''))).toEqual([]);
  });
});

describe('CHANGELOG.md', () => {
  it('tells of the version in package.json', () => {
    expect(readFileSync('CHANGELOG.md', 'utf8')).toContain(`\n## ${manifest.version}\n`);
  });
});

describe.each(['AGENTS.md', 'README.md', 'docs/ARCHITECTURE.md', 'docs/OPERATIONS.md', 'local/README.md'])(
  '%s',
  (page) => {
    const text = readFileSync(page, 'utf8');

    it('names only files that exist', () => {
      const named = [...text.matchAll(/`((?:src|local|test|docs|scripts|bench)\/[\w./-]+)`/g)].map(([, path]) => path);
      expect(named.filter((path) => path === undefined || !existsSync(path))).toEqual([]);
    });

    it('links only to pages that exist', () => {
      const folder = page.includes('/') ? page.slice(0, page.lastIndexOf('/') + 1) : '';
      const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path]) => path ?? '');
      expect(links.filter((path) => !existsSync(folder + path))).toEqual([]);
    });
  },
);
