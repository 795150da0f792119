import { expect, test } from 'vitest';
import { assertValidRequest } from '../../../azure/schema-check.ts';
import { groupId, startLocalAzure, subscriptionScope } from '../local-azure-fixture.ts';

const name = 'aaaaaaaa-0000-4000-a000-00000000000a';
const other = 'aaaaaaaa-0000-4000-a000-00000000000b';
const principalId = 'bbbbbbbb-0000-4000-a000-000000000001';
const reader = `${subscriptionScope}/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7`;
const body = { properties: { principalId, roleDefinitionId: reader, principalType: 'ServicePrincipal' } };
const of = (scope: string, id = name) => `${scope}/providers/Microsoft.Authorization/roleAssignments/${id}`;

test('an assignment is made, read, listed and taken away', async () => {
  const { call } = await startLocalAzure();
  assertValidRequest({ method: 'PUT', url: `https://a${of(groupId)}?api-version=2022-04-01`, body });
  const put = await call('PUT', of(groupId), body);
  expect([put.status, put.json.properties]).toEqual([201, { ...body.properties, scope: groupId }]);
  expect((await call('GET', of(groupId))).json).toEqual(put.json);
  expect((await call('PUT', of(groupId), body)).status).toBe(200);
  const list = await call('GET', of(groupId, '').slice(0, -1));
  expect(list.json.value).toEqual([put.json]);
  expect((await call('DELETE', of(groupId))).json).toEqual(put.json);
  expect((await call('DELETE', of(groupId))).status).toBe(204);
  expect((await call('GET', of(groupId))).status).toBe(404);
});

test('atScope() and principalId are executed together', async () => {
  const { call } = await startLocalAzure();
  await call('PUT', of(groupId), body);
  await call('PUT', of(subscriptionScope, other), body);
  const list = async (scope: string, filter: string) => {
    const path = `${scope}/providers/Microsoft.Authorization/roleAssignments?$filter=${encodeURIComponent(filter)}`;
    return (await call('GET', path)).json.value.map((each: { name: string }) => each.name);
  };
  expect(await list(subscriptionScope, 'atScope()')).toEqual([other]);
  expect(await list(groupId, `atScope() and principalId eq '${principalId.toUpperCase()}'`)).toEqual([name, other]);
  expect(await list(groupId, `principalId eq '${other}'`)).toEqual([]);
});

test.each([
  ['a name that is no GUID', of(groupId, 'mine'), {}, 400, 'InvalidRoleAssignmentId'],
  ['a principal that is no GUID', of(groupId), { principalId: 'me' }, 400, 'InvalidPrincipalId'],
  ['a role that is none', of(groupId), { roleDefinitionId: 'Reader' }, 400, 'InvalidRoleDefinitionId'],
  ['a group that is not there', of(`${groupId}2`), {}, 404, 'ResourceGroupNotFound'],
  ['the same under another name', of(groupId, other), {}, 409, 'RoleAssignmentExists'],
  ['another principal under its name', of(groupId), { principalId: other }, 409, 'RoleAssignmentUpdateNotPermitted'],
])('%s is refused', async (_what, id, more, status, code) => {
  const { call } = await startLocalAzure();
  if (status === 409) await call('PUT', of(groupId), body);
  const put = await call('PUT', id, { properties: { ...body.properties, ...more } });
  expect([put.status, put.json.error.code]).toEqual([status, code]);
});
