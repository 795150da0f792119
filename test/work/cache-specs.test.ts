import { expect, test } from 'vitest';
import { createMemoryStore } from '../../local/store/memory-store.ts';
import type { Spec } from '../../src/domain/fleet/spec.ts';
import { specHash } from '../../src/domain/fleet/spec-hash.ts';
import { cacheSpecs } from '../../src/work/cache-specs.ts';

const spec: Spec = {
  kind: 'vm',
  os: 'linux',
  identity: 'builtIn',
  onForeignIdentity: 'hold',
  ama: { install: true, minimumVersion: '1.36', automaticUpgrade: true },
  ruleIds: ['/subscriptions/s/resourcegroups/g/providers/microsoft.insights/datacollectionrules/r'],
};

test('a spec is stored once and read once by a process, however many machines name it', async () => {
  const store = createMemoryStore();
  const hash = specHash(spec);
  const writer = cacheSpecs(store.specs);
  await writer.put(hash, spec);
  await writer.put(hash, spec);
  const reader = cacheSpecs(store.specs);
  expect([await reader.read(hash), await reader.read(hash)]).toEqual([spec, spec]);
  expect(store.operations()).toEqual({ 'specs.put': 1, 'specs.read': 1 });
});

test('a spec that is not there yet is asked for again', async () => {
  const store = createMemoryStore();
  const hash = specHash(spec);
  const cached = cacheSpecs(store.specs);
  expect(await cached.read(hash)).toBeUndefined();
  await store.specs.put(hash, spec);
  expect(await cached.read(hash)).toEqual(spec);
});

test('a spec that only another release can read is not kept in place of one', async () => {
  const store = createMemoryStore();
  const hash = specHash(spec);
  const cached = cacheSpecs({ ...store.specs, read: async () => 'foreign' });
  expect(await cached.read(hash)).toBe('foreign');
  await cached.put(hash, spec);
  expect(await store.specs.read(hash)).toEqual(spec);
});
