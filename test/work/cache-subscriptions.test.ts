import { expect, test } from 'vitest';
import { createMemoryStore } from '../../local/store/memory-store.ts';
import { newSubscription } from '../../src/domain/subscription/new-subscription.ts';
import { subscriptionRef } from '../../src/domain/target/subscription-ref.ts';
import { cacheSubscriptions } from '../../src/work/cache-subscriptions.ts';

const target = subscriptionRef('5b5c0000-0000-4000-a000-000000000001');
const made = newSubscription(target, '2027-01-05T08:00:00.000Z');

function openCache() {
  const store = createMemoryStore();
  const time = { ms: 0 };
  const cached = cacheSubscriptions(store.subscriptions, { now: () => time.ms });
  const reads = (): number => store.operations()['subscriptions.readRecent'] ?? 0;
  const rename = async (table: typeof cached, name: string): Promise<void> => {
    const stored = await table.read(target.key);
    if (stored === undefined) throw new Error('there is no row');
    await table.replace({ ...stored.value, name }, stored.etag);
  };
  return { store, time, cached, reads, rename };
}

test('a thousand looks within five seconds read the row once, also where there is none', async () => {
  const { cached, reads, time } = openCache();
  for (let look = 0; look < 1_000; look++) expect(await cached.readRecent(target.key)).toBeUndefined();
  expect(reads()).toBe(1);
  time.ms = 4_999;
  await cached.readRecent(target.key);
  expect(reads()).toBe(1);
  time.ms = 5_000;
  await cached.readRecent(target.key);
  expect(reads()).toBe(2);
});

test('what another process wrote is seen after five seconds, and at once where it is read now', async () => {
  const { store, cached, time, rename } = openCache();
  await cached.insert(made);
  expect((await cached.readRecent(target.key))?.name).toBe(made.name);
  await rename(store.subscriptions, 'Shop');
  expect((await cached.readRecent(target.key))?.name).toBe(made.name);
  expect((await cached.read(target.key))?.value.name).toBe('Shop');
  time.ms = 5_000;
  expect((await cached.readRecent(target.key))?.name).toBe('Shop');
});

test('what this process wrote is seen at once', async () => {
  const { cached, rename } = openCache();
  await cached.readRecent(target.key);
  await cached.insert(made);
  expect((await cached.readRecent(target.key))?.name).toBe(made.name);
  await rename(cached, 'Shop');
  expect((await cached.readRecent(target.key))?.name).toBe('Shop');
  const stored = await cached.read(target.key);
  await cached.delete(target.key, stored?.etag ?? '');
  expect(await cached.readRecent(target.key)).toBeUndefined();
});

test('a read that failed is not remembered', async () => {
  const { store, time } = openCache();
  let fails = true;
  const broken = {
    ...store.subscriptions,
    readRecent: async () => {
      if (fails) throw new Error('no table');
      return made;
    },
  };
  const cached = cacheSubscriptions(broken, { now: () => time.ms });
  await expect(cached.readRecent(target.key)).rejects.toThrow('no table');
  fails = false;
  expect((await cached.readRecent(target.key))?.name).toBe(made.name);
});
