import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { startScenario } from '../scenario/scenario.ts';

const root = new URL('../../', import.meta.url);
const reference = readFileSync(new URL('docs/API.md', root), 'utf8');

test('docs/API.md names every HTTP function that the app registers', async () => {
  const world = await startScenario();
  const routes = world.host().functions.flatMap(({ route }) => (route === null ? [] : [route]));
  expect(routes.length).toBeGreaterThan(8);
  for (const route of routes) {
    const path = route.replace(/^\/api/, '').replace('{keyOrName}', '{key or name}');
    expect(reference, route).toMatch(new RegExp(`(GET|POST|DELETE) ${path.replace(/[{}]/g, '\\$&')}\``));
  }
});

test('docs/API.md lists every code of a problem document', () => {
  const folder = new URL('src/functions/', root);
  const files = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.ts'));
  const source = files.map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n');
  const codes = [...source.matchAll(/problem\(\s*\d{3},\s*'(\w+)'/g)].map(([, code]) => code ?? '');
  expect(new Set(codes).size).toBeGreaterThan(14);
  for (const code of codes) expect(reference).toContain(`\`${code}\``);
});
