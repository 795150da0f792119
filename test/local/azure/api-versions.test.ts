import { expect, test } from 'vitest';
import { versionsOf, versionsOfTypes } from '../../../local/azure/core/request/api-versions-of-types.ts';
import { apiVersions } from '../../../src/azure/api-versions.ts';
import { startAzure, vmId } from './azure-fixture.ts';
import { arcId, associationId, groupId, startLocalAzure, subscriptionScope } from './local-azure-fixture.ts';

async function refused(method: string, path: string, body?: unknown) {
  const { call } = await startLocalAzure();
  await call('PUT', vmId('web1'), { location: 'westeurope' });
  const { status, json } = await call(method, path, body);
  return { status, ...json.error };
}

test('a version that the type does not have is not registered, for the region of the resource', async () => {
  const { status, code, message } = await refused('GET', `${vmId('web1')}?api-version=2024-07-02`);
  expect([status, code]).toEqual([400, 'NoRegisteredProviderFound']);
  expect(message).toMatch(
    /^No registered resource provider found for location 'westeurope' and API version '2024-07-02' for type 'virtualMachines'\. The supported api-versions are '.*2024-07-01, .*'\. The supported locations are '.*westeurope.*'\.$/,
  );
});

test('the region is that of the body, or of the machine that a child is of', async () => {
  const created = await refused('PUT', `${arcId('edge1')}?api-version=2024-07-01`, { location: 'northeurope' });
  expect(created.message).toContain("location 'northeurope' and API version '2024-07-01' for type 'machines'.");
  const child = await refused('GET', `${vmId('web1')}/extensions?api-version=2025-01-13`);
  expect(child.message).toContain(
    "location 'westeurope' and API version '2025-01-13' for type 'virtualMachines/extensions'.",
  );
});

test.each([
  ['an identity', `${groupId}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id1`],
  ['an association', associationId(vmId('web1'), 'a')],
  ['an action', `${vmId('web1')}/start`],
  ['a query to Resource Graph', '/providers/Microsoft.ResourceGraph/resources'],
])("%s has its own versions, and those of Compute's extensions are not among them", async (what, path) => {
  const method = what === 'an action' || what.startsWith('a query') ? 'POST' : 'GET';
  const { code } = await refused(method, `${path}?api-version=2023-10-03-preview`);
  expect(code).toBe('NoRegisteredProviderFound');
});

test("of ARM's own types the version is invalid", async () => {
  for (const path of [groupId, `${subscriptionScope}/resources`, '/subscriptions']) {
    expect((await refused('GET', `${path}?api-version=2024-07-02`)).code).toBe('InvalidApiVersionParameter');
  }
});

test('every version that the app sends is one of its type', () => {
  const sent: Record<keyof typeof apiVersions, readonly string[]> = {
    compute: ['virtualMachines', 'virtualMachines/extensions', 'virtualMachineScaleSets'].map(
      (type) => `Microsoft.Compute/${type}`,
    ),
    hybridCompute: ['Microsoft.HybridCompute/machines', 'Microsoft.HybridCompute/machines/extensions'],
    monitor: ['Microsoft.Insights/dataCollectionRules', 'Microsoft.Insights/dataCollectionRuleAssociations'],
    managedIdentity: ['Microsoft.ManagedIdentity/userAssignedIdentities'],
    resources: ['Microsoft.Resources/resourceGroups'],
    resourceList: ['Microsoft.Resources/subscriptions'],
    resourceGraph: ['Microsoft.ResourceGraph/resources'],
    policyAssignments: ['Microsoft.Authorization/policyAssignments'],
    policyExemptions: ['Microsoft.Authorization/policyExemptions'],
    securityConnectors: ['Microsoft.Security/securityConnectors'],
    subscriptions: ['Microsoft.Resources/subscriptions'],
    providers: ['Microsoft.Resources/subscriptions'],
    pricings: ['Microsoft.Security/pricings'],
    pricingsRead: ['Microsoft.Security/pricings'],
    securitySettings: ['Microsoft.Security/settings'],
    serverVulnerabilityAssessments: ['Microsoft.Security/serverVulnerabilityAssessmentsSettings'],
    tags: ['Microsoft.Resources/tags'],
    mdeOnboardings: ['Microsoft.Security/mdeOnboardings'],
    autoProvisioning: ['Microsoft.Security/autoProvisioningSettings'],
    locks: ['Microsoft.Authorization/locks'],
    roleAssignments: ['Microsoft.Authorization/roleAssignments'],
    workspaces: ['Microsoft.OperationalInsights/workspaces'],
    solutions: ['Microsoft.OperationsManagement/solutions'],
    eventGrid: ['Microsoft.EventGrid/systemTopics', 'Microsoft.EventGrid/systemTopics/eventSubscriptions'],
    authorization: ['Microsoft.Authorization/permissions'],
  };
  for (const [name, version] of Object.entries(apiVersions)) {
    const types = Object.entries(sent).find(([each]) => each === name)?.[1] ?? [];
    expect(types.map((type) => versionsOf(type)?.includes(version))).toEqual(types.map(() => true));
  }
});

