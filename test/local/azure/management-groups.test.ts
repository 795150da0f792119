import { expect, test } from 'vitest';
import { assertValidBody } from '../../azure/schema-check.ts';
import { groupPath, prodId, startTenancy, testId } from './tenancy-fixture.ts';

test('a group is read with its parent, and its children with everything below them', async () => {
  const { azure, call } = await startTenancy();
  const root = azure.context.tenantId;
  const plain = await call('GET', groupPath('prod'));
  expect(plain.json).toMatchObject({
    id: groupPath('prod'),
    type: 'Microsoft.Management/managementGroups',
    name: 'prod',
    properties: { tenantId: root, displayName: 'prod', details: { parent: { id: groupPath('platform') } } },
  });
  expect(plain.json.properties.children).toBeUndefined();
  const children = await call('GET', `${groupPath('Platform')}?$expand=children`);
  expect(children.json.properties.children).toEqual([
    { id: groupPath('prod'), type: 'Microsoft.Management/managementGroups', name: 'prod', displayName: 'prod' },
    { id: `/subscriptions/${testId}`, type: '/subscriptions', name: testId, displayName: 'Test' },
  ]);
  const tree = await call('GET', `${groupPath(root)}?$expand=children&$recurse=true&api-version=2020-05-01`);
  expect(tree.json.properties).toMatchObject({
    displayName: 'Tenant Root Group',
    children: [
      {
        name: 'platform',
        children: [{ name: 'prod', children: [{ name: prodId, displayName: 'Prod' }] }, { name: testId }],
      },
      { displayName: 'Local' },
    ],
  });
});

test('descendants and entities are flat lists; entities name the chain from the root down', async () => {
  const { azure, call } = await startTenancy();
  const below = await call('GET', `${groupPath('platform')}/descendants`);
  expect(below.json.value.map(({ type, name }: Record<string, string>) => [type, name])).toEqual([
    ['Microsoft.Management/managementGroups', 'prod'],
    ['Microsoft.Management/managementGroups/subscriptions', prodId],
    ['Microsoft.Management/managementGroups/subscriptions', testId],
  ]);
  const entities = await call('POST', '/providers/Microsoft.Management/getEntities');
  const of = (name: string) => entities.json.value.find((entity: { name: string }) => entity.name === name);
  expect(of(prodId)).toMatchObject({
    type: '/subscriptions',
    properties: { parentNameChain: [azure.context.tenantId, 'platform', 'prod'], numberOfChildren: 0 },
  });
  expect(of('platform').properties).toMatchObject({
    numberOfDescendants: 3,
    numberOfChildren: 2,
    numberOfChildGroups: 1,
    parentDisplayNameChain: ['Tenant Root Group'],
  });
});

test('groups are made, moved and deleted; a subscription that leaves its group stands in the root group', async () => {
  const { azure, call } = await startTenancy();
  const body = { properties: { displayName: 'Sandbox', details: { parent: { id: groupPath('platform') } } } };
  assertValidBody('Microsoft.Management/managementGroups', '2023-04-01', body);
  const made = await call('PUT', groupPath('sandbox'), body);
  expect([made.status, made.json.properties.details.parent.name]).toEqual([200, 'platform']);
  const member = `${groupPath('sandbox')}/subscriptions/${testId}`;
  expect((await call('PUT', member)).json.properties).toMatchObject({
    displayName: 'Test',
    parent: { id: groupPath('sandbox') },
    state: 'Active',
    tenant: azure.context.tenantId,
  });
  const members = await call('GET', `${groupPath('sandbox')}/subscriptions`);
  expect(members.json.value).toMatchObject([{ name: testId, id: member }]);
  expect((await call('DELETE', groupPath('sandbox'))).status).toBe(400);
  expect((await call('DELETE', member)).status).toBe(200);
  expect((await call('DELETE', member)).status).toBe(204);
  expect(azure.context.subscriptions.get(testId)?.managementGroup).toBe(azure.context.tenantId);
  expect((await call('DELETE', groupPath('sandbox'))).status).toBe(204);
  expect((await call('GET', groupPath('sandbox'))).status).toBe(403);
});

test('what is refused: an unknown parent, a group below itself, an unknown member, an unknown subscription', async () => {
  const { call } = await startTenancy();
  const under = (name: string) => ({ properties: { details: { parent: { id: groupPath(name) } } } });
  expect((await call('PUT', groupPath('a'), under('none'))).json.error.code).toBe('ManagementGroupNotFound');
  expect((await call('PUT', groupPath('platform'), under('prod'))).status).toBe(400);
  expect((await call('PUT', groupPath('a'), { properties: { owner: 'x' } })).status).toBe(400);
  const none = `${groupPath('prod')}/subscriptions/5b5c0000-0000-4000-a000-0000000000b9`;
  expect((await call('PUT', none)).json.error.code).toBe('SubscriptionNotFound');
  expect((await call('GET', `${groupPath('prod')}?$expand=path`)).status).toBe(501);
});

test('a role that is missing on a group is missing on everything below it, and lists leave it out', async () => {
  const { azure, call } = await startTenancy();
  azure.access.add({ kind: 'missingRole', principal: 'app', scope: groupPath('platform') });
  for (const path of [groupPath('platform'), groupPath('prod'), `/subscriptions/${prodId}`]) {
    expect((await call('GET', path, undefined, 'app')).json.error.code).toBe('AuthorizationFailed');
    expect((await call('GET', path)).status).toBe(200);
  }
  const groups = await call('GET', '/providers/Microsoft.Management/managementGroups', undefined, 'app');
  expect(groups.json.value.map(({ name }: { name: string }) => name)).toEqual([azure.context.tenantId]);
  expect((await call('GET', '/subscriptions', undefined, 'app')).json.value).toHaveLength(1);
});
