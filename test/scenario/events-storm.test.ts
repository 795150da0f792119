import { expect, test } from 'vitest';
import { createRandom } from '../../local/azure/core/random.ts';
import { arcBody, arcId, vmBody, vmId } from '../../local/world/machines.ts';
import { worldKeys } from '../../local/world/virtual-world.ts';
import { parseMachineOf } from '../../src/domain/target/machine-ref.ts';
import { type EventObject, readEvent } from '../fixtures/events/read-event.ts';
import { deliverEvents } from '../functions/call-app.ts';
import { put, quietly } from './existing.ts';
import { type Scenario, startScenario } from './scenario.ts';

const minuteMs = 60_000;

/** VMs that nobody was told of. */
async function quietVms(world: Scenario, count: number): Promise<readonly string[]> {
  const names = Array.from({ length: count }, (_, index) => `vm-${String(index).padStart(3, '0')}`);
  await quietly(world, async () => {
    for (const name of names) await put(world, vmId(world.tenant, name), vmBody(name));
  });
  return names.map((name) => vmId(world.tenant, name));
}

function eventOf(machineId: string, id: string): EventObject {
  const event = readEvent('vm-write');
  const resourceUri = machineId.replace('/resourceGroups/', '/resourcegroups/');
  return { ...event, id, subject: resourceUri, data: { ...event.data, claims: {}, resourceUri } };
}

async function aliveInstances(world: Scenario): Promise<number> {
  return (await world.engine().list({ runtimeStatus: ['Pending', 'Running'] })).length;
}

/** Writes by machine name. */
function writesByMachine(world: Scenario): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { path } of world.writes()) {
    const name = parseMachineOf(path)?.name ?? path;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

test('1,000 duplicated, shuffled events for 100 machines: one instance each, no write too many, a look after the last', async () => {
  const world = await startScenario();
  const ids = await quietVms(world, 100);
  const random = createRandom(7);
  const once = ids.flatMap((id) => Array.from({ length: 5 }, (_, index) => eventOf(id, `${id}#${index}`)));
  const storm = [...once, ...once].map((event) => ({ event, order: random.next() })).sort((a, b) => a.order - b.order);
  const lastMs = new Map<string, number>();
  let mostAlive = 0;
  for (let index = 0; index < storm.length; index += 20) {
    const batch = storm.slice(index, index + 20).map(({ event }) => event);
    for (const event of batch) lastMs.set(String(event.data.resourceUri).toLowerCase(), world.clock.now());
    expect(await deliverEvents(world, JSON.stringify(batch))).toBe(202);
    mostAlive = Math.max(mostAlive, await aliveInstances(world));
    await world.clock.advance(12_000);
    mostAlive = Math.max(mostAlive, await aliveInstances(world));
  }
  await world.untilQuiet();
  expect(storm).toHaveLength(1_000);
  expect(mostAlive).toBeGreaterThan(20);
  expect(mostAlive).toBeLessThanOrEqual(100);
  const { records } = await world.store.machines.list({ limit: 1_000 });
  expect(records.map(({ standing }) => standing.status)).toEqual(ids.map(() => 'Configured'));
  for (const { resourceId, lastLookAt } of records) {
    expect(Date.parse(lastLookAt ?? '')).toBeGreaterThanOrEqual(lastMs.get(resourceId.toLowerCase()) ?? Infinity);
  }
  expect(Object.values(writesByMachine(world))).toEqual(ids.map(() => 3));
  expect(world.writes().filter(({ status }) => status >= 300)).toEqual([]);
  await world.expectSteady();
});

test.each([
  ['doubles and delivers out of order', { shuffleMs: 10 * minuteMs }],
  ['strips of their claims, so that our own writes are not known as ours,', { anonymous: 1 }],
])('events that Event Grid %s change nothing of what is written', async (_, chaos) => {
  const world = await startScenario({
    chaos: { seed: 3, duplicate: 0.5, drop: 0, anonymous: 0, shuffleMs: 0, ...chaos },
  });
  const names = Array.from({ length: 25 }, (_, index) => `vm-${index}`);
  for (const name of names) await put(world, vmId(world.tenant, name), vmBody(name));
  await world.untilQuiet();
  for (const name of names) expect(await world.word(vmId(world.tenant, name))).toBe('Configured');
  expect(writesByMachine(world)).toEqual(Object.fromEntries(names.map((name) => [name, 3])));
  await world.expectSteady();
});

test('with every event after creation dropped, all machines still get where they should, also one that was started unheard', async () => {
  const world = await startScenario();
  const dropped = await dropAllButFirst(world);
  const vms = Array.from({ length: 12 }, (_, index) => vmId(world.tenant, `vm-${index}`));
  const arcs = Array.from({ length: 6 }, (_, index) => arcId(world.tenant, `srv-${index}`));
  for (const id of vms) await put(world, id, vmBody('vm', { os: id.endsWith('1') ? 'windows' : 'linux' }));
  for (const id of arcs) await put(world, id, arcBody());
  await world.clock.advance(90_000);
  const [off = '', deleted = '', undone = ''] = vms;
  await world.callAzure('POST', `${off}/deallocate`);
  await world.untilQuiet();
  expect(await world.word(off)).toBe('Pending(Off)');
  for (const id of [...vms, ...arcs].filter((each) => each !== off)) expect(await world.word(id)).toBe('Configured');
  await world.callAzure('POST', `${off}/start`);
  world.vanish(deleted);
  await world.callAzure('DELETE', `${undone}/extensions/AzureMonitorLinuxAgent`, { as: 'other' });
  await world.clock.advance(6 * 60 * minuteMs);
  await world.untilQuiet();
  expect(await world.word(off)).toBe('Configured');
  await world.lookAgain();
  expect(await world.word(deleted)).toBe('Gone');
  expect(await world.word(undone)).toBe('Configured');
  expect(dropped()).toBeGreaterThan(20);
});

/** Event Grid loses everything that it has to tell about a machine after the first event. */
async function dropAllButFirst(world: Scenario): Promise<() => number> {
  const heardOf = new Set<string>();
  let dropped = 0;
  world.azure.events.unsubscribe('app');
  await world.azure.events.subscribe({
    name: 'lossy',
    schema: 'EventGridSchema',
    maxAttempts: 30,
    address: 'in process',
    deliver: async ({ method, headers, body }) => {
      const [event] = [JSON.parse(body)].flat();
      const machine = parseMachineOf(String(event?.data?.resourceUri ?? ''));
      if (machine !== undefined && heardOf.has(machine.key)) {
        dropped += 1;
        return { status: 202, body: '', headers: {} };
      }
      if (machine !== undefined) heardOf.add(machine.key);
      const path = `/runtime/webhooks/eventgrid?functionName=resourceEvents&code=${worldKeys.eventgrid}`;
      const answer = await world.host().fetch(method, path, { headers, body });
      return { status: answer.status, body: answer.text, headers: answer.headers };
    },
  });
  return () => dropped;
}
