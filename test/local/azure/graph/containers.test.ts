import { expect, test } from 'vitest';
import { otherTenant, prodId, startTenancy, testId } from '../tenancy-fixture.ts';
import { graphPath } from './graph-fixture.ts';

async function startContainers() {
  const world = await startTenancy();
  const ask = (query: string, scope: object = {}, options: object = {}) =>
    world.call('POST', graphPath, { query, options, ...scope }, 'app');
  const names = async (query: string, scope: object = {}) =>
    (await ask(`${query} | order by name asc | project name`, scope)).json.data?.map(
      ({ name }: { name: string }) => name,
    );
  return { ...world, ask, names };
}

const subscriptions = "resourcecontainers | where type == 'microsoft.resources/subscriptions'";

test('a subscription has its state, offer, tags, tenant and ancestors, the nearest first', async () => {
  const { azure, ask } = await startContainers();
  const { json } = await ask(`${subscriptions} | where subscriptionId == '${prodId}'`);
  expect(json.data).toMatchObject([
    {
      name: 'Prod',
      tenantId: azure.context.tenantId,
      subscriptionId: prodId,
      tags: { env: 'prod' },
      properties: {
        state: 'Enabled',
        subscriptionPolicies: { quotaId: 'MSDN_2014-09-01' },
        managementGroupAncestorsChain: [
          { displayName: 'prod', name: 'prod' },
          { displayName: 'platform', name: 'platform' },
          { displayName: 'Tenant Root Group', name: azure.context.tenantId },
        ],
      },
    },
  ]);
});

test('management groups in place of subscriptions: everything at and below them', async () => {
  const { names } = await startContainers();
  const in_ = (...managementGroups: string[]) => names(subscriptions, { managementGroups });
  expect(await in_('prod')).toEqual(['Prod']);
  expect(await in_('PLATFORM')).toEqual(['Prod', 'Test']);
  expect(await in_('prod', 'none')).toEqual(['Prod']);
  expect(await in_('none')).toBeUndefined();
});

// rubrikinc/rubrik-sizing-scripts#87.
test('an id that no management group can have is no scope', async () => {
  const { ask } = await startContainers();
  const refusal = await ask(subscriptions, { managementGroups: ['Tenant Root Group'] });
  expect(refusal).toMatchObject({
    status: 400,
    json: {
      error: {
        code: 'BadRequest',
        details: [
          {
            code: 'ManagementGroupsContainInvalidIds',
            message: "The provided management groups must be valid. Given: 'Tenant Root Group'.",
          },
        ],
      },
    },
  });
  for (const [id, status] of Object.entries({ 'prod.': 400, '-prod': 400, 'a(b)_c.d-1': 403, none: 403 })) {
    expect((await ask(subscriptions, { managementGroups: [id] })).status, id).toBe(status);
  }
});

test('groups are rows of their own: below the groups asked for, of the whole tenant, of no subscription', async () => {
  const { ask, names, azure } = await startContainers();
  const groups = "resourcecontainers | where type =~ 'microsoft.management/managementgroups'";
  expect(await names(groups, { managementGroups: ['platform'] })).toEqual(['platform', 'prod']);
  expect(await names(groups)).toEqual([azure.context.tenantId, 'platform', 'prod'].toSorted());
  expect(await names(groups, { subscriptions: [prodId] })).toEqual([]);
  expect((await ask(`${groups} | where name == 'prod'`)).json.data[0].properties.details).toMatchObject({
    parent: { name: 'platform' },
    managementGroupAncestorsChain: [{ name: 'platform' }, { displayName: 'Tenant Root Group' }],
  });
});

test('a group that has no subscriptions is an answer without rows', async () => {
  const { azure, names } = await startContainers();
  azure.context.managementGroups.makePath('empty');
  expect(await names(subscriptions, { managementGroups: ['empty'] })).toEqual([]);
});

test('moves and states are seen; a subscription in another tenant is not there', async () => {
  const { ask, names, report } = await startContainers();
  await report({ managementGroup: 'platform', state: 'Disabled' });
  const { json } = await ask(`${subscriptions} | where name == 'Prod' | project s = tostring(properties.state)`);
  expect(json.data).toEqual([{ s: 'Disabled' }]);
  expect(await names(subscriptions, { managementGroups: ['prod'] })).toEqual([]);
  await report({ tenantId: otherTenant });
  expect(await names(subscriptions)).toEqual(['Local', 'Test']);
  expect((await ask(subscriptions, { subscriptions: [prodId] })).status).toBe(403);
  expect(await names(subscriptions, { subscriptions: [prodId, testId] })).toEqual(['Test']);
});

test('a resource group shows the resource that owns it', async () => {
  const { ask, call } = await startContainers();
  const id = `/subscriptions/${prodId}/resourceGroups/managed`;
  await call('PUT', id, { location: 'westeurope', managedBy: '/subscriptions/x/y', tags: { a: 'b' } });
  const { json } = await ask("resourcecontainers | where name == 'managed' | project managedBy, tags, location");
  expect(json.data).toEqual([{ managedBy: '/subscriptions/x/y', tags: { a: 'b' }, location: 'westeurope' }]);
});

test('pages over management groups are linked by a token of their own scope', async () => {
  const { ask } = await startContainers();
  const scope = { managementGroups: ['platform'] };
  const query = 'resourcecontainers | project id, name | order by id asc';
  const first = await ask(query, scope, { $top: 3 });
  expect(first.json).toMatchObject({ count: 3, totalRecords: 4, resultTruncated: 'false' });
  const second = await ask(query, scope, { $skipToken: first.json.$skipToken });
  expect(second.json.count).toBe(1);
  expect((await ask(query, {}, { $skipToken: first.json.$skipToken })).status).toBe(400);
});

test('a scripted fault truncates an answer: fewer rows, no token, and it says so', async () => {
  const { ask, control } = await startContainers();
  await control('POST', 'faults', { path: '**/Microsoft.ResourceGraph/resources', truncateRows: 2, principal: 'app' });
  const truncated = (await ask('resourcecontainers | project id')).json;
  expect(truncated).toMatchObject({ count: 2, resultTruncated: 'true' });
  expect(truncated.data).toHaveLength(2);
  expect(truncated.$skipToken).toBeUndefined();
  expect((await ask('resourcecontainers | project id')).json).toMatchObject({ count: 7, resultTruncated: 'false' });
});
