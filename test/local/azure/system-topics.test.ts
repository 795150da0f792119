import { expect, test } from 'vitest';
import { assertValidBody } from '../../azure/schema-check.ts';
import { appGroup, startEventGrid, toFunction, topicBody, topicId } from './event-grid-fixture.ts';
import { subscriptionScope } from './local-azure-fixture.ts';
import { prodId } from './tenancy-fixture.ts';

const topics = (group: string) => `${group}/providers/Microsoft.EventGrid/systemTopics`;

test('a global topic is made at once, and found by group, by subscription and in Resource Graph', async () => {
  const { call } = await startEventGrid();
  assertValidBody('Microsoft.EventGrid/systemTopics', '2025-02-15', topicBody);
  const expected = {
    id: topicId,
    location: 'global',
    tags: null,
    properties: { provisioningState: 'Succeeded', source: subscriptionScope },
  };
  expect((await call('GET', `${topicId}?api-version=2022-06-15`)).json).toMatchObject(expected);
  for (const scope of [appGroup, subscriptionScope]) {
    expect((await call('GET', topics(scope))).json.value).toMatchObject([expected]);
  }
  const query = `resources | where type =~ 'microsoft.eventgrid/systemtopics' and tolower(tostring(properties.source)) == '${subscriptionScope}'`;
  const found = await call('POST', '/providers/Microsoft.ResourceGraph/resources', { query });
  expect(found.json.data).toMatchObject([{ id: topicId, location: 'global' }]);
});

test('there is one topic for a source, whatever its group and casing', async () => {
  const { call } = await startEventGrid();
  const source = subscriptionScope.toUpperCase().replace('/SUBSCRIPTIONS', '/subscriptions');
  const second = { ...topicBody, properties: { ...topicBody.properties, source } };
  await call('PUT', `${subscriptionScope}/resourceGroups/other`, { location: 'westeurope' });
  const { status, json } = await call('PUT', `${topics(`${subscriptionScope}/resourceGroups/other`)}/second`, second);
  expect([status, json.error]).toEqual([
    400,
    {
      code: 'InvalidRequest',
      message: `There is an existing tracked system topic for the given source ${source}. Only one system topic is allowed per source.`,
    },
  ]);
  expect((await call('PUT', topicId, topicBody)).status).toBe(200);
});

test('a topic of a resource group is another source', async () => {
  const { call } = await startEventGrid();
  const properties = { source: appGroup, topicType: 'microsoft.resources.resourcegroups' };
  expect((await call('PUT', `${topics(appGroup)}/group-events`, { location: 'global', properties })).status).toBe(200);
});

test.each([
  ['another location than global', { location: 'westeurope' }, 400],
  [
    'a source of another subscription',
    { properties: { ...topicBody.properties, source: `/subscriptions/${prodId}` } },
    400,
  ],
  ['a source that is no subscription', { properties: { ...topicBody.properties, source: appGroup } }, 400],
  ['an unknown member', { properties: { ...topicBody.properties, scope: 'x' } }, 400],
  ['no location', { location: undefined }, 400],
  [
    'a topic type that is not simulated',
    { properties: { source: appGroup, topicType: 'Microsoft.KeyVault.vaults' } },
    501,
  ],
])('%s is refused', async (_what, members, status) => {
  const { call } = await startEventGrid();
  expect((await call('PUT', `${topics(appGroup)}/another`, { ...topicBody, ...members })).status).toBe(status);
});

test('tags and identity are patched; deletion takes a while and takes the event subscriptions along', async () => {
  const { azure, call, clock, subscribe } = await startEventGrid();
  await subscribe(toFunction);
  expect(azure.events.subscriptions()).toHaveLength(1);
  const patched = await call('PATCH', topicId, { tags: { a: 'b' }, identity: { type: 'SystemAssigned' } });
  expect(patched.json).toMatchObject({ tags: { a: 'b' }, identity: { type: 'SystemAssigned' } });
  const gone = await call('DELETE', topicId);
  expect(gone.status).toBe(202);
  expect(gone.headers['azure-asyncoperation']).toMatch(/\/providers\/Microsoft\.EventGrid\/operationsStatus\//);
  expect(gone.headers.location).toMatch(/\/providers\/Microsoft\.EventGrid\/operationResults\//);
  await clock.advance(20_000);
  expect((await call('GET', topicId)).status).toBe(404);
  expect((await call('DELETE', topicId)).status).toBe(204);
  expect(azure.events.subscriptions()).toEqual([]);
});
