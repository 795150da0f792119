import { expect, test } from 'vitest';
import { df } from './test-app.ts';
import { testEngine } from './test-engine.ts';

df.app.activity('look', { handler: ({ pass }: { pass: number }) => ({ pass }) });
df.app.orchestration('four-looks', function* (context) {
  for (let pass = 0; pass < 4; pass++) {
    yield context.df.callActivity('look', { pass });
    yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 45_000));
  }
});

/** Storage operations for each instance that has run to its end and was purged. */
async function operationsPerInstance(instances: number): Promise<{ reads: number; writes: number }> {
  const limits = { maxConcurrentActivities: 200, maxConcurrentOrchestrators: 200 };
  const { engine, clock, store } = testEngine({ ...limits, checkReplay: false });
  const before = store.operations();
  for (let i = 0; i < instances; i++) {
    await engine.start({ name: 'four-looks', instanceId: `machine-${i}`, input: undefined });
  }
  await clock.advance(600_000);
  for (let i = 0; i < instances; i++) expect(await engine.purge(`machine-${i}`)).toBe('purged');
  const after = store.operations();
  expect([...store.instances(), ...store.messages()]).toEqual([]);
  return {
    reads: (after.reads - before.reads) / instances,
    writes: (after.writes - before.writes) / instances,
  };
}

test('an instance costs the same storage operations whether it runs alone or among a thousand', async () => {
  // Reads: start, purge, 9 turns. Writes: start, purge, 9 turns, and for each activity its lease and its result.
  const cost = { reads: 11, writes: 19 };
  expect(await operationsPerInstance(1)).toEqual(cost);
  expect(await operationsPerInstance(1000)).toEqual(cost);
});
