import { expect, test } from 'vitest';
import {
  arcId,
  associationId,
  groupId,
  registration,
  ruleId,
  startLocalAzure,
  subscriptionScope,
} from './local-azure-fixture.ts';

const machine = arcId('edge1');
const lockId = (scope: string, name = 'keep') => `${scope}/providers/Microsoft.Authorization/locks/${name}`;

async function withMachine() {
  const started = await startLocalAzure();
  await started.call('PUT', machine, registration);
  const tag = (as: 'app' | 'operator' | 'other' = 'operator') =>
    started.call('PATCH', machine, { tags: { a: 'b' } }, as);
  return { ...started, tag };
}

test.each([
  ['the machine', machine],
  ['its group', groupId],
  ['its subscription', subscriptionScope],
])('a CanNotDelete lock on %s keeps it from being deleted, not from being written', async (_what, scope) => {
  const { call, tag } = await withMachine();
  expect((await call('PUT', lockId(scope), { properties: { level: 'CanNotDelete', notes: 'why' } })).status).toBe(201);
  const refused = await call('DELETE', machine);
  expect(refused.status).toBe(409);
  expect(refused.json.error).toEqual({
    code: 'ScopeLocked',
    message: `The scope '${machine}' cannot perform delete operation because following scope(s) are locked: '${scope}'. Please remove the lock and try again.`,
  });
  expect((await tag()).status).toBe(200);
  expect((await call('DELETE', lockId(scope))).status).toBe(200);
  expect((await call('DELETE', machine)).status).toBe(200);
});

test('a ReadOnly lock refuses writes, and lists below its scope', async () => {
  const { call, tag } = await withMachine();
  await call('PUT', lockId(groupId), { properties: { level: 'ReadOnly' } });
  const refused = await tag();
  expect(refused.json.error).toMatchObject({
    code: 'ScopeLocked',
    message: expect.stringContaining('write operation'),
  });
  expect((await call('GET', machine)).status).toBe(200);
  const locks = `${subscriptionScope}/providers/Microsoft.Authorization/locks`;
  expect((await call('GET', locks)).json.value).toMatchObject([{ name: 'keep', properties: { level: 'ReadOnly' } }]);
  expect((await call('GET', lockId(groupId, 'none'))).status).toBe(404);
  expect((await call('PUT', lockId(groupId), { properties: { level: 'Sometimes' } })).status).toBe(400);
});

test('a lock on a machine is not one on a machine whose name starts alike', async () => {
  const { call } = await withMachine();
  await call('PUT', lockId(machine), { properties: { level: 'CanNotDelete' } });
  await call('PUT', arcId('edge10'), registration);
  expect((await call('DELETE', arcId('edge10'))).status).toBe(200);
});

