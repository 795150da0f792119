import { expect, test } from 'vitest';
import { groupId, subscriptionId, subscriptionScope } from '../local-azure-fixture.ts';
import { assignmentId, builtIn, exemptionId, managementGroup, startPolicy } from './policy-fixture.ts';

const agent = '637125fd-7c39-4b94-bb0a-d331faf333a9';
const assignments = `policyresources
| where type =~ 'microsoft.authorization/policyassignments'
| extend d = tolower(tostring(properties.policyDefinitionId))
| where d endswith '${agent}'
| project id, d, scope=tostring(properties.scope), notScopes=properties.notScopes, mode=tostring(properties.enforcementMode), params=properties.parameters, overrides=properties.overrides, selectors=properties.resourceSelectors, identity
| order by id asc`;

async function start() {
  const world = await startPolicy();
  const policyDefinitionId = builtIn(agent);
  await world.assign({ policyDefinitionId }, managementGroup('platform'), 'above');
  await world.assign({ policyDefinitionId, notScopes: [groupId] }, subscriptionScope, 'mine');
  await world.assign({ policyDefinitionId: builtIn('2ea82cdd-f2e8-4500-af75-67a2e084ca74') }, groupId, 'other');
  const query = async (text: string, body: object) =>
    (await world.call('POST', '/providers/Microsoft.ResourceGraph/resources', { query: text, ...body })).json;
  return { ...world, query };
}

test('assignments are rows of policyresources in the subscription', async () => {
  const { query } = await start();
  const { data } = await query(assignments, { subscriptions: [subscriptionId] });
  expect(data).toEqual([
    {
      id: assignmentId(subscriptionScope, 'mine'),
      d: builtIn(agent).toLowerCase(),
      scope: subscriptionScope,
      notScopes: [groupId],
      mode: 'Default',
      params: null,
      overrides: null,
      selectors: null,
      identity: null,
    },
  ]);
});

test('those of management groups are seen from the groups, or when what is above is asked for', async () => {
  const { query } = await start();
  const ids = async (body: object) =>
    (await query(assignments, body)).data.map(({ id }: { id: string }) => id.split('/').at(-1));
  expect(await ids({ managementGroups: ['platform'] })).toEqual(['above', 'mine']);
  expect(await ids({ managementGroups: ['prod'] })).toEqual(['mine']);
  const options = { authorizationScopeFilter: 'AtScopeAboveAndBelow' };
  expect(await ids({ managementGroups: ['prod'], options })).toEqual(['above', 'mine']);
  expect(await ids({ subscriptions: [subscriptionId], options })).toEqual(['above', 'mine']);
});

test('exemptions are rows too, and nothing of it stands among the resources', async () => {
  const { call, query } = await start();
  const properties = {
    policyAssignmentId: assignmentId(subscriptionScope, 'mine'),
    exemptionCategory: 'Waiver',
    expiresOn: '2030-01-01T00:00:00Z',
  };
  await call('PUT', exemptionId(groupId), { properties });
  const text =
    "policyresources | where type =~ 'microsoft.authorization/policyexemptions' | project id, resourceGroup, properties";
  expect((await query(text, { subscriptions: [subscriptionId] })).data).toEqual([
    { id: exemptionId(groupId), resourceGroup: 'demo', properties },
  ]);
  expect((await query('resources | count', {})).data).toEqual([{ Count: 0 }]);
  expect((await call('GET', `${subscriptionScope}/resources`)).json.value).toEqual([]);
});

test('the query for policy states runs, and there are none', async () => {
  const { query } = await start();
  const text = `policyresources
    | where type =~ 'microsoft.policyinsights/policystates' and tolower(tostring(properties.policyAssignmentId)) in ('${assignmentId(subscriptionScope, 'mine').toLowerCase()}')
    | project resourceId=tolower(tostring(properties.resourceId)), assignment=tostring(properties.policyAssignmentId), ref=tostring(properties.policyDefinitionReferenceId), state=tostring(properties.complianceState)`;
  expect((await query(text, { subscriptions: [subscriptionId] })).data).toEqual([]);
});
