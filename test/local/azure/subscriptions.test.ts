import { expect, test } from 'vitest';
import { ResourceCollection, type StoredResource } from '../../../local/azure/core/store/resource-collection.ts';
import { newResource } from '../../../local/azure/core/store/stored-resource.ts';
import { vmBody } from '../../../local/world/machines.ts';
import { monitorAgent, subscriptionScope } from './local-azure-fixture.ts';
import { otherTenant, prodId, startTenancy, testId } from './tenancy-fixture.ts';

const group = `/subscriptions/${prodId}/resourceGroups/rg`;

test('a subscription that was made is listed and read with its tags, offer and tenant', async () => {
  const { azure, call, firstId } = await startTenancy();
  const list = await call('GET', '/subscriptions');
  expect(list.json.value.map(({ subscriptionId }: { subscriptionId: string }) => subscriptionId)).toEqual([
    firstId,
    prodId,
    testId,
  ]);
  expect((await call('GET', `/subscriptions/${prodId.toUpperCase()}`)).json).toMatchObject({
    displayName: 'Prod',
    state: 'Enabled',
    tenantId: azure.context.tenantId,
    tags: { env: 'prod' },
    subscriptionPolicies: { quotaId: 'MSDN_2014-09-01' },
  });
});

test('the list has pages, and only what the caller may read', async () => {
  const { azure, call, control } = await startTenancy();
  const many = Array.from({ length: 300 }, (_, index) => ({
    id: `5b5c0000-0000-4000-a000-000000001${String(index).padStart(3, '0')}`,
    displayName: `More ${index}`,
  }));
  await control('POST', 'subscriptions', many);
  azure.access.add({ kind: 'missingRole', principal: 'app', scope: `/subscriptions/${prodId}` });
  const ids: string[] = [];
  let pages = 0;
  for (let next: string | undefined = '/subscriptions?api-version=2022-12-01'; next !== undefined; pages++) {
    const { json } = await call('GET', next, undefined, 'app');
    ids.push(...json.value.map(({ subscriptionId }: { subscriptionId: string }) => subscriptionId));
    next = json.nextLink === undefined ? undefined : json.nextLink.slice('https://127.0.0.1:7443'.length);
  }
  expect(pages).toBe(2);
  expect(new Set(ids).size).toBe(302);
  expect(ids).not.toContain(prodId);
});

test.each(['Enabled', 'Warned', 'PastDue'])('a subscription that is %s takes writes', async (state) => {
  const { call, report } = await startTenancy();
  expect((await report({ state })).status).toBe(204);
  expect((await call('PUT', group, { location: 'westeurope' })).status).toBe(201);
});

test.each(['Disabled', 'Expired', 'Deleted'])(
  'a subscription that is %s refuses PUT, PATCH and POST; GET and DELETE go on',
  async (state) => {
    const { call, report, clock } = await startTenancy();
    await call('PUT', group, { location: 'westeurope' });
    await report({ state });
    for (const [method, path, body] of [
      ['PUT', group, { location: 'westeurope' }],
      ['PATCH', group, { tags: { a: 'b' } }],
      ['POST', `/subscriptions/${prodId}/providers/Microsoft.Compute/register`, undefined],
    ] as const) {
      const { status, json } = await call(method, path, body);
      expect([status, json.error.code]).toEqual([409, 'ReadOnlyDisabledSubscription']);
    }
    expect((await call('GET', `/subscriptions/${prodId}`)).json.state).toBe(state);
    expect((await call('DELETE', group)).status).toBe(202);
    await clock.advance(120_000);
    expect((await call('GET', group)).status).toBe(404);
    expect((await call('PUT', `${subscriptionScope}/resourceGroups/rg`, { location: 'westeurope' })).status).toBe(201);
  },
);

test.each(['Disabled', 'Expired'])(
  'a subscription that is %s has its VMs off, and enabled again they stay so',
  async (state) => {
    const { azure, clock, report, makeVm } = await startWithVm();
    const vm = await makeVm();
    await report({ state });
    expect(azure.context.vms.get(vm)?.power).toBe('deallocated');
    await report({ state: 'Enabled' });
    await clock.advance(3_600_000);
    expect(azure.context.vms.get(vm)?.power).toBe('deallocated');
  },
);

test('a subscription that is only PastDue leaves its VMs running, and one of another goes on', async () => {
  const { azure, report, makeVm, firstId } = await startWithVm();
  const vm = await makeVm();
  await report({ state: 'PastDue' });
  await report({ state: 'Disabled' }, firstId);
  expect(azure.context.vms.get(vm)?.power).toBe('running');
});

test('after a move, agents get no token for an identity until it is made and attached anew', async () => {
  const { azure, call, clock, report, makeVm } = await startWithVm();
  const vm = await makeVm();
  const agent = `${vm}/extensions/AzureMonitorLinuxAgent`;
  const install = async (): Promise<string | undefined> => {
    await call('PUT', agent, agentOf(identity));
    await clock.advance(600_000);
    return azure.context.vmExtensions.get(agent)?.provisioningState;
  };
  const attach = async (value: object | null): Promise<void> => {
    await call('PATCH', vm, { identity: { type: value === null ? 'None' : 'UserAssigned', ...listed(value) } });
    await clock.advance(60_000);
  };
  const listed = (value: object | null) => (value === null ? {} : { userAssignedIdentities: { [identity]: value } });
  await call('PUT', identity, { location: 'westeurope' });
  await attach({});
  expect(await install()).toBe('Succeeded');
  await report({ tenantId: otherTenant });
  await report({ tenantId: azure.context.tenantId });
  expect(azure.context.vmExtensions.get(agent)?.provisioningState).toBe('Failed');
  await attach(null);
  await attach({});
  expect(await install()).toBe('Failed');
  await call('DELETE', identity);
  await call('PUT', identity, { location: 'westeurope' });
  expect(await install()).toBe('Failed');
  await attach(null);
  await attach({});
  expect(await install()).toBe('Succeeded');
});

