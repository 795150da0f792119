import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { assertValidBody } from '../../azure/schema-check.ts';
import { schemaFolder } from '../../azure/schema-folder.ts';
import { endpointId, groupId, ruleId, startLocalAzure, subscriptionScope } from './local-azure-fixture.ts';

const location = 'westeurope';
const workspace = `${groupId}/providers/Microsoft.OperationalInsights/workspaces/logs-a`;
const solution = `${groupId}/providers/Microsoft.OperationsManagement/solutions/Security(logs-a)`;
const identity = `${groupId}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/a`;
const authorization = (type: string, name: string, scope = groupId) =>
  `${scope}/providers/Microsoft.Authorization/${type}/${name}`;
const assignment = authorization('policyAssignments', 'a', subscriptionScope);
const guid = 'aaaaaaaa-0000-4000-a000-00000000000a';
const roleDefinitionId = authorization('roleDefinitions', guid, subscriptionScope);
const policyDefinitionId = '/providers/Microsoft.Authorization/policyDefinitions/637125fd-7c39-4b94-bb0a-d331faf333a9';

/** Where, by which api-version, and what is sent to make it. */
const made: readonly (readonly [type: string, id: string, apiVersion: string, body: object])[] = [
  ['Microsoft.Resources/resourceGroups', groupId, '2024-03-01', { location, tags: { a: 'b' } }],
  [
    'Microsoft.Resources/tags',
    `${groupId}/providers/Microsoft.Resources/tags/default`,
    '2024-03-01',
    { properties: { tags: { a: 'b' } } },
  ],
  [
    'Microsoft.ManagedIdentity/userAssignedIdentities',
    identity,
    '2024-11-30',
    { location, properties: { isolationScope: 'Regional' } },
  ],
  [
    'Microsoft.Authorization/locks',
    authorization('locks', 'keep'),
    '2020-05-01',
    { properties: { level: 'CanNotDelete' } },
  ],
  [
    'Microsoft.Authorization/roleAssignments',
    authorization('roleAssignments', guid),
    '2022-04-01',
    { properties: { principalId: guid, roleDefinitionId } },
  ],
  [
    'Microsoft.OperationalInsights/workspaces',
    workspace,
    '2025-07-01',
    { location, identity: { type: 'SystemAssigned' } },
  ],
  [
    'Microsoft.OperationsManagement/solutions',
    solution,
    '2015-11-01-preview',
    {
      location,
      plan: { name: 'Security(logs-a)', publisher: 'Microsoft', product: 'OMSGallery/Security', promotionCode: '' },
      properties: { workspaceResourceId: workspace },
    },
  ],
  [
    'Microsoft.Security/autoProvisioningSettings',
    `${subscriptionScope}/providers/Microsoft.Security/autoProvisioningSettings/default`,
    '2017-08-01-preview',
    { properties: { autoProvision: 'On' } },
  ],
  ['Microsoft.Insights/dataCollectionEndpoints', endpointId('e'), '2024-03-11', { location, properties: {} }],
  [
    'Microsoft.Insights/dataCollectionRules',
    ruleId('r'),
    '2024-03-11',
    {
      location,
      kind: 'Linux',
      identity: { type: 'SystemAssigned' },
      properties: { destinations: { logAnalytics: [{ name: 'a', workspaceResourceId: workspace }] } },
    },
  ],
  [
    'Microsoft.Authorization/policyAssignments',
    assignment,
    '2025-03-01',
    { location, identity: { type: 'SystemAssigned' }, properties: { policyDefinitionId } },
  ],
];

/** What is wrong with an answer; what only Azure may fill in is right there. */
function flawsOf(type: string, apiVersion: string, answer: object): readonly string[] {
  const { id: _id, name: _name, type: _type, ...body }: Record<string, unknown> = { ...answer };
  try {
    assertValidBody(type, apiVersion, body);
    return [];
  } catch (error) {
    const [, ...flaws] = String(error).split('\n');
    return flaws.filter((flaw) => !flaw.endsWith(' is filled in by Azure only'));
  }
}

test('what a subscription is given is answered as its specification has it', async ({ skip }) => {
  if (!existsSync(schemaFolder)) skip('the schemas are not here');
  const { call } = await startLocalAzure();
  for (const [type, id, apiVersion, body] of made) {
    const put = await call('PUT', `${id}?api-version=${apiVersion}`, body);
    expect([type, put.status < 300, put.status < 300 ? [] : put.body]).toEqual([type, true, []]);
    const answer = (await call('GET', `${id}?api-version=${apiVersion}`)).json;
    expect([type, answer.id, flawsOf(type, apiVersion, answer)]).toEqual([type, id, []]);
  }
  expect(flawsOf('Microsoft.Authorization/locks', '2020-05-01', { properties: { level: 1 } })).not.toEqual([]);
});
