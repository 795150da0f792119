import { describe, expect, test } from 'vitest';
import type { ResourceEvent } from '../../../../local/azure/core/types.ts';
import { assertValidRequest } from '../../../azure/schema-check.ts';
import { arcId, groupId, registration, startLocalAzure, subscriptionScope } from '../local-azure-fixture.ts';

const tagsOf = (scope: string) => `${scope}/providers/Microsoft.Resources/tags/default`;
const machine = arcId('edge1');

async function start() {
  const world = await startLocalAzure();
  await world.call('PUT', machine, { ...registration, tags: { Owner: 'ops', tier: 'gold' } });
  const events: ResourceEvent[] = [];
  world.azure.context.hooks.onEvent.push((event) => events.push(event));
  return { ...world, events };
}

describe.each([
  ['a subscription', subscriptionScope],
  ['a group', groupId],
  ['a resource', machine],
])('the tags of %s', (_what, scope) => {
  test('are written and read at its scope, and told as a write of its tags', async () => {
    const { call, events } = await start();
    const body = { properties: { tags: { env: 'prod' } } };
    assertValidRequest({ method: 'PUT', url: `https://a${tagsOf(scope)}?api-version=2024-03-01`, body });
    const put = await call('PUT', tagsOf(scope), body);
    const tags = {
      id: tagsOf(scope),
      name: 'default',
      type: 'Microsoft.Resources/tags',
      properties: { tags: { env: 'prod' } },
    };
    expect([put.status, put.json]).toEqual([200, tags]);
    expect((await call('GET', `${tagsOf(scope)}?api-version=2021-04-01`)).json).toEqual(tags);
    expect(events).toMatchObject([{ operationName: 'Microsoft.Resources/tags/write', resourceUri: tagsOf(scope) }]);
    expect((await call('DELETE', tagsOf(scope))).status).toBe(200);
    expect((await call('GET', tagsOf(scope))).json.properties).toEqual({ tags: {} });
    expect(events.at(-1)).toMatchObject({ operationName: 'Microsoft.Resources/tags/delete' });
  });
});

test.each([
  ['Merge', { OWNER: 'dev', env: 'prod' }, { Owner: 'dev', tier: 'gold', env: 'prod' }],
  ['Replace', { env: 'prod' }, { env: 'prod' }],
  ['Delete', { owner: 'ops', tier: 'silver' }, { tier: 'gold' }],
])('%s of tags changes those of the resource itself', async (operation, tags, left) => {
  const { call } = await start();
  const patched = await call('PATCH', tagsOf(machine), { operation, properties: { tags } });
  expect(patched.json.properties.tags).toEqual(left);
  expect((await call('GET', machine)).json.tags).toEqual(left);
});

test('a wrong operation, a wrong member and what is not there are refused', async () => {
  const { call, events } = await start();
  expect((await call('PATCH', tagsOf(machine), { operation: 'Add', properties: {} })).status).toBe(400);
  expect((await call('PUT', tagsOf(machine), { tags: {} })).status).toBe(400);
  expect((await call('PUT', tagsOf(machine), { properties: { tags: { a: 1 } } })).status).toBe(400);
  expect((await call('GET', tagsOf(arcId('none')))).json.error.code).toBe('ResourceNotFound');
  expect((await call('GET', tagsOf(`${groupId}2`))).json.error.code).toBe('ResourceGroupNotFound');
  expect(events).toEqual([]);
});

test('tags of a subscription are those that Resource Graph shows', async () => {
  const { call } = await start();
  await call('PUT', tagsOf(subscriptionScope), { properties: { tags: { env: 'prod' } } });
  const query = "resourcecontainers | where type == 'microsoft.resources/subscriptions' | project tags";
  const found = await call('POST', '/providers/Microsoft.ResourceGraph/resources', { query });
  expect(found.json.data).toEqual([{ tags: { env: 'prod' } }]);
});

test('a ReadOnly lock on a group keeps its tags as they are', async () => {
  const { call } = await start();
  const lock = `${groupId}/providers/Microsoft.Authorization/locks/keep`;
  await call('PUT', lock, { properties: { level: 'ReadOnly' } });
  expect((await call('PUT', tagsOf(groupId), { properties: { tags: {} } })).json.error.code).toBe('ScopeLocked');
});
