import { expect, test } from 'vitest';
import { endpointId, groupId, subscriptionScope, vmId } from '../local-azure-fixture.ts';
import {
  allowedLocations,
  allowedLocationsOfGroups,
  allowedTypes,
  assignmentId,
  exemptionId,
  identityId,
  managementGroup,
  onlyWesteurope,
  ownerOps,
  ownerTag,
  requiredTag,
  requiredTagOfGroups,
  requiredValue,
  requiredValueOfGroups,
  startPolicy,
} from './policy-fixture.ts';

const elsewhere = { location: 'northeurope' };
const here = { location: 'westeurope' };
const owned = { tags: { Owner: 'ops' } };
const owner = (value: string) => ({ ...here, tags: { Owner: value } });
const newGroup = `${subscriptionScope}/resourceGroups/Built-In-Identity-RG`;
const locations = { policyDefinitionId: allowedLocations, parameters: onlyWesteurope };

test('a region that is not allowed is refused with all that Azure Policy tells', async () => {
  const { call, assign } = await startPolicy();
  await assign({ ...locations, displayName: 'Only West Europe' });
  const refused = await call('PUT', identityId('id1'), elsewhere);
  expect(refused.status).toBe(403);
  expect(refused.json.error).toMatchObject({
    code: 'RequestDisallowedByPolicy',
    target: 'id1',
    message: expect.stringMatching(
      /^Resource 'id1' was disallowed by policy\. Policy identifiers: '\[.*Only West Europe/,
    ),
  });
  expect(refused.json.error.additionalInfo).toEqual([
    {
      type: 'PolicyViolation',
      info: {
        evaluationDetails: {
          evaluatedExpressions: [
            {
              result: 'True',
              expressionKind: 'Field',
              expression: 'location',
              path: 'location',
              expressionValue: 'northeurope',
              targetValue: ['westeurope'],
              operator: 'NotIn',
            },
          ],
        },
        policyDefinitionId: allowedLocations,
        policyDefinitionName: 'e56962a6-4747-49cd-b67b-bf8b01975c4c',
        policyDefinitionDisplayName: 'Allowed locations',
        policyDefinitionVersion: '1.0.0',
        policyDefinitionEffect: 'deny',
        policyAssignmentId: assignmentId(subscriptionScope),
        policyAssignmentName: 'a',
        policyAssignmentDisplayName: 'Only West Europe',
        policyAssignmentScope: subscriptionScope,
        policyAssignmentParameters: onlyWesteurope,
        policyExemptionIds: [],
      },
    },
  ]);
  expect((await call('GET', identityId('id1'))).status).toBe(404);
  expect((await call('PUT', identityId('id1'), { location: 'West Europe' })).status).toBe(201);
});

test.each([
  ['Allowed locations', allowedLocations, onlyWesteurope, identityId('a'), elsewhere, here],
  ['Allowed locations for resource groups', allowedLocationsOfGroups, onlyWesteurope, newGroup, elsewhere, here],
  ['Require a tag on resources', requiredTag, ownerTag, identityId('a'), here, { ...here, ...owned }],
  ['Require a tag on resource groups', requiredTagOfGroups, ownerTag, newGroup, here, { ...here, ...owned }],
  ['Require a tag and its value on resources', requiredValue, ownerOps, identityId('a'), owner('dev'), owner('OPS')],
  [
    'Require a tag and its value on resource groups',
    requiredValueOfGroups,
    ownerOps,
    newGroup,
    owner('dev'),
    owner('ops'),
  ],
])('"%s" refuses what it forbids and nothing else', async (_name, policyDefinitionId, parameters, id, wrong, right) => {
  const { call, assign } = await startPolicy();
  await assign({ policyDefinitionId, parameters });
  const refused = await call('PUT', id, wrong);
  expect([refused.status, refused.json.error.code]).toEqual([403, 'RequestDisallowedByPolicy']);
  expect((await call('PUT', id, right)).status).toBe(201);
  const otherKind = id === newGroup ? identityId('b') : `${newGroup}-2`;
  expect((await call('PUT', otherKind, wrong)).status).toBe(201);
});

test.each([
  ['DoNotEnforce', { enforcementMode: 'DoNotEnforce' }],
  ['notScopes', { notScopes: [groupId.toUpperCase()] }],
  ['notScopes with a management group', { notScopes: [managementGroup('prod')] }],
  ['the effect audit', { parameters: { ...onlyWesteurope, effect: { value: 'Audit' } } }],
  ['an override of the effect', { overrides: [{ kind: 'policyEffect', value: 'disabled' }] }],
  [
    'a selector of another type',
    { resourceSelectors: [{ selectors: [{ kind: 'resourceType', in: ['Microsoft.Compute/disks'] }] }] },
  ],
  [
    'a selector without the region',
    { resourceSelectors: [{ selectors: [{ kind: 'resourceLocation', notIn: ['northeurope'] }] }] },
  ],
])('%s lets it through', async (_what, more) => {
  const { call, assign } = await startPolicy();
  await assign({ ...locations, ...more });
  expect((await call('PUT', identityId('a'), elsewhere)).status).toBe(201);
});

