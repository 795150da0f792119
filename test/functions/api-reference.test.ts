import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { apiPage } from '../../scripts/api-page.ts';
import { isFailureCode } from '../../src/domain/failures/failure-list.ts';
import { allRoutes } from '../../src/functions/contract/all-routes.ts';
import { bodyLimit } from '../../src/functions/contract/body-limit.ts';
import type { ProblemCode } from '../../src/functions/contract/problem-codes.ts';
import { problemsOf } from '../../src/functions/contract/route-problems.ts';
import { startScenario } from '../scenario/scenario.ts';

const root = new URL('../../', import.meta.url);
const reference = readFileSync(new URL('docs/API.md', root), 'utf8');

test('docs/API.md names every HTTP function that the app registers', async () => {
  const world = await startScenario();
  const routes = world.host().functions.flatMap(({ route }) => (route === null ? [] : [route]));
  expect(routes.length).toBeGreaterThan(8);
  for (const route of routes) {
    const path = route
      .replace(/^\/api/, '')
      .replace('{keyOrName}', '{key or name}')
      .replace('{idOrName}', '{id or name}');
    expect(reference, route).toMatch(new RegExp(`(GET|POST|DELETE) ${path.replace(/[{}]/g, '\\$&')}\``));
  }
});

test('docs/API.md is what the contract generates (node --import tsx scripts/generate-api.ts)', () => {
  expect(reference).toBe(apiPage());
});

test('docs/API.md says how large a body may be, as requests are measured', () => {
  expect(bodyLimit.bytes).toBe(65_536);
  expect(reference).toContain('a JSON body of at most 64 KiB');
  expect(reference).toContain('| 413 | `BodyTooLarge` | more than 64 KiB |');
});

test('docs/API.md lists every code of a problem document, and where each failure of Azure is explained', () => {
  const codes = new Set(allRoutes.flatMap((route) => problemsOf<ProblemCode>(route)));
  expect(codes.size).toBeGreaterThan(14);
  const own = [...codes].filter((code) => !isFailureCode(code));
  expect(own.filter((code) => !reference.includes(`\`${code}\` |`))).toEqual([]);
  expect(reference).toContain('| 502 | any failure code of [OPERATIONS.md](OPERATIONS.md) |');
});
