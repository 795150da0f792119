import { expect, test } from 'vitest';
import { vmBody, vmId } from '../../local/world/machines.ts';
import { createWorld, type World } from '../../local/world/virtual-world.ts';

async function newVm({ callAzure, tenant }: World): Promise<string> {
  const id = vmId(tenant, 'vm-1');
  await callAzure('PUT', id, { body: vmBody('vm-1') });
  return id;
}

test('M7: a call outside of the permissions of the fleet file is refused, and fails the scenario', async () => {
  const world = await createWorld();
  const id = vmId(world.tenant, 'vm-1');
  const refused = await world.callAzure('DELETE', id, { as: 'app' });
  expect(refused).toMatchObject({ status: 403, body: { error: { code: 'AuthorizationFailed' } } });
  await expect(world.stop()).rejects.toThrow(`The app asked for Microsoft.Compute/virtualMachines/delete on ${id}`);
});

test('M7: a right on another resource that is not listed is refused as such, and fails the scenario', async () => {
  const world = await createWorld({
    fleet: (usual) => ({
      ...usual,
      profiles: usual.profiles.map((profile) => ({ ...profile, identity: { kind: 'system' } })),
    }),
  });
  const { builtInIdentity } = world.tenant;
  const id = await newVm(world);
  await world.untilQuiet();
  const identity = { type: 'UserAssigned', userAssignedIdentities: { [builtInIdentity]: {} } };
  const refused = await world.callAzure('PATCH', id, { as: 'app', body: { identity } });
  expect(refused).toMatchObject({ status: 403, body: { error: { code: 'LinkedAuthorizationFailed' } } });
  await expect(world.stop()).rejects.toThrow(
    `The app asked for Microsoft.ManagedIdentity/userAssignedIdentities/assign/action on ${builtInIdentity}`,
  );
});

test('M7: with a file that only observes the app may read and may not write', async () => {
  const world = await createWorld({
    fleet: (usual) => ({ ...usual, profiles: usual.profiles.map((profile) => ({ ...profile, mode: 'observe' })) }),
  });
  const id = await newVm(world);
  await world.untilQuiet();
  expect((await world.callAzure('GET', id, { as: 'app' })).status).toBe(200);
  expect((await world.callAzure('PATCH', id, { as: 'app', body: { tags: {} } })).status).toBe(403);
  await expect(world.stop()).rejects.toThrow('Microsoft.Compute/virtualMachines/write');
});
