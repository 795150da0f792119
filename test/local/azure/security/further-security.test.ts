import { expect, test } from 'vitest';
import { assertValidBody } from '../../../azure/schema-check.ts';
import { groupId, subscriptionScope, vmId } from '../local-azure-fixture.ts';
import { p1, p2, startDefender, switchOf } from './security-fixture.ts';

const provider = `${subscriptionScope}/providers/Microsoft.Security`;

test('automatic provisioning of the old agent is Off until it is turned On', async () => {
  const { call } = await startDefender();
  const id = `${provider}/autoProvisioningSettings/default`;
  const setting = (autoProvision: string) => ({
    id,
    name: 'default',
    type: 'Microsoft.Security/autoProvisioningSettings',
    properties: { autoProvision },
  });
  expect((await call('GET', `${provider}/autoProvisioningSettings`)).json).toEqual({ value: [setting('Off')] });
  const { status, json } = await call('PUT', id, { properties: { autoProvision: 'On' } });
  expect([status, json]).toEqual([200, setting('On')]);
  expect((await call('GET', id)).json).toEqual(setting('On'));
  expect((await call('PUT', id, { properties: { autoProvision: 'Yes' } })).status).toBe(400);
  expect((await call('GET', `${provider}/autoProvisioningSettings/other`)).status).toBe(404);
});

test('the provider of vulnerability assessments is absent, made, made again, and deleted', async () => {
  const { call } = await startDefender();
  const id = `${provider}/serverVulnerabilityAssessmentsSettings/azureServersSetting`;
  const body = { kind: 'AzureServersSetting', properties: { selectedProvider: 'MdeTvm' } };
  expect((await call('GET', id)).status).toBe(404);
  expect((await call('GET', `${provider}/serverVulnerabilityAssessmentsSettings`)).json).toEqual({ value: [] });
  const created = await call('PUT', id, body);
  expect(created.status).toBe(201);
  expect(created.json).toMatchObject({
    id,
    name: 'azureServersSetting',
    type: 'Microsoft.Security/serverVulnerabilityAssessmentsSettings',
    ...body,
    systemData: { createdByType: 'Application' },
  });
  expect((await call('PUT', id, body)).status).toBe(200);
  expect((await call('GET', id)).json.properties).toEqual({ selectedProvider: 'MdeTvm' });
  expect([(await call('DELETE', id)).status, (await call('DELETE', id)).status]).toEqual([200, 204]);
});

test.each([
  ['another provider', { kind: 'AzureServersSetting', properties: { selectedProvider: 'Qualys' } }],
  ['another kind', { kind: 'azureServers', properties: { selectedProvider: 'MdeTvm' } }],
  ['no kind', { properties: { selectedProvider: 'MdeTvm' } }],
])('vulnerability assessments with %s are refused', async (_what, body) => {
  const { call } = await startDefender();
  const id = `${provider}/serverVulnerabilityAssessmentsSettings/azureServersSetting`;
  expect((await call('PUT', id, body)).status).toBe(400);
});

test('onboarding packages are there when the tenant has had a plan for servers', async () => {
  const { call, putPlan } = await startDefender();
  const id = `${provider}/mdeOnboardings`;
  const [before] = (await call('GET', id)).json.value;
  expect(before).toEqual({
    id: `${id}/default`,
    name: 'default',
    type: 'Microsoft.Security/mdeOnboardings',
    properties: {},
  });
  await putPlan(p1);
  expect((await call('GET', `${id}/default`)).json.properties).toEqual({
    onboardingPackageWindows: expect.stringMatching(/^\S+$/),
    onboardingPackageLinux: expect.stringMatching(/^\S+$/),
  });
  expect(Object.keys((await call('GET', `${id}/Linux`)).json.properties)).toEqual(['onboardingPackageLinux']);
  expect((await call('GET', `${id}/Other`)).status).toBe(404);
});

