import { expect, test } from 'vitest';
import {
  authentication,
  foreignIdentity,
  placeAgent,
  placeAssociation,
  quietly,
  quietVm,
  touch,
  userAssigned,
} from './existing.ts';
import { newArc, newVm } from './new-machines.ts';
import { startScenario } from './scenario.ts';

const minute = 60_000;

/** Each write of the onboarding: [kind, what, method, path]. */
const writes = [
  ['VM', 'the identity', newVm, 'PATCH', '**/virtualMachines/*'],
  ['VM', 'the association', newVm, 'PUT', '**/dataCollectionRuleAssociations/*'],
  ['VM', 'the extension', newVm, 'PUT', '**/extensions/*'],
  ['Arc machine', 'the association', newArc, 'PUT', '**/dataCollectionRuleAssociations/*'],
  ['Arc machine', 'the extension', newArc, 'PUT', '**/extensions/*'],
] as const;

test.each(writes)(
  '%s: the lost answer to the write of %s is no reason to write it again',
  async (_, __, make, method, path) => {
    const world = await startScenario();
    world.azure.addFault({ principal: 'app', method, path, drop: 'after' });
    const id = await make(world);
    await world.untilQuiet();
    expect(await world.word(id)).toBe('Configured');
    const sent = world.written().map((line) => line.replace(/ \d+$/, ''));
    expect(sent).toEqual([...new Set(sent)]);
    await world.expectSteady();
  },
);

test.each(writes)('%s: a write of %s that never arrived is sent again', async (_, __, make, method, path) => {
  const world = await startScenario();
  world.azure.addFault({ principal: 'app', method, path, drop: 'before' });
  const id = await make(world);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  await world.expectSteady();
});

test('reads that lag behind our writes lead to no second write and to no early Configured', async () => {
  const world = await startScenario();
  const id = await newVm(world);
  await world.clock.advance(118_000);
  world.azure.addFault({ principal: 'app', method: 'GET', path: `${id}**`, staleSeconds: 100 });
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect(world.written()).toHaveLength(3);
  await world.expectSteady();
});

test('a list of associations that lags behind ours leads to no second write', async () => {
  const world = await startScenario();
  const id = await quietVm(world, 'vm-1', { identity: userAssigned(world.tenant.builtInIdentity) });
  await quietly(world, async () => placeAgent(world, id));
  const path = `${id}/providers/**`;
  world.azure.addFault({ principal: 'app', method: 'GET', path, staleSeconds: 100 });
  await touch(world, id);
  await world.clock.advance(50_000);
  expect(await world.word(id)).toBe('InProgress(associateDataCollectionRule)');
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect(world.written()).toHaveLength(1);
  await world.expectSteady();
});

test('a read that still shows what was there before our change is not believed', async () => {
  const world = await startScenario({
    fleet: (usual) => ({
      ...usual,
      profiles: usual.profiles.map((each) => ({ ...each, onForeignIdentity: 'attach' as const })),
    }),
  });
  const foreign = await foreignIdentity(world, 'app-identity');
  const id = await quietVm(world, 'vm-1', { identity: userAssigned(foreign, world.tenant.builtInIdentity) });
  await quietly(world, async () => {
    await placeAgent(world, id, { settings: authentication(foreign) });
    await placeAssociation(world, id);
  });
  world.azure.addFault({ extension: {}, outcome: { exitCode: 51 } });
  await touch(world, id);
  world.azure.addFault({ principal: 'app', method: 'GET', path: id, staleSeconds: 600 });
  await world.clock.advance(10 * minute);
  expect(await world.word(id)).not.toBe('Configured');
  expect(world.written()).toHaveLength(1);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Held(ExtensionUnsupportedOs)');
  await world.expectSteady();
});

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'random stale reads (seed %i): every write is made once, and the end is true',
  async (seed) => {
    const world = await startScenario({ seed });
    const ids = [await newVm(world), await newArc(world)];
    for (let index = 0; index < 12; index++) {
      const path = [`${ids[0]}`, `${ids[1]}`, '**/extensions', '**/dataCollectionRuleAssociations'][
        (index * 7 + seed) % 4
      ];
      world.azure.addFault({
        principal: 'app',
        method: 'GET',
        path,
        staleSeconds: 20 + ((index * 37 + seed * 13) % 70),
      });
      await world.clock.advance(35_000);
    }
    await world.untilQuiet();
    for (const id of ids) expect(await world.word(id)).toBe('Configured');
    expect(world.written()).toHaveLength(5);
    await world.expectSteady();
  },
);

test('an operation whose URL answers no more is believed after two looks that see Succeeded', async () => {
  const world = await startScenario();
  const id = await newVm(world);
  world.azure.addFault({ principal: 'app', method: 'GET', path: '**/operations/**', preset: 'notFound', times: 1_000 });
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect(world.written()).toHaveLength(3);
  await world.expectSteady();
});
