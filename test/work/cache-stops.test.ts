import { expect, it } from 'vitest';
import { createMemoryStore } from '../../local/store/memory-store.ts';
import { noStops } from '../../src/domain/stops/scope-stop.ts';
import { cacheStops } from '../../src/work/cache-stops.ts';

const row = noStops('sub');
const lifted = [{ scope: '/subscriptions/sub', at: 'then' }];

function rig() {
  const time = { ms: 0 };
  const reads: string[] = [];
  const { stops } = createMemoryStore({
    onOperation: ({ name, phase }) => {
      if (phase === 'before' && name === 'stops.read') reads.push(name);
    },
  });
  const cached = (): ReturnType<typeof cacheStops> => cacheStops(stops, { now: () => time.ms });
  return { time, reads, stops, one: cached(), other: cached() };
}

it('M7: a row is read once in five seconds, whatever number asks', async () => {
  const { time, reads, one } = rig();
  await Promise.all([one.read('sub'), one.read('SUB'), one.read('sub')]);
  time.ms = 4_999;
  await one.read('sub');
  expect(reads).toHaveLength(1);
  time.ms = 5_000;
  await one.read('sub');
  expect(reads).toHaveLength(2);
});

it('M7: a change of this process is seen at once, one of another within five seconds', async () => {
  const { time, one, other } = rig();
  await other.read('sub');
  await one.insert(row);
  expect((await one.read('sub'))?.value).toEqual(row);
  expect(await other.read('sub')).toBeUndefined();
  time.ms = 5_000;
  expect((await other.read('sub'))?.value).toEqual(row);
});

it('M7: a change over what another process has changed meanwhile is refused, and read anew', async () => {
  const { one, other } = rig();
  await one.insert(row);
  const [mine, theirs] = [await one.read('sub'), await other.read('sub')];
  expect((await other.replace({ ...row, lifted }, theirs?.etag ?? '')).kind).toBe('done');
  expect((await one.replace(row, mine?.etag ?? '')).kind).toBe('conflict');
  expect((await one.read('sub'))?.value.lifted).toEqual(lifted);
});

it('M7: a reading that failed is not kept', async () => {
  const { stops } = rig();
  let tries = 0;
  const failing = cacheStops(
    {
      ...stops,
      read: async () => {
        tries += 1;
        throw new Error('no answer');
      },
    },
    { now: () => 0 },
  );
  await expect(failing.read('sub')).rejects.toThrow('no answer');
  await expect(failing.read('sub')).rejects.toThrow('no answer');
  expect(tries).toBe(2);
});
