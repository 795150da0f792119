import { expect, test } from 'vitest';
import { arcId, groupId, registration, subscriptionId, subscriptionScope, vmId } from '../local-azure-fixture.ts';
import { p2, startDefender } from './security-fixture.ts';

async function startGraph() {
  const started = await startDefender();
  const query = async (text: string, as: 'app' | 'operator' = 'app') => {
    const { json } = await started.call('POST', '/providers/Microsoft.ResourceGraph/resources', { query: text }, as);
    return json.data;
  };
  return { ...started, query };
}

test('the plans of a subscription are rows of securityresources', async () => {
  const { query, putPlan } = await startGraph();
  const text = `securityresources | where type =~ 'microsoft.security/pricings' and name == 'VirtualMachines'
    | mv-expand extension = properties.extensions
    | project subscriptionId, tier = tostring(properties.pricingTier), plan = tostring(properties.subPlan),
        extension = tostring(extension.name), isOn = tostring(extension.isEnabled) | order by extension asc`;
  await putPlan(p2);
  const row = { subscriptionId, tier: 'Standard', plan: 'P2' };
  expect(await query(text)).toEqual([
    { ...row, extension: 'AgentlessVmScanning', isOn: 'True' },
    { ...row, extension: 'FileIntegrityMonitoring', isOn: 'False' },
    { ...row, extension: 'MdeDesignatedSubscription', isOn: 'False' },
  ]);
});

test('the query of the workbooks finds which machine an assessment is about', async () => {
  const { query, call, control } = await startGraph();
  await call('PUT', vmId('web1'), { location: 'westeurope' });
  await call('PUT', arcId('aws1'), registration);
  const key = 'dc5357d0-3858-4d17-a1a3-072840bff5be';
  const more = { key, displayName: 'EDR configuration issues', code: 'Healthy', severity: 'Low' };
  const ofAws = { Source: 'aws', AzureResourceId: arcId('aws1') };
  await control('POST', 'assessments', [
    { ...more, resourceId: vmId('web1') },
    { ...more, resourceId: arcId('aws1'), resourceDetails: ofAws },
  ]);
  const text = `securityresources
    | where type =~ 'microsoft.security/assessments'
    | where name in~ ('${key}') or tostring(properties.displayName) startswith 'EDR '
    | extend source = tolower(tostring(properties.resourceDetails.Source))
    | extend machineId = tolower(trim(' ', tostring(case(source == 'azure' or isnotempty(tostring(properties.resourceDetails.ConnectorId)), properties.resourceDetails.Id,
          source in ('aws','gcp'), properties.resourceDetails.AzureResourceId, split(tolower(id), '/providers/microsoft.security/assessments/')[0]))))
    | project id, machineId, key = name, title = tostring(properties.displayName), code = tostring(properties.status.code), cause = tostring(properties.status.cause),
              since = tostring(properties.status.statusChangeDate), extra = properties.additionalData
    | order by id asc`;
  const rows = await query(text);
  const machines = rows.map(({ machineId, code }: { machineId: string; code: string }) => [machineId, code]);
  expect(machines).toEqual([
    [vmId('web1').toLowerCase(), 'Healthy'],
    [arcId('aws1').toLowerCase(), 'Healthy'],
  ]);
});

test('a connector is a row of resources with its environment', async () => {
  const { query, call } = await startGraph();
  const properties = { environmentName: 'GCP', hierarchyIdentifier: '42', offerings: [] };
  const id = `${groupId}/providers/Microsoft.Security/securityConnectors/gcp`;
  await call('PUT', id, { location: 'westeurope', properties });
  const text = `resources | where type == 'microsoft.security/securityconnectors'
    | project id, environment = tostring(properties.environmentName), account = tostring(properties.hierarchyIdentifier)`;
  expect(await query(text)).toEqual([{ id, environment: 'GCP', account: '42' }]);
});

test('who may not read plans has no rows of them', async () => {
  const { query, control } = await startGraph();
  const actions = ['Microsoft.Security/pricings/read'];
  await control('POST', 'access', { kind: 'missingRole', principal: 'app', scope: subscriptionScope, actions });
  expect(await query('securityresources | count')).toEqual([{ Count: 0 }]);
  expect(await query('securityresources | count', 'operator')).toEqual([{ Count: 15 }]);
});
