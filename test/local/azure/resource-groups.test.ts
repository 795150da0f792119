import { expect, test } from 'vitest';
import { groupId, identityId, startAzure, subscriptionId, vmId } from './azure-fixture.ts';

test('a group that is deleted takes everything in it along, each resource with its own event', async () => {
  const { call, createVm, clock, events } = await startAzure();
  await createVm('web1');
  await call('PUT', identityId('a'), { location: 'westeurope' });
  events.length = 0;
  expect((await call('DELETE', groupId)).status).toBe(202);
  expect((await call('GET', groupId)).json.properties.provisioningState).toBe('Deleting');
  await clock.advance(60_000);
  expect((await call('GET', vmId('web1'))).json.error).toEqual({
    code: 'ResourceGroupNotFound',
    message: "Resource group 'demo' could not be found.",
  });
  expect(events.map(({ operationName }) => operationName).sort()).toEqual([
    'Microsoft.Compute/virtualMachines/delete',
    'Microsoft.ManagedIdentity/userAssignedIdentities/delete',
    'Microsoft.Resources/subscriptions/resourceGroups/delete',
  ]);
});

test('groups are listed, found by HEAD and changed by PATCH', async () => {
  const { call } = await startAzure();
  expect((await call('HEAD', groupId)).status).toBe(204);
  expect((await call('HEAD', `${groupId}2`)).status).toBe(404);
  await call('PATCH', groupId, { managedBy: '/subscriptions/x/aks', tags: { a: 'b' } });
  const list = await call('GET', `/subscriptions/${subscriptionId}/resourceGroups`);
  expect(list.json.value).toMatchObject([{ name: 'demo', managedBy: '/subscriptions/x/aks', tags: { a: 'b' } }]);
});

test('names with encoded characters and locations with spaces are stored as they are meant', async () => {
  const { call } = await startAzure();
  const odd = `/subscriptions/${subscriptionId}/resourceGroups/odd%28one%29`;
  expect((await call('PUT', odd, { location: 'West Europe' })).json).toMatchObject({
    name: 'odd(one)',
    location: 'westeurope',
  });
  const vm = `${odd}/providers/Microsoft.Compute/virtualMachines/web1`;
  expect((await call('PUT', vm, { location: 'West Europe' })).json.id).toContain('/odd(one)/');
  expect((await call('PUT', vm, { location: 'eastus' })).json.error.code).toBe('InvalidResourceLocation');
  expect((await call('PUT', odd, { location: 'eastus' })).json.error.code).toBe('InvalidResourceGroupLocation');
});

test('a group that is being deleted takes no writes, neither itself nor what is in it', async () => {
  const { call, clock } = await startAzure();
  await call('PUT', identityId('a'), { location: 'westeurope' });
  await call('DELETE', groupId);
  for (const id of [groupId, identityId('a'), identityId('b')]) {
    const put = await call('PUT', id, { location: 'westeurope' });
    expect([put.status, put.json.error]).toEqual([
      409,
      {
        code: 'ResourceGroupBeingDeleted',
        message: "The resource group 'demo' is in deprovisioning state and cannot perform this operation.",
      },
    ]);
  }
  expect((await call('GET', identityId('a'))).status).toBe(200);
  await clock.advance(60_000);
  expect((await call('PUT', groupId, { location: 'northeurope' })).status).toBe(201);
});

test('a PUT replaces the tags of a group, a PATCH keeps them; groups are found by a tag', async () => {
  const { call } = await startAzure();
  const put = await call('PUT', groupId, { location: 'West Europe', tags: { a: 'b' } });
  expect([put.status, put.json.tags]).toEqual([200, { a: 'b' }]);
  expect((await call('PATCH', groupId, {})).json.tags).toEqual({ a: 'b' });
  const found = async (filter: string) => {
    const path = `/subscriptions/${subscriptionId}/resourceGroups?$filter=${encodeURIComponent(filter)}`;
    return (await call('GET', path)).json.value.length;
  };
  expect(await found("tagName eq 'A' and tagValue eq 'b'")).toBe(1);
  expect(await found("tagName eq 'c'")).toBe(0);
  expect((await call('PUT', groupId, { location: 'westeurope' })).json.tags).toBeUndefined();
});
