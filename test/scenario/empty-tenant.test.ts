import { expect, test } from 'vitest';
import { subscriptionRef } from '../../src/domain/target/subscription-ref.ts';
import { startEmptyTenant } from './empty-tenant.ts';

const minuteMs = 60_000;
const ids = ['e1', 'e2', 'e3'].map((end) => `5b5c0000-0000-4000-a000-0000000000${end}`);
const [first = ''] = ids;
const regions = ['westeurope', 'northeurope', 'eastus'];

test('C1 P1 P5 M10 M12: an empty tenant gets everything from one file, armed and onboarded once, and then nothing is written', async () => {
  const world = await startEmptyTenant(ids);
  await world.clock.advance(35 * minuteMs);
  await world.onboardAll();
  await world.clock.advance(10 * minuteMs);
  for (const id of ids) for (const region of regions) await world.addVm(id, region, `vm-${id.slice(-2)}-${region}`);
  await world.clock.advance(90 * minuteMs);
  await world.untilQuiet();
  expect(await world.words()).toEqual(['Configured()', 'Configured()', 'Configured()']);
  const { records } = await world.store.machines.list({ limit: 100 });
  expect(records.map(({ standing }) => standing.status)).toEqual(Array(9).fill('Configured'));
  for (const type of ['userAssignedIdentities', 'locks', 'workspaces', 'solutions', 'dataCollectionRules']) {
    expect(world.puts(type), type).toHaveLength(9);
  }
  for (const type of ['systemTopics', 'eventSubscriptions']) expect(world.puts(type), type).toHaveLength(3);
  expect(world.writes().filter(({ status }) => status >= 400)).toEqual([]);
  for (const id of ids) {
    const shown = (await world.api('GET', `subscriptions/${id}`)).body;
    expect(shown).toMatchObject({
      endpointProtection: { state: 'on', missing: [] },
      machines: { vm: 3, arc: 0, linux: 3, windows: 0 },
    });
  }
  const before = world.writes().length;
  await world.lookAgain();
  expect(world.writes().length).toBe(before);
});

test('C1 M10 M12: 100 machines made within a minute in one region share one of everything, and are Configured within 30 minutes', async () => {
  const world = await startEmptyTenant([first]);
  await world.clock.advance(35 * minuteMs);
  await world.onboardAll();
  await world.clock.advance(10 * minuteMs);
  expect(await world.words()).toEqual(['Configured()']);
  for (let index = 0; index < 100; index++) await world.addVm(first, 'westeurope', `vm-${index}`);
  await world.clock.advance(30 * minuteMs);
  const { records } = await world.store.machines.list({ limit: 200 });
  expect(records.filter(({ standing }) => standing.status === 'Configured')).toHaveLength(100);
  for (const type of ['userAssignedIdentities', 'locks', 'workspaces', 'solutions', 'dataCollectionRules']) {
    expect(world.puts(type), type).toHaveLength(1);
  }
  const row = (await world.store.subscriptions.read(subscriptionRef(first).key))?.value;
  expect(row?.standing.status).toBe('Configured');
});
