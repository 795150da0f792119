import { expect, test } from 'vitest';
import { vmBody, vmId } from '../../local/world/machines.ts';
import type { WorldOptions } from '../../local/world/virtual-world.ts';
import type { WrittenFleet } from '../../src/domain/fleet/fleet-schema.ts';
import { put, quietVm, touch } from './existing.ts';
import { newVm } from './new-machines.ts';
import { type Scenario, startScenario } from './scenario.ts';

type WrittenProfile = WrittenFleet['profiles'][number];

function profile(change: Partial<WrittenProfile>): Required<Pick<WorldOptions, 'fleet'>> {
  return { fleet: (usual) => ({ ...usual, profiles: usual.profiles.map((each) => ({ ...each, ...change })) }) };
}

const everything = ['attachIdentity', 'associateDataCollectionRule', 'installExtension'];

async function expectObserved(world: Scenario, id: string, reason: string): Promise<void> {
  const { wouldWrite, spec, plannedSpec } = await world.row(id);
  expect(await world.word(id)).toBe(`Observed(${reason})`);
  expect(wouldWrite.map(({ step }) => step.split(':')[0])).toEqual(everything);
  expect(spec).toBeUndefined();
  expect(plannedSpec).toBeDefined();
  expect(world.written()).toEqual([]);
  await world.expectSteady();
}

test('A14: a profile that observes: nothing is written, the row says what would be', async () => {
  const world = await startScenario(profile({ mode: 'observe' }));
  const id = await newVm(world);
  await world.untilQuiet();
  await expectObserved(world, id, 'ObserveMode');
});

test('a fresh store is not armed: nothing is written; armed with the plan that was read, it goes on', async () => {
  const world = await startScenario({ armed: false });
  const id = await newVm(world);
  await world.untilQuiet();
  await expectObserved(world, id, 'NotArmed');
  expect((await world.api('POST', 'arm', { scopes: ['*'] })).status).toBe(409);
  const { body } = await world.api('GET', 'adoption');
  expect((await world.api('POST', 'arm', { scopes: ['*'], planHash: body.planHash })).status).toBe(200);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  await world.expectSteady();
});

test('A6: a machine that was there before us is not adopted by itself; onboarded by an operator, it goes on', async () => {
  const world = await startScenario();
  const id = await quietVm(world, 'vm-1');
  world.report({ id, createdAt: new Date(world.clock.now() - 25 * 60 * 60_000).toISOString() });
  await touch(world, id);
  await world.untilQuiet();
  await expectObserved(world, id, 'NotAdopted');
  expect((await world.api('POST', 'machines/onboard', { resourceId: id })).status).toBe(202);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  await world.expectSteady();
});

test('a machine of a group that is managed by a service is excluded', async () => {
  const world = await startScenario();
  const group = `/subscriptions/${world.tenant.subscription}/resourceGroups/databricks-rg`;
  const managedBy = `${world.tenant.group}/providers/Microsoft.Databricks/workspaces/ws`;
  await put(world, group, { location: 'westeurope', managedBy });
  const id = `${group}/providers/Microsoft.Compute/virtualMachines/worker-1`;
  await world.callAzure('PUT', id, { body: vmBody('worker-1') });
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Excluded(ManagedBy)');
  expect(world.written()).toEqual([]);
  await world.expectSteady();
});

test('a machine that itself is managed by a service is excluded', async () => {
  const world = await startScenario();
  const id = await quietVm(world, 'vm-1');
  world.report({ id, managedBy: `${world.tenant.group}/providers/Microsoft.Solutions/applications/app` });
  await touch(world, id);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Excluded(ManagedBy)');
  expect(world.written()).toEqual([]);
  await world.expectSteady();
});

test('A9: an image that the agent does not support is Unsupported, visibly', async () => {
  const world = await startScenario();
  const id = await newVm(world, 'vm-1', { image: { publisher: 'contoso', offer: 'appliance', sku: 'v1' } });
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Unsupported(Image)');
  expect(world.written()).toEqual([]);
  await world.expectSteady();
});

test('M11: an image named in the file is supported', async () => {
  const image = { publisher: 'contoso', offer: 'appliance', sku: 'v1' };
  const world = await startScenario({ fleet: (usual) => ({ ...usual, support: { additionalImages: [image] } }) });
  const id = await newVm(world, 'vm-1', { image });
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  await world.expectSteady();
});

test('M9: without a rule for the machine it is held: the agent alone would do nothing', async () => {
  const world = await startScenario({
    fleet: (usual, { rules }) => ({
      ...usual,
      profiles: [{ name: 'all', mode: 'enforce', dataCollection: { rules: [{ id: rules.windows, os: 'windows' }] } }],
    }),
  });
  const id = await newVm(world);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Held(NoRules)');
  expect(world.written()).toEqual([]);
  await world.expectSteady();
});

test('a rule that does not exist holds the machine', async () => {
  const world = await startScenario();
  await world.callAzure('DELETE', world.tenant.rules.linux);
  const id = await newVm(world);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Held(SpecObsolete)');
  expect(world.written().filter((line) => line.includes('Associations'))).toEqual([]);
  await world.expectSteady();
});

test('a VM that forbids extensions is held', async () => {
  const world = await startScenario();
  const id = await newVm(world, 'vm-1', { allowExtensionOperations: false });
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Held(ExtensionsDisabled)');
  expect(world.written().filter((line) => line.includes(' extensions/'))).toEqual([]);
  await world.expectSteady();
});

test('what no profile matches, and what the file excludes, is left alone', async () => {
  const world = await startScenario({
    fleet: (usual, tenant) => ({
      ...usual,
      scope: {
        ...usual.scope,
        exclude: {
          scopes: [
            { id: `${tenant.group}/providers/Microsoft.Compute/virtualMachines/vm-2`, by: 'ops', why: 'golden image' },
          ],
        },
      },
      profiles: usual.profiles.map((each) => ({ ...each, match: { tags: { env: 'prod' } } })),
    }),
  });
  const id = await newVm(world);
  const excluded = vmId(world.tenant, 'vm-2');
  await world.callAzure('PUT', excluded, { body: vmBody('vm-2', { tags: { env: 'prod' } }) });
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Excluded(NoProfile)');
  expect(await world.word(excluded)).toBe('Excluded(ByFleetFile)');
  expect(world.written()).toEqual([]);
  await world.expectSteady();
});

test('a machine outside of the scope is neither read nor written', async () => {
  const world = await startScenario({
    fleet: (usual, tenant) => ({ ...usual, scope: { resourceGroups: [`${tenant.group}-other`] } }),
  });
  const id = await newVm(world);
  await world.untilQuiet();
  expect(await world.record(id)).toBeUndefined();
  // Of its subscription only what a sweep and its own look read.
  expect(world.calls().filter(({ path }) => path.includes('/resourceGroups/'))).toEqual([]);
  expect((await world.api('POST', 'machines/onboard', { resourceId: id })).status).toBe(422);
});
