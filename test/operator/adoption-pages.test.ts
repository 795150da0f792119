import { expect, test } from 'vitest';
import { createMemoryStore } from '../../local/store/memory-store.ts';
import { newRecord } from '../../src/domain/machine/new-record.ts';
import { parseMachineId } from '../../src/domain/target/machine-ref.ts';
import { createAdoptionPages } from '../../src/operator/adoption-pages.ts';
import { fleetOf } from '../domain/fleet/fleet-fixture.ts';

const at = '2026-01-05T08:00:00.000Z';

async function storedFleet(size: number) {
  const store = createMemoryStore();
  for (let index = 0; index < size; index++) {
    const id = `/subscriptions/5b5c0000-0000-4000-a000-000000000001/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/m-${index}`;
    const machine = parseMachineId(id);
    if (machine !== undefined) await store.machines.insert(newRecord(machine, at));
  }
  let nowMs = Date.parse(at);
  const clock = { now: () => nowMs };
  const pass = (ms: number): void => {
    nowMs += ms;
  };
  return { store, pass, read: createAdoptionPages({ store, fleet: fleetOf(), clock, wallClock: clock }) };
}

test('the pages of a report are of one reading of the fleet', async () => {
  const { store, read } = await storedFleet(3);
  const first = await read(['*'], true);
  expect(await read(['*'], false)).toBe(first);
  expect(store.operations()['machines.list']).toBe(1);
});

test('a first page, another scope and a late page read the fleet anew', async () => {
  const { store, pass, read } = await storedFleet(3);
  await read(['*'], true);
  await read(['*'], true);
  await read(['/subscriptions/5b5c0000-0000-4000-a000-000000000001'], false);
  pass(61_000);
  await read(['/subscriptions/5b5c0000-0000-4000-a000-000000000001'], false);
  expect(store.operations()['machines.list']).toBe(4);
});
