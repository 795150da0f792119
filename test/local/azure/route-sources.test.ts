import { expect, test } from 'vitest';
import { startLocalAzure } from './local-azure-fixture.ts';

test('every route names in one line where its answers are from, or that no public source says it', async () => {
  const { routes } = (await startLocalAzure()).azure;
  expect(routes.length).toBeGreaterThan(60);
  const unnamed = routes.filter(({ source }) => source.length < 10 || source.length > 120 || source.includes('\n'));
  expect(unnamed.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
});

test('no two routes answer the same address', async () => {
  const { routes } = (await startLocalAzure()).azure;
  const addresses = routes.map(({ method, path }) => `${method} ${path.replace(/\{\w+\}/g, '{}')}`.toLowerCase());
  expect(new Set(addresses).size).toBe(addresses.length);
});
