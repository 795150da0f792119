import { expect, it } from 'vitest';
import { createMemoryStore } from '../../local/store/memory-store.ts';
import { newRecord } from '../../src/domain/machine/new-record.ts';
import { countMachinesBySubscription, createMachineCounter } from '../../src/operator/machines-of-subscription.ts';
import type { MachineSummary } from '../../src/ports/store.ts';
import { vm } from '../work/fixtures.ts';

function row(change: Partial<MachineSummary>): MachineSummary {
  const { key, kind, subscription } = vm('a');
  const known = {
    key,
    kind,
    subscription,
    os: 'linux',
    profile: 'all',
    status: 'Configured',
    code: undefined,
  } as const;
  return { ...known, findings: {}, refusals: [], ...change };
}

const { subscription } = vm('a');

it('E10 E20: counts each machine once, by kind and by system; what is gone and the twin of a VM are none', () => {
  const counts = countMachinesBySubscription([
    row({}),
    row({ kind: 'arc', os: 'windows', subscription: subscription.toUpperCase() }),
    row({ kind: 'arc', os: 'unknown' }),
    row({ status: 'Gone' }),
    row({ kind: 'arc', status: 'Excluded', code: 'DuplicateOf' }),
    row({ status: 'Excluded', code: 'ByFleetFile' }),
    row({ subscription: 'other', os: 'windows' }),
  ]);
  expect(counts.get(subscription)).toEqual({ vm: 2, arc: 2, scaleSet: 0, windows: 1, linux: 2 });
  expect(counts.get('other')).toEqual({ vm: 1, arc: 0, scaleSet: 0, windows: 1, linux: 0 });
});

it('reads the fleet at most once a minute, and says of when its counts are', async () => {
  const store = createMemoryStore();
  let nowMs = Date.parse('2026-01-05T08:00:00.000Z');
  const count = createMachineCounter({ store, clock: { now: () => nowMs } });
  expect((await count()).of(subscription)).toEqual({ vm: 0, arc: 0, scaleSet: 0, windows: 0, linux: 0 });
  await store.machines.insert(newRecord(vm('a'), '2026-01-05T08:00:00.000Z'));
  nowMs += 59_999;
  expect((await count()).of(subscription).vm).toBe(0);
  nowMs += 1;
  const counted = await count();
  expect([counted.of(subscription.toUpperCase()).vm, counted.asOf]).toEqual([1, '2026-01-05T08:01:00.000Z']);
  expect(store.operations()['machines.summarize']).toBe(2);
});

it('does not keep a count that failed', async () => {
  let isDown = true;
  const store = createMemoryStore({
    onOperation: () => {
      if (isDown) throw new Error('no answer');
    },
  });
  const count = createMachineCounter({ store, clock: { now: () => 0 } });
  await expect(count()).rejects.toThrow('no answer');
  isDown = false;
  expect((await count()).of(subscription).vm).toBe(0);
});