test('versions are dates in their order, each once', () => {
  for (const versions of Object.values(versionsOfTypes)) {
    expect(versions).toEqual(
      [...new Set(versions)].sort((left, right) => (left.slice(0, 10) < right.slice(0, 10) ? -1 : 1)),
    );
    expect(versions.every((version) => /^20\d\d-\d\d-\d\d(-preview)?$/.test(version))).toBe(true);
  }
});

test('a provider that ARM knows answers 501, one that it does not know 404', async () => {
  const known = ['Microsoft.Storage/storageAccounts/a', 'Microsoft.Compute/moons/a'];
  for (const type of known)
    expect((await refused('GET', `${groupId}/providers/${type}?api-version=2024-01-01`)).status).toBe(501);
  const unknown = await refused('GET', `${groupId}/providers/Contoso.Moons/craters/a?api-version=2024-01-01`);
  expect(unknown).toMatchObject({
    status: 404,
    code: 'InvalidResourceNamespace',
    message: "The resource namespace 'Contoso.Moons' is invalid.",
  });
  expect((await refused('GET', `${subscriptionScope}/providers/Microsoft.Storage`)).status).toBe(501);
});

test.each([
  ['$filter', `${subscriptionScope}/providers/Microsoft.HybridCompute/machines?$filter=name%20eq%20'a'`],
  ['$filter', `${subscriptionScope}/providers/Microsoft.Compute/virtualMachines?$filter=name%20eq%20'a'`],
  ['$expand', `${vmId('web1')}?$expand=userData`],
  ['$top', `${vmId('web1')}?$top=1`],
  ['$select', `${subscriptionScope}/resources?$select=name`],
  ['$filter', `${groupId}/providers/Microsoft.Authorization/locks?$filter=level%20eq%20'ReadOnly'`],
  ['$filter', `${groupId}/providers/Microsoft.Authorization/roleAssignments?$filter=type%20eq%20'a'`],
  ['$top', `${subscriptionScope}/resourcegroups?$top=1`],
])('%s is executed or answered with 501, never ignored: %s', async (_option, path) => {
  expect((await refused('GET', path)).status).toBe(501);
});

test.each(['/', ''])('a scope that was percent-encoded as a whole is taken, after "%s"', async (slash) => {
  const { call, createVm } = await startAzure();
  await createVm('web1');
  const encoded = `/${encodeURIComponent(slash === '' ? vmId('web1').slice(1) : vmId('web1'))}`;
  expect((await call('GET', `${encoded}?api-version=2024-07-01`)).json.id).toBe(vmId('web1'));
  const locks = `${encoded}/providers/Microsoft.Authorization/locks`;
  const put = await (await startLocalAzure()).call('GET', `${locks}?api-version=2020-05-01`);
  expect(put.json.value).toEqual([]);
});
