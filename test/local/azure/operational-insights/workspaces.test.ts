import { expect, test } from 'vitest';
import type { ResourceEvent } from '../../../../local/azure/core/types.ts';
import { assertValidRequest } from '../../../azure/schema-check.ts';
import { groupId, startLocalAzure, subscriptionId, subscriptionScope } from '../local-azure-fixture.ts';

const name = `defaultWorkspace-${subscriptionId}-WEU`;
const id = `${groupId}/providers/Microsoft.OperationalInsights/workspaces/${name}`;
/** As the default pipeline of Defender made it. */
const body = {
  location: 'westeurope',
  properties: { sku: { name: 'pernode' }, retentionInDays: 30, features: { searchVersion: 1 } },
};

async function start() {
  const world = await startLocalAzure();
  const events: ResourceEvent[] = [];
  world.azure.context.hooks.onEvent.push((event) => events.push(event));
  return { ...world, events };
}

test('the default workspace is created, and made some seconds later', async () => {
  const { call, clock, events } = await start();
  const sent = { ...body, properties: { ...body.properties, sku: { name: 'PerNode' } } };
  assertValidRequest({ method: 'PUT', url: `https://a${id}?api-version=2021-06-01`, body: sent });
  const put = await call('PUT', `${id}?api-version=2021-06-01`, body);
  expect(put.status).toBe(201);
  expect([put.headers.location, put.headers['azure-asyncoperation']]).toEqual([undefined, undefined]);
  expect(put.json).toMatchObject({
    id,
    location: 'westeurope',
    properties: { provisioningState: 'Creating', retentionInDays: 30, sku: { name: 'pernode' } },
  });
  await clock.advance(10_000);
  const made = (await call('GET', id.toUpperCase().replace('/SUBSCRIPTIONS', '/subscriptions'))).json;
  expect(made.properties).toMatchObject({
    provisioningState: 'Succeeded',
    customerId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  expect(events).toMatchObject([{ operationName: 'Microsoft.OperationalInsights/workspaces/write', resourceUri: id }]);
});

test('what is left out of a workspace is as it was, or as Log Analytics has it', async () => {
  const { call } = await start();
  const first = await call('PUT', id, { location: 'westeurope' });
  expect(first.json.properties).toMatchObject({ sku: { name: 'PerGB2018' }, retentionInDays: 30 });
  const again = await call('PUT', id, { location: 'westeurope', properties: { retentionInDays: 90 } });
  expect([again.status, again.json.properties.retentionInDays]).toEqual([200, 90]);
  const patched = await call('PATCH', id, { tags: { a: 'b' }, properties: { workspaceCapping: { dailyQuotaGb: 5 } } });
  expect(patched.json).toMatchObject({
    tags: { a: 'b' },
    properties: { retentionInDays: 90, workspaceCapping: { dailyQuotaGb: 5 } },
  });
  expect((await call('PATCH', `${id}2`, {})).status).toBe(404);
});

test('workspaces are listed, shown by Resource Graph, and deleted', async () => {
  const { call, events } = await start();
  await call('PUT', id, body);
  const type = 'Microsoft.OperationalInsights/workspaces';
  for (const scope of [groupId, subscriptionScope]) {
    expect((await call('GET', `${scope}/providers/${type}`)).json.value).toMatchObject([{ id }]);
  }
  const query = `resources | where type == '${type.toLowerCase()}' | project id, sku = tostring(properties.sku.name)`;
  const found = await call('POST', '/providers/Microsoft.ResourceGraph/resources', { query });
  expect(found.json.data).toEqual([{ id, sku: 'pernode' }]);
  expect([(await call('DELETE', id)).status, (await call('DELETE', id)).status]).toEqual([200, 204]);
  expect((await call('GET', id)).json.error.code).toBe('ResourceNotFound');
  expect(events.at(-1)?.operationName).toBe(`${type}/delete`);
});

test.each([
  ['a name that is too short', 'abc', {}, 400, 'InvalidParameter'],
  ['a name with an underscore', 'my_workspace', {}, 400, 'InvalidParameter'],
  ['an unknown pricing tier', name, { properties: { sku: { name: 'Cheap' } } }, 400, 'InvalidParameter'],
  ['a retention of ten years', name, { properties: { retentionInDays: 3650 } }, 400, 'InvalidParameter'],
  ['an unknown member', name, { properties: { retention: 30 } }, 400, 'BadRequest'],
  ['no region', name, { location: undefined }, 400, 'LocationRequired'],
  ['another region than it has', name, { location: 'northeurope' }, 409, 'InvalidResourceLocation'],
])('%s is refused', async (_what, workspace, more, status, code) => {
  const { call } = await start();
  await call('PUT', id, body);
  const put = await call('PUT', `${id.slice(0, -name.length)}${workspace}`, { ...body, ...more });
  expect([put.status, put.json.error.code]).toEqual([status, code]);
});
