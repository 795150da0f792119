import { expect, test } from 'vitest';
import { createMemoryStore } from '../../local/store/memory-store.ts';
import type { MachineRecord } from '../../src/domain/machine/machine-record.ts';
import { newRecord } from '../../src/domain/machine/new-record.ts';
import { machineKind } from '../../src/look/target-kinds.ts';
import { requestLooks } from '../../src/operator/request-looks.ts';
import type { Ports } from '../../src/ports/ports.ts';
import { vm, workPorts } from '../work/fixtures.ts';

const nowMs = Date.parse('2026-01-05T08:00:00.000Z');

async function* records(count: number): AsyncGenerator<MachineRecord, void, void> {
  for (let index = 0; index < count; index++) yield newRecord(vm(`vm-${index}`), new Date(nowMs).toISOString());
}

/** Ports of which only those of the work protocol may be used. */
function portsOver(store: Ports['store']): Ports {
  const refuse = (): never => {
    throw new Error('not needed to request a look');
  };
  const ports = workPorts(store, () => nowMs);
  return {
    ...ports,
    wallClock: { now: refuse },
    pause: refuse,
    random: refuse,
    get azure() {
      return refuse();
    },
    get fleet() {
      return refuse();
    },
    get settings() {
      return refuse();
    },
  };
}

test('every machine owes a look, and not all are asked for at once', async () => {
  let running = 0;
  let most = 0;
  const store = createMemoryStore({
    onOperation: async ({ name, phase }) => {
      if (name !== 'work.upsert') return;
      running += phase === 'before' ? 1 : -1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
    },
  });
  expect(await requestLooks(portsOver(store), machineKind, records(110), 'armed by ann')).toBe(110);
  const owed = await store.work.listAll();
  expect(owed).toHaveLength(110);
  expect(owed.every(({ reason }) => reason === 'armed by ann')).toBe(true);
  expect(most).toBeGreaterThan(5);
  expect(most).toBeLessThanOrEqual(25);
});

test('one that fails is told, after the others of its batch were made', async () => {
  let upserts = 0;
  const store = createMemoryStore({
    onOperation: ({ name, phase }) => {
      if (name === 'work.upsert' && phase === 'before' && ++upserts === 3) throw new Error('no answer');
    },
  });
  await expect(requestLooks(portsOver(store), machineKind, records(30), 'r')).rejects.toThrow('no answer');
  expect(await store.work.listAll()).toHaveLength(24);
});
