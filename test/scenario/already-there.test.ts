import { expect, test } from 'vitest';
import {
  authentication,
  foreignIdentity,
  placeAgent,
  placeAssociation,
  quietArc,
  quietly,
  quietVm,
  touch,
  userAssigned,
} from './existing.ts';
import { type Scenario, startScenario } from './scenario.ts';

/** A VM on which somebody else has already done everything that we would do. */
async function completeVm(world: Scenario, agent: Parameters<typeof placeAgent>[2] = {}): Promise<string> {
  const id = await quietVm(world, 'vm-1', { identity: userAssigned(world.tenant.builtInIdentity) });
  await quietly(world, async () => {
    await placeAgent(world, id, agent);
    await placeAssociation(world, id);
  });
  return id;
}

test('a VM that is right already is Configured without a write, and nothing on it is ours', async () => {
  const world = await startScenario();
  const id = await completeVm(world);
  await touch(world, id);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect(world.written()).toEqual([]);
  expect((await world.row(id)).owned).toEqual([]);
  await world.expectSteady();
});

test('an Arc machine that is right already is Configured without a write', async () => {
  const world = await startScenario();
  const id = await quietArc(world, 'srv-1');
  await quietly(world, async () => {
    await placeAgent(world, id);
    await placeAssociation(world, id);
  });
  await touch(world, id);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect(world.written()).toEqual([]);
  expect((await world.row(id)).owned).toEqual([]);
  await world.expectSteady();
});

test('an agent under another name is found by its type and left alone when it is right', async () => {
  const world = await startScenario();
  const id = await completeVm(world, { name: 'ama-of-team-blue' });
  await touch(world, id);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect(world.written()).toEqual([]);
  await world.expectSteady();
});

test('an agent under another name is changed under that name, with its version and unknown settings kept', async () => {
  const world = await startScenario();
  const id = await completeVm(world, {
    name: 'ama-of-team-blue',
    properties: { typeHandlerVersion: '1.37' },
    settings: { logLevel: 'verbose', proxy: { mode: 'application', address: 'http://proxy:3128', auth: 'false' } },
  });
  await touch(world, id);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect(world.written()).toEqual(['PUT extensions/ama-of-team-blue 200']);
  expect(world.writes()[0]?.body).toMatchObject({
    properties: {
      typeHandlerVersion: '1.37',
      settings: {
        ...authentication(world.tenant.builtInIdentity),
        logLevel: 'verbose',
        proxy: { mode: 'application', address: 'http://proxy:3128', auth: 'false' },
      },
    },
  });
  expect((await world.row(id)).owned).toEqual([]);
  await world.expectSteady();
});

test('M1: an agent below the version floor is held for a person', async () => {
  const world = await startScenario();
  const id = await completeVm(world, {
    properties: { typeHandlerVersion: '1.30', autoUpgradeMinorVersion: false, enableAutomaticUpgrade: false },
  });
  await touch(world, id);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Held(VersionBelowFloor)');
  expect(world.written()).toEqual([]);
  await world.expectSteady();
});

test('a proxy with a password that we do not have: a needed change is held', async () => {
  const world = await startScenario();
  const id = await completeVm(world, {
    settings: { proxy: { mode: 'application', address: 'http://proxy:3128', auth: 'true' } },
  });
  await touch(world, id);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Held(ProtectedSettingsUnknown)');
  expect(world.written()).toEqual([]);
  await world.expectSteady();
});

test('only what is missing is written: the association alone', async () => {
  const world = await startScenario();
  const other = await foreignIdentity(world, 'app-identity');
  const id = await quietVm(world, 'vm-1', { identity: userAssigned(world.tenant.builtInIdentity, other) });
  await quietly(world, async () => placeAgent(world, id));
  await touch(world, id);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect(world.written()).toEqual([expect.stringMatching(/^PUT dataCollectionRuleAssociations\/assoc-\w+ 20\d$/)]);
  await world.expectSteady();
});