test('assessments are read one by one, of a resource and of the subscription, and go with their resource', async () => {
  const { call, control, clock } = await startDefender();
  await call('PUT', vmId('web1'), { location: 'westeurope' });
  const key = '06e3a6db-6c0c-4ad9-943f-31d9d73ecf6c';
  const row = { resourceId: vmId('web1'), key, displayName: 'EDR solution should be installed on Virtual Machines' };
  expect((await control('POST', 'assessments', { ...row, code: 'Unhealthy' })).status).toBe(201);
  const id = `${vmId('web1')}/providers/Microsoft.Security/assessments/${key}`;
  const { json } = await call('GET', id);
  const since = new Date(clock.now()).toISOString();
  expect(json).toEqual({
    id,
    name: key,
    type: 'Microsoft.Security/assessments',
    properties: {
      displayName: row.displayName,
      resourceDetails: { source: 'Azure', id: vmId('web1') },
      status: { code: 'Unhealthy', firstEvaluationDate: since, statusChangeDate: since },
      additionalData: {},
      links: { azurePortalUri: expect.stringContaining(encodeURIComponent(id)) },
      metadata: { displayName: row.displayName, assessmentType: 'BuiltIn', severity: 'High' },
    },
  });
  for (const scope of [subscriptionScope, vmId('web1')]) {
    expect((await call('GET', `${scope}/providers/Microsoft.Security/assessments`)).json.value).toEqual([json]);
  }
  await call('DELETE', vmId('web1'));
  await clock.advance(120_000);
  expect((await call('GET', `${subscriptionScope}/providers/Microsoft.Security/assessments`)).json.value).toEqual([]);
});

const connector = {
  location: 'westeurope',
  properties: {
    environmentName: 'AWS',
    hierarchyIdentifier: '123456789012',
    environmentData: {
      environmentType: 'AwsAccount',
      organizationalData: { organizationMembershipType: 'Member' },
      regions: [],
      scanInterval: 12,
    },
    offerings: [
      {
        offeringType: 'DefenderForServersAws',
        subPlan: { type: 'P1' },
        arcAutoProvisioning: { enabled: true, cloudRoleArn: 'arn:aws:iam::123456789012:role/arc' },
        mdeAutoProvisioning: { enabled: true, configuration: {} },
        vaAutoProvisioning: { enabled: true, configuration: { type: 'TVM' } },
      },
    ],
  },
};

test('a connector is made, read, listed as a resource, and deleted', async () => {
  const { call } = await startDefender();
  const id = `${groupId}/providers/Microsoft.Security/securityConnectors/aws`;
  const created = await call('PUT', id, connector);
  expect(created.status).toBe(201);
  expect(created.json).toMatchObject({ id, type: 'Microsoft.Security/securityConnectors', ...connector });
  expect((await call('GET', id)).json.properties).toEqual(connector.properties);
  for (const scope of [subscriptionScope, groupId]) {
    const { value } = (await call('GET', `${scope}/providers/Microsoft.Security/securityConnectors`)).json;
    expect(value).toMatchObject([{ id }]);
  }
  expect((await call('GET', `${groupId}/resources?api-version=2021-04-01`)).json.value).toMatchObject([{ id }]);
  expect((await call('PUT', id, { ...connector, location: 'northeurope' })).status).toBe(409);
  expect((await call('DELETE', id)).status).toBe(200);
  expect((await call('GET', id)).status).toBe(404);
});

test.each([
  ['an unknown environment', { ...connector, properties: { ...connector.properties, environmentName: 'Moon' } }],
  ['an unknown member', { ...connector, properties: { colour: 'red' } }],
  ['no location', { properties: connector.properties }],
])('a connector with %s is refused', async (_what, body) => {
  const { call } = await startDefender();
  expect((await call('PUT', `${groupId}/providers/Microsoft.Security/securityConnectors/aws`, body)).status).toBe(400);
});

test.each([
  ['pricings', '2024-01-01', p2],
  ['pricings', '2022-03-01', p1],
  ['settings', '2022-05-01', switchOf(true)],
  ['autoProvisioningSettings', '2017-08-01-preview', { properties: { autoProvision: 'Off' } }],
  [
    'serverVulnerabilityAssessmentsSettings',
    '2023-05-01',
    { kind: 'AzureServersSetting', properties: { selectedProvider: 'MdeTvm' } },
  ],
  ['securityConnectors', '2024-08-01-preview', connector],
])('the bodies of these tests are those of the schema of %s@%s', (type, version, body) => {
  expect(() => assertValidBody(`Microsoft.Security/${type}`, version, body)).not.toThrow();
});