test.each([
  [
    'an override for other regions',
    {
      overrides: [
        { kind: 'policyEffect', value: 'disabled', selectors: [{ kind: 'resourceLocation', in: ['eastus'] }] },
      ],
    },
  ],
  ['notScopes of another group', { notScopes: [`${groupId}2`] }],
  [
    'a selector of its type',
    {
      resourceSelectors: [
        { selectors: [{ kind: 'resourceType', in: ['microsoft.managedidentity/userassignedidentities'] }] },
      ],
    },
  ],
])('%s does not', async (_what, more) => {
  const { call, assign } = await startPolicy();
  await assign({ ...locations, ...more });
  expect((await call('PUT', identityId('a'), elsewhere)).status).toBe(403);
});

test('"Allowed resource types" refuses the others, and no group', async () => {
  const { call, assign } = await startPolicy();
  const listOfResourceTypesAllowed = { value: ['microsoft.managedidentity/USERASSIGNEDIDENTITIES'] };
  await assign({ policyDefinitionId: allowedTypes, parameters: { listOfResourceTypesAllowed } });
  expect((await call('PUT', identityId('a'), here)).status).toBe(201);
  expect((await call('PUT', newGroup, here)).status).toBe(201);
  const refused = await call('PUT', endpointId('e'), here);
  expect(refused.json.error.additionalInfo[0].info.evaluationDetails.evaluatedExpressions).toMatchObject([
    {
      expression: 'type',
      expressionValue: 'Microsoft.Insights/dataCollectionEndpoints',
      operator: 'In',
      result: 'False',
    },
  ]);
});

test('a policy of a management group above is inherited, one of another group is not', async () => {
  const { call, assign } = await startPolicy();
  await assign(locations, managementGroup('other'));
  expect((await call('PUT', identityId('a'), elsewhere)).status).toBe(201);
  await assign(locations, managementGroup('platform'));
  expect((await call('PUT', identityId('b'), elsewhere)).status).toBe(403);
});

test('an exemption holds in its scope and until it ends', async () => {
  const { call, clock, assign } = await startPolicy();
  await assign(locations);
  const expiresOn = new Date(clock.now() + 60_000).toISOString();
  const policyAssignmentId = assignmentId(subscriptionScope);
  const properties = { policyAssignmentId, exemptionCategory: 'Mitigated', expiresOn };
  await call('PUT', newGroup, here);
  await call('PUT', exemptionId(groupId), { properties });
  expect((await call('PUT', identityId('a'), elsewhere)).status).toBe(201);
  expect((await call('PUT', identityId('a', newGroup), elsewhere)).status).toBe(403);
  await clock.advance(60_000);
  expect((await call('PUT', identityId('b'), elsewhere)).status).toBe(403);
});

test('tags that are required cannot be taken away, by whichever route', async () => {
  const { call, assign } = await startPolicy();
  await call('PUT', identityId('a'), { ...here, ...owned });
  await assign({ policyDefinitionId: requiredTag, parameters: ownerTag });
  const tags = `${identityId('a')}/providers/Microsoft.Resources/tags/default`;
  expect((await call('PATCH', identityId('a'), { tags: { other: 'x' } })).status).toBe(403);
  expect((await call('PUT', tags, { properties: { tags: {} } })).status).toBe(403);
  expect((await call('PATCH', tags, { operation: 'Delete', properties: owned })).status).toBe(403);
  expect((await call('DELETE', tags)).status).toBe(403);
  expect((await call('PATCH', tags, { operation: 'Merge', properties: { tags: { a: 'b' } } })).status).toBe(200);
  expect((await call('DELETE', identityId('a'))).status).toBe(200);
});

test('every assignment that refuses is told, with the messages of its owner', async () => {
  const { call, assign } = await startPolicy();
  await assign({ ...locations, nonComplianceMessages: [{ message: 'Use West Europe.' }] });
  await assign({ policyDefinitionId: requiredTag, parameters: ownerTag }, groupId, 'b');
  const { error } = (await call('PUT', identityId('a'), elsewhere)).json;
  expect(error.message).toBe(
    "Resource 'a' was disallowed by policy. Reasons: 'Use West Europe.'. See error details for policy resource IDs.",
  );
  expect(error.additionalInfo).toMatchObject([
    { info: { policyAssignmentName: 'a', evaluationDetails: { reason: 'Use West Europe.' } } },
    {
      info: {
        policyAssignmentName: 'b',
        evaluationDetails: { evaluatedExpressions: [{ expression: 'tags[owner]', operator: 'Exists' }] },
      },
    },
  ]);
});

test('locks, associations and reads are not what these policies look at', async () => {
  const { call, assign } = await startPolicy();
  await assign({ policyDefinitionId: requiredTag, parameters: ownerTag });
  const lock = `${groupId}/providers/Microsoft.Authorization/locks/keep`;
  expect((await call('PUT', lock, { properties: { level: 'CanNotDelete' } })).status).toBe(201);
  expect((await call('GET', vmId('none'))).json.error.code).toBe('ResourceNotFound');
});

test('an assignment whose definition is gone refuses nothing', async () => {
  const { call, assign } = await startPolicy();
  const own = `${subscriptionScope}/providers/Microsoft.Authorization/policyDefinitions/own`;
  await call('PUT', own, { properties: { policyRule: { if: {} } } });
  await assign({ policyDefinitionId: own });
  expect((await call('DELETE', own)).status).toBe(200);
  expect((await call('PUT', identityId('a'), elsewhere)).status).toBe(201);
});
