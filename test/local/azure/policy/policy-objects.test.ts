import { describe, expect, test } from 'vitest';
import type { ResourceEvent } from '../../../../local/azure/core/types.ts';
import { assertValidRequest } from '../../../azure/schema-check.ts';
import { groupId, subscriptionScope } from '../local-azure-fixture.ts';
import {
  allowedLocations,
  assignmentId,
  builtIn,
  exemptionId,
  managementGroup,
  onlyWesteurope,
  startPolicy,
} from './policy-fixture.ts';

const monitorAgent = builtIn('637125fd-7c39-4b94-bb0a-d331faf333a9');
const scopes = [managementGroup('platform'), subscriptionScope, groupId];
const full = {
  location: 'westeurope',
  identity: { type: 'SystemAssigned' },
  properties: {
    displayName: 'Agents',
    policyDefinitionId: monitorAgent,
    enforcementMode: 'DoNotEnforce',
    notScopes: [groupId],
    parameters: { effect: { value: 'DeployIfNotExists' } },
    overrides: [{ kind: 'policyEffect', value: 'Disabled', selectors: [{ kind: 'resourceLocation', in: ['eastus'] }] }],
    resourceSelectors: [{ name: 's', selectors: [{ kind: 'resourceType', notIn: ['a/b'] }] }],
  },
};