const identity = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/built-in`;

function agentOf(resourceId: string) {
  const managedIdentity = { 'identifier-name': 'mi_res_id', 'identifier-value': resourceId };
  const { location, properties } = monitorAgent;
  const settings = { authentication: { managedIdentity } };
  return { location, properties: { ...properties, typeHandlerVersion: '1.36', settings } };
}

/** The subscription `Prod` with a group, and a VM when it is asked for. */
async function startWithVm() {
  const tenancy = await startTenancy();
  await tenancy.call('PUT', group, { location: 'westeurope' });
  const makeVm = async (): Promise<string> => {
    const id = `${group}/providers/Microsoft.Compute/virtualMachines/vm-1`;
    const made = await tenancy.call('PUT', id, vmBody('vm-1'));
    if (made.status !== 201) throw new Error(`The VM was not made: ${made.body}`);
    await tenancy.clock.advance(300_000);
    return id;
  };
  return { ...tenancy, makeVm };
}

test('in another tenant every call with a token of the old one is 401, and it is no longer listed', async () => {
  const { azure, call, report } = await startTenancy();
  await call('PUT', group, { location: 'westeurope' });
  await report({ tenantId: otherTenant });
  for (const [method, path] of [
    ['GET', `/subscriptions/${prodId}`],
    ['GET', group],
    ['DELETE', group],
  ] as const) {
    const { status, json, headers } = await call(method, path, undefined, 'app');
    expect([status, json.error.code]).toEqual([401, 'InvalidAuthenticationTokenTenant']);
    expect(json.error.message).toBe(
      `The access token is from the wrong issuer 'https://sts.windows.net/${azure.context.tenantId}/'. It must match the tenant 'https://sts.windows.net/${otherTenant}/' associated with this subscription. Please use the authority (URL) 'https://login.windows.net/${otherTenant}' to get the token. Note, if the subscription is transferred to another tenant there is no impact to the services, but information about new tenant could take time to propagate (up to an hour). If you just transferred your subscription and see this error message, please try back later.`,
    );
    expect(headers['www-authenticate']).toContain(otherTenant);
  }
  expect(JSON.stringify((await call('GET', '/subscriptions')).json)).not.toContain(prodId);
});

test('role assignments and policy do not come back with the subscription', async () => {
  const { azure, call, report } = await startTenancy();
  const scope = `/subscriptions/${prodId}`;
  azure.access.add({ kind: 'policy', name: 'no-groups', scope });
  const roleDefinitionId = '9980e02c-c2be-4d73-94e8-173b1dc7cf3c';
  azure.access.add({ kind: 'roleAssignment', principalId: 'a', roleDefinitionId, scope });
  await report({ tenantId: otherTenant });
  await report({ tenantId: azure.context.tenantId });
  const assignments = `${scope}/providers/Microsoft.Authorization/roleAssignments`;
  expect((await call('GET', assignments)).json.value).toEqual([]);
  expect((await call('PUT', group, { location: 'westeurope' })).status).toBe(201);
  expect((await call('GET', group, undefined, 'app')).json.error.code).toBe('AuthorizationFailed');
  expect((await call('GET', '/subscriptions', undefined, 'app')).body).not.toContain(prodId);
});

test('a subscription that is deleted is gone with everything in it; a reset brings back what the start had', async () => {
  const { azure, call, control, firstId } = await startTenancy();
  await call('PUT', group, { location: 'westeurope' });
  expect((await control('DELETE', `subscriptions/${prodId}`)).status).toBe(204);
  expect((await control('DELETE', `subscriptions/${prodId}`)).status).toBe(404);
  expect((await call('GET', group)).json.error.code).toBe('SubscriptionNotFound');
  expect(azure.context.groups.get(group)).toBeUndefined();
  await control('POST', 'reset');
  const listed = (await control('GET', 'subscriptions')).json.subscriptions;
  expect(listed).toMatchObject([{ id: firstId, state: 'Enabled', managementGroup: azure.context.tenantId }]);
  expect(azure.context.managementGroups.all()).toHaveLength(1);
});

test.each([
  ['an unknown state', { state: 'Paused' }],
  ['an unknown member', { offer: 'x' }],
  ['a tenant that is no GUID', { tenantId: 'contoso' }],
])('control refuses %s', async (_what, members) => {
  const { report } = await startTenancy();
  expect((await report(members)).status).toBe(400);
});

test('control makes no subscription without a name', async () => {
  const { report } = await startTenancy();
  const { status, json } = await report({ state: 'Enabled' }, '5b5c0000-0000-4000-a000-0000000000b9');
  expect([status, json.error.code]).toEqual([404, 'SubscriptionNotFound']);
});

test('policies that are resources are gone with the tenant, locks stay', async () => {
  const { azure, call, report } = await startTenancy();
  const scope = `/subscriptions/${prodId}/providers/Microsoft.Authorization`;
  const lock = await call('PUT', `${scope}/locks/keep`, { properties: { level: 'CanNotDelete' } });
  expect(lock.status).toBe(201);
  const policies = new ResourceCollection<StoredResource>();
  const principal = azure.context.principals.operator;
  const type = 'Microsoft.Authorization/policyAssignments';
  policies.set(newResource(azure.context, { principal }, `${scope}/policyAssignments/a`, type));
  azure.context.collections.push(policies);
  await report({ tenantId: otherTenant });
  await report({ tenantId: azure.context.tenantId });
  expect(policies.all()).toEqual([]);
  expect((await call('GET', `${scope}/locks`)).json.value).toHaveLength(1);
});
