import { expect, test } from 'vitest';
import { vmBody, vmId } from '../../local/world/machines.ts';
import { newArc, newVm } from './new-machines.ts';
import { type Scenario, startScenario } from './scenario.ts';

/** Onboards a machine; before the n-th call of the app, `interfere` happens. Answers how many calls there were. */
async function onboard(
  make: (world: Scenario) => Promise<string>,
  at: number,
  interfere: (world: Scenario, id: string) => Promise<void>,
): Promise<{ readonly world: Scenario; readonly id: string; readonly calls: number }> {
  let calls = 0;
  let scene: { readonly world: Scenario; readonly id: string } | undefined;
  const world = await startScenario({
    pause: async (_, point) => {
      if (point === 'request' && ++calls === at && scene !== undefined) await interfere(scene.world, scene.id);
    },
  });
  const id = await make(world);
  scene = { world, id };
  await world.untilQuiet();
  return { world, id, calls };
}

/** A machine that was never seen leaves no row; every other is Gone. */
async function expectGone(world: Scenario, id: string): Promise<void> {
  const record = await world.record(id);
  if (record !== undefined) expect(await world.word(id)).toBe('Gone');
  expect(await world.store.work.listAll()).toEqual([]);
  await world.expectSteady();
}

const never = Number.POSITIVE_INFINITY;
const kinds = [
  ['VM', newVm],
  ['Arc machine', newArc],
] as const;

test.each(kinds)(
  '%s: one that vanishes at any call of its onboarding is Gone',
  { timeout: 60_000 },
  async (_, make) => {
    const { calls } = await onboard(make, never, async () => undefined);
    expect(calls).toBeGreaterThan(10);
    for (let at = 1; at <= calls; at++) {
      const { world, id } = await onboard(make, at, async (scene, machine) => scene.vanish(machine));
      await expectGone(world, id);
    }
  },
);

test('a VM whose deletion begins at any call of its onboarding is Gone', { timeout: 60_000 }, async () => {
  const { calls } = await onboard(newVm, never, async () => undefined);
  for (let at = 1; at <= calls; at++) {
    const { world, id } = await onboard(newVm, at, async (scene, machine) => {
      await scene.callAzure('DELETE', machine, { as: 'other' });
    });
    await expectGone(world, id);
  }
});

test('a machine whose resource group is deleted is Gone', async () => {
  const world = await startScenario();
  const id = await newVm(world);
  await world.untilQuiet();
  await world.callAzure('DELETE', world.tenant.group);
  await world.clock.advance(5 * 60_000);
  await world.lookAgain();
  expect(await world.word(id)).toBe('Gone');
  await world.expectSteady();
});

test('a machine that was never there leaves no row behind', async () => {
  const world = await startScenario();
  const answer = await world.api('POST', 'machines/onboard', { resourceId: vmId(world.tenant, 'vm-never') });
  expect(answer.status).toBe(202);
  await world.untilQuiet();
  expect(await world.record(vmId(world.tenant, 'vm-never'))).toBeUndefined();
  expect(await world.store.work.listAll()).toEqual([]);
});

test('a machine made anew under its name starts over, and keeps its timeline and its exclusion', async () => {
  const world = await startScenario();
  const id = await newVm(world);
  await world.untilQuiet();
  const first = await world.row(id);
  const until = new Date(world.clock.now() - 60_000).toISOString();
  const stored = await world.store.machines.read(first.key);
  const exclusion = { by: 'owner', why: 'maintenance, over by now', until };
  await world.store.machines.replace({ ...first, exclusion }, stored?.etag ?? '');
  const entries = (await world.timeline(id)).length;
  world.vanish(id);
  await world.callAzure('PUT', id, { body: vmBody('vm-1', { os: 'windows' }) });
  await world.untilQuiet();
  const second = await world.row(id);
  expect(await world.word(id)).toBe('Configured');
  expect(second.incarnation).not.toBe(first.incarnation);
  expect(second.spec).not.toBe(first.spec);
  expect(second.exclusion).toEqual(exclusion);
  expect(Object.keys(second.steps).sort()).not.toEqual(Object.keys(first.steps).sort());
  expect(second.owned.map(({ resourceId }) => resourceId.slice(id.length))).toEqual([
    expect.stringContaining('/dataCollectionRuleAssociations/assoc-'),
    '/extensions/AzureMonitorWindowsAgent',
  ]);
  expect((await world.timeline(id)).length).toBeGreaterThan(entries);
  await world.expectSteady();
});

test('a machine made anew while its onboarding runs ends Configured as the new one', { timeout: 60_000 }, async () => {
  const { calls } = await onboard(newVm, never, async () => undefined);
  for (let at = 1; at <= calls; at++) {
    const { world, id } = await onboard(newVm, at, async (scene, machine) => {
      scene.vanish(machine);
      await scene.callAzure('PUT', machine, { body: vmBody('vm-1') });
    });
    expect(await world.word(id), `made anew before call ${at}`).toBe('Configured');
    expect((await world.row(id)).incarnation).toBe(world.azure.context.vms.get(id)?.vmId);
    await world.expectSteady();
  }
});