test('a principal without a role gets AuthorizationFailed there, others do not', async () => {
  const { azure, call, tag } = await withMachine();
  const id = azure.access.add({ kind: 'missingRole', principal: 'app', scope: groupId, actions: ['**/write'] });
  const refused = await tag('app');
  expect(refused.status).toBe(403);
  const { objectId, clientId } = azure.context.principals.app;
  expect(refused.json.error).toEqual({
    code: 'AuthorizationFailed',
    message: `The client '${clientId}' with object id '${objectId}' does not have authorization to perform action 'Microsoft.HybridCompute/machines/write' over scope '${machine}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
  });
  expect((await call('GET', machine, undefined, 'app')).status).toBe(200);
  expect((await tag('operator')).status).toBe(200);
  azure.access.remove(id);
  expect((await tag('app')).status).toBe(200);
});

test('a missing right to assign an identity or read a rule is LinkedAuthorizationFailed', async () => {
  const { azure, call } = await withMachine();
  const identity = `${groupId}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id1`;
  const vm = `${groupId}/providers/Microsoft.Compute/virtualMachines/vm1`;
  await call('PUT', identity, { location: 'westeurope' });
  await call('PUT', ruleId('r'), { location: 'westeurope', properties: {} });
  azure.access.add({ kind: 'missingRole', principal: 'app', scope: identity, actions: ['**/assign/action'] });
  azure.access.add({ kind: 'missingRole', principal: 'app', scope: ruleId('r'), actions: ['**/read'] });
  const identityBlock = { type: 'UserAssigned', userAssignedIdentities: { [identity]: {} } };
  const put = await call('PUT', vm, { location: 'westeurope', identity: identityBlock }, 'app');
  expect(put.json.error).toMatchObject({
    code: 'LinkedAuthorizationFailed',
    message: expect.stringContaining(`on the linked scope(s) '${identity}'`),
  });
  const association = { properties: { dataCollectionRuleId: ruleId('r') } };
  const associated = await call('PUT', associationId(machine, 'a'), association, 'app');
  expect(associated.json.error.code).toBe('LinkedAuthorizationFailed');
  expect((await call('PUT', associationId(machine, 'a'), association, 'other')).status).toBe(201);
});

test('a deny assignment refuses everybody but the excluded', async () => {
  const { azure, tag } = await withMachine();
  azure.access.add({ kind: 'denyAssignment', name: 'stack', scope: machine, excludedPrincipals: ['other'] });
  const refused = await tag('app');
  expect(refused.status).toBe(403);
  expect(refused.json.error).toMatchObject({
    code: 'DenyAssignmentAuthorizationFailed',
    message: expect.stringContaining("because of the deny assignment with name 'stack'"),
  });
  expect((await tag('other')).status).toBe(200);
});

test('a policy with effect deny names itself in additionalInfo', async () => {
  const { azure, call } = await withMachine();
  azure.access.add({ kind: 'policy', name: 'no-agents', scope: groupId, actions: ['**/extensions/write'] });
  const refused = await call('PUT', `${machine}/extensions/a`, { location: 'westeurope', properties: {} });
  expect(refused.status).toBe(403);
  expect(refused.json.error).toMatchObject({
    code: 'RequestDisallowedByPolicy',
    target: 'a',
    additionalInfo: [{ type: 'PolicyViolation', info: { policyAssignmentName: 'no-agents' } }],
  });
});

test.each(['Disabled', 'Expired', 'Deleted'])(
  'a subscription that is %s can be read and not written',
  async (state) => {
    const { call, control, tag } = await withMachine();
    await control('POST', 'subscriptions', { id: subscriptionScope.split('/')[2], state });
    expect((await tag()).json.error.code).toBe('ReadOnlyDisabledSubscription');
    expect((await call('GET', machine)).status).toBe(200);
  },
);

test('role assignments are listed by scope and by principal', async () => {
  const { azure, call } = await withMachine();
  const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
  const principalId = 'aaaaaaaa-0000-4000-a000-000000000001';
  azure.access.add({ kind: 'roleAssignment', principalId, roleDefinitionId: owner, scope: groupId });
  azure.access.add({
    kind: 'roleAssignment',
    principalId: 'someone',
    roleDefinitionId: owner,
    scope: subscriptionScope,
  });
  const list = async (scope: string, filter?: string) => {
    const query = filter === undefined ? '' : `?$filter=${encodeURIComponent(filter)}`;
    const { json } = await call('GET', `${scope}/providers/Microsoft.Authorization/roleAssignments${query}`);
    return json.value.map(({ properties }: { properties: { principalId: string } }) => properties.principalId);
  };
  expect(await list(subscriptionScope)).toEqual([principalId, 'someone']);
  expect(await list(subscriptionScope, 'atScope()')).toEqual(['someone']);
  expect(await list(subscriptionScope, `principalId eq '${principalId}'`)).toEqual([principalId]);
  expect(await list(machine)).toEqual([principalId, 'someone']);
});

test('a principal with a role may do what it lists and nothing else, each of its roles in its scope', async () => {
  const { azure, call, tag } = await withMachine();
  azure.access.add({ kind: 'role', principal: 'app', actions: ['microsoft.hybridcompute/machines/READ'] });
  expect((await call('GET', machine, undefined, 'app')).status).toBe(200);
  expect((await tag('app')).json.error).toMatchObject({ code: 'AuthorizationFailed' });
  expect(azure.access.unlisted()).toEqual([
    { principal: 'app', action: 'Microsoft.HybridCompute/machines/write', scope: machine },
  ]);
  azure.access.add({
    kind: 'role',
    principal: 'app',
    scope: `${subscriptionScope}/resourceGroups/elsewhere`,
    actions: ['Microsoft.HybridCompute/machines/write'],
  });
  expect((await tag('app')).status).toBe(403);
  azure.access.add({
    kind: 'role',
    principal: 'app',
    scope: groupId,
    actions: ['Microsoft.HybridCompute/machines/write'],
  });
  expect((await tag('app')).status).toBe(200);
  expect((await tag('other')).status).toBe(200);
  expect(azure.access.used('app')).toEqual([
    'Microsoft.HybridCompute/machines/read',
    'Microsoft.HybridCompute/machines/write',
  ]);
});

test("M15: a principal's permissions at a scope are its roles there, without what was taken away", async () => {
  const { azure, call } = await withMachine();
  const read = async (scope: string) =>
    (await call('GET', `${scope}/providers/Microsoft.Authorization/permissions`, undefined, 'app')).json.value;
  const role = { notActions: [], dataActions: [], notDataActions: [] };
  expect(await read(groupId)).toEqual([{ ...role, actions: ['*'] }]);
  azure.access.add({
    kind: 'missingRole',
    principal: 'app',
    scope: machine,
    actions: ['Microsoft.HybridCompute/**/write'],
  });
  expect(await read(machine)).toEqual([{ ...role, actions: ['*'], notActions: ['Microsoft.HybridCompute/*/write'] }]);
  expect(await read(groupId)).toEqual([{ ...role, actions: ['*'] }]);
  const actions = ['Microsoft.Authorization/permissions/read', 'Microsoft.HybridCompute/machines/write'];
  azure.access.add({ kind: 'role', principal: 'app', actions });
  azure.access.add({
    kind: 'role',
    principal: 'app',
    scope: machine,
    actions: ['Microsoft.HybridCompute/machines/read'],
  });
  expect(await read(groupId)).toEqual([{ ...role, actions }]);
  expect(await read(machine)).toEqual([
    { ...role, actions: actions.slice(0, 1) },
    { ...role, actions: ['Microsoft.HybridCompute/machines/read'] },
  ]);
});