describe.each(scopes)('an assignment at %s', (scope) => {
  test('is made, read as it was sent, and taken away', async () => {
    const { azure, call } = await startPolicy();
    const events: ResourceEvent[] = [];
    azure.context.hooks.onEvent.push((event) => events.push(event));
    const id = assignmentId(scope);
    assertValidRequest({ method: 'PUT', url: `https://a${id}?api-version=2025-03-01`, body: full });
    const put = await call('PUT', `${id}?api-version=2025-03-01`, full);
    expect(put.status).toBe(201);
    expect(put.json).toMatchObject({
      ...full,
      id,
      name: 'a',
      identity: { type: 'SystemAssigned', principalId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      properties: { ...full.properties, scope },
    });
    expect((await call('GET', id.toUpperCase())).json).toEqual(put.json);
    expect((await call('DELETE', id)).json).toEqual(put.json);
    expect((await call('DELETE', id)).status).toBe(204);
    expect((await call('GET', id)).json.error).toEqual({
      code: 'PolicyAssignmentNotFound',
      message: "The policy assignment 'a' is not found.",
    });
    const told = scope.startsWith('/subscriptions')
      ? ['Microsoft.Authorization/policyAssignments/write', 'Microsoft.Authorization/policyAssignments/delete']
      : [];
    expect(events.map(({ operationName }) => operationName)).toEqual(told);
  });
});

test('lists show what is at a scope, above and below, as their filters say', async () => {
  const { call, assign } = await startPolicy();
  for (const [index, scope] of [...scopes, managementGroup('other')].entries()) {
    const policyDefinitionId = scope === groupId ? allowedLocations : monitorAgent;
    const parameters = scope === groupId ? onlyWesteurope : {};
    await assign({ policyDefinitionId, parameters, enforcementMode: 'DoNotEnforce' }, scope, `a${index}`);
  }
  const list = async (scope: string, filter = '') => {
    const query = filter === '' ? '' : `?$filter=${encodeURIComponent(filter)}`;
    const { json } = await call('GET', `${scope}/providers/Microsoft.Authorization/policyAssignments${query}`);
    return json.value.map(({ name }: { name: string }) => name);
  };
  expect(await list(subscriptionScope)).toEqual(['a0', 'a1', 'a2']);
  expect(await list(subscriptionScope, 'atScope()')).toEqual(['a0', 'a1']);
  expect(await list(subscriptionScope, 'atExactScope()')).toEqual(['a1']);
  expect(await list(subscriptionScope, `policyDefinitionId eq '${allowedLocations.toUpperCase()}'`)).toEqual(['a2']);
  expect(await list(managementGroup('prod'), 'atScope()')).toEqual(['a0']);
  expect(await list(groupId)).toEqual(['a0', 'a1', 'a2']);
});

test.each([
  ['a definition that is not there', { policyDefinitionId: builtIn('none') }, 404, 'PolicyDefinitionNotFound'],
  [
    'a set that is not there',
    { policyDefinitionId: '/providers/Microsoft.Authorization/policySetDefinitions/x' },
    404,
    'PolicySetDefinitionNotFound',
  ],
  ['a parameter that is missing', { policyDefinitionId: allowedLocations }, 400, 'MissingPolicyParameter'],
  [
    'a parameter that there is not',
    { policyDefinitionId: allowedLocations, parameters: { ...onlyWesteurope, x: { value: 1 } } },
    400,
    'UndefinedPolicyParameter',
  ],
  [
    'an unknown mode',
    { policyDefinitionId: monitorAgent, enforcementMode: 'Sometimes' },
    400,
    'InvalidPolicyAssignment',
  ],
  ['an unknown member', { policyDefinitionId: monitorAgent, excluded: [] }, 400, 'BadRequest'],
])('an assignment of %s is refused', async (_what, properties, status, code) => {
  const { call } = await startPolicy();
  const put = await call('PUT', assignmentId(subscriptionScope), { properties });
  expect([put.status, put.json.error.code]).toEqual([status, code]);
});

test('an assignment needs a place for its identity, and a scope that is there', async () => {
  const { call } = await startPolicy();
  const put = (scope: string, body: object) => call('PUT', assignmentId(scope), body);
  expect((await put(subscriptionScope, { ...full, location: undefined })).json.error.code).toBe('LocationRequired');
  expect((await put(managementGroup('none'), full)).json.error.code).toBe('AuthorizationFailed');
  expect((await put(`${groupId}2`, full)).json.error.code).toBe('ResourceGroupNotFound');
});

test('exemptions are of an assignment, have a category, and end', async () => {
  const { call, clock, assign } = await startPolicy();
  await assign({ policyDefinitionId: monitorAgent });
  const id = exemptionId(groupId);
  const expiresOn = new Date(clock.now() + 60_000).toISOString();
  const properties = { policyAssignmentId: assignmentId(subscriptionScope), exemptionCategory: 'Waiver', expiresOn };
  const put = await call('PUT', `${id}?api-version=2022-07-01-preview`, { properties });
  expect([put.status, put.json.properties]).toEqual([201, properties]);
  expect((await call('PUT', id, { properties })).status).toBe(200);
  const list = `${subscriptionScope}/providers/Microsoft.Authorization/policyExemptions`;
  const names = async (query: string) =>
    (await call('GET', `${list}${query}`)).json.value.map(({ name }: { name: string }) => name);
  expect(await names('')).toEqual(['e']);
  expect(await names('?$filter=excludeExpired()')).toEqual(['e']);
  await clock.advance(60_000);
  expect([await names(''), await names('?$filter=excludeExpired()')]).toEqual([['e'], []]);
  const other = { ...properties, policyAssignmentId: assignmentId(subscriptionScope, 'none') };
  expect((await call('PUT', id, { properties: other })).json.error.code).toBe('PolicyAssignmentNotFound');
  const noCategory = { ...properties, exemptionCategory: 'Favour' };
  expect((await call('PUT', id, { properties: noCategory })).json.error.code).toBe('InvalidPolicyExemption');
  expect([(await call('DELETE', id)).status, (await call('GET', id)).status]).toEqual([200, 404]);
});

test('built-ins are at the tenant and under every subscription; own definitions can be assigned', async () => {
  const { call, assign } = await startPolicy();
  expect((await call('GET', allowedLocations)).json.properties).toMatchObject({
    displayName: 'Allowed locations',
    policyType: 'BuiltIn',
    mode: 'Indexed',
    policyRule: { if: { allOf: expect.any(Array) } },
  });
  expect((await call('GET', `${subscriptionScope}${monitorAgent}`)).json.id).toBe(monitorAgent);
  expect((await call('GET', builtIn('none'))).json.error.code).toBe('PolicyDefinitionNotFound');
  const own = `${subscriptionScope}${builtIn('own')}`;
  const definition = {
    properties: { displayName: 'Own', policyRule: { if: {} }, parameters: { a: { type: 'String' } } },
  };
  expect((await call('PUT', own, definition)).json.properties).toMatchObject({ policyType: 'Custom', mode: 'Indexed' });
  await assign({ policyDefinitionId: own, parameters: { a: { value: 'x' } } });
  const list = (await call('GET', `${subscriptionScope}/providers/Microsoft.Authorization/policyDefinitions`)).json;
  expect(list.value.map(({ id }: { id: string }) => id)).toEqual(expect.arrayContaining([own, allowedLocations]));
});

test('what is written at a subscription is gone once it was in another tenant', async () => {
  const { call, control, azure, assign } = await startPolicy();
  await assign({ policyDefinitionId: monitorAgent });
  const role = `${subscriptionScope}/providers/Microsoft.Authorization/roleAssignments/aaaaaaaa-0000-4000-a000-00000000000a`;
  const roleDefinitionId = `${subscriptionScope}/providers/Microsoft.Authorization/roleDefinitions/reader`;
  const principalId = 'bbbbbbbb-0000-4000-a000-000000000001';
  expect((await call('PUT', role, { properties: { principalId, roleDefinitionId } })).status).toBe(201);
  const id = subscriptionScope.split('/')[2];
  await control('POST', 'subscriptions', { id, tenantId: '9e4a47ed-0000-4000-a000-000000000009' });
  await control('POST', 'subscriptions', { id, tenantId: azure.context.tenantId });
  expect((await call('GET', assignmentId(subscriptionScope))).status).toBe(404);
  expect((await call('GET', role)).status).toBe(404);
});
