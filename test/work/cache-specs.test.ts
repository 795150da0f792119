import { expect, test } from 'vitest';
import { createMemoryStore } from '../../local/store/memory-store.ts';
import { specHash } from '../../src/domain/fleet/spec-hash.ts';
import { cacheSpecs } from '../../src/work/cache-specs.ts';
import { specOf } from '../domain/services/service-input.ts';

const spec = specOf();

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
