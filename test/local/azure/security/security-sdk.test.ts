import { SecurityCenter } from '@azure/arm-security';
import { expect, test } from 'vitest';
import { createInProcessHttpClient } from '../../../../local/azure/client/in-process-http-client.ts';
import { simulatorCredential } from '../../../../local/azure/client/simulator-credential.ts';
import { origin, subscriptionId, subscriptionScope, vmId } from '../local-azure-fixture.ts';
import { startDefender } from './security-fixture.ts';

async function startSdk() {
  const started = await startDefender();
  const client = new SecurityCenter(simulatorCredential(started.azure, 'app'), subscriptionId, {
    endpoint: origin,
    httpClient: createInProcessHttpClient(started.azure),
    retryOptions: { maxRetries: 0 },
  });
  return { ...started, client };
}

test('the SDK lists, sets and gets plans', async () => {
  const { client } = await startSdk();
  expect((await client.pricings.list()).value?.map(({ name }) => name)).toContain('CloudPosture');
  const updated = await client.pricings.update('VirtualMachines', { pricingTier: 'Standard', subPlan: 'P1' });
  expect(updated).toMatchObject({ pricingTier: 'Standard', subPlan: 'P1', freeTrialRemainingTime: 'P30D' });
  expect(await client.pricings.get('VirtualMachines')).toEqual(updated);
  await expect(client.pricings.update('VirtualMachines', { pricingTier: 'Gold' })).rejects.toMatchObject({
    statusCode: 400,
    code: 'InvalidInputJson',
  });
});

test('the SDK lists, sets and gets settings', async () => {
  const { client } = await startSdk();
  const listed = [];
  for await (const setting of client.settings.list()) listed.push([setting.name, setting.kind]);
  expect(listed).toEqual([
    ['MCAS', 'DataExportSettings'],
    ['WDATP', 'DataExportSettings'],
    ['Sentinel', 'AlertSyncSettings'],
  ]);
  const on = { kind: 'DataExportSettings' as const, enabled: true };
  expect(await client.settings.update('WDATP', on)).toMatchObject({ name: 'WDATP', ...on });
  expect(await client.settings.get('WDATP')).toMatchObject(on);
  await expect(client.settings.get('WDATP_UNIFIED_SOLUTION')).rejects.toMatchObject({ statusCode: 404 });
});

test('the SDK reads what else Defender has', async () => {
  const { client, call, control } = await startSdk();
  const { value } = await client.mdeOnboardings.list();
  expect(value?.map(({ name }) => name)).toEqual(['default']);
  await client.autoProvisioningSettings.create('default', { autoProvision: 'On' });
  expect(await client.autoProvisioningSettings.get('default')).toMatchObject({ autoProvision: 'On' });
  const switches = [];
  for await (const { name, autoProvision } of client.autoProvisioningSettings.list())
    switches.push([name, autoProvision]);
  expect(switches).toEqual([['default', 'On']]);
  await expect(client.autoProvisioningSettings.get('other')).rejects.toMatchObject({ statusCode: 404 });
  await call('PUT', vmId('web1'), { location: 'westeurope' });
  const key = 'd44de051-1862-48f8-8476-192aee854699';
  const displayName = 'Anti-Virus scans of your EDR are out of 7 days';
  await control('POST', 'assessments', { resourceId: vmId('web1'), key, displayName, code: 'Healthy' });
  const names = [];
  for await (const assessment of client.assessments.list(subscriptionScope)) names.push(assessment.displayName);
  expect(names).toEqual([displayName]);
  expect(await client.assessments.get(vmId('web1'), key)).toMatchObject({ displayName, status: { code: 'Healthy' } });
});

test('the SDK makes, lists and deletes connectors', async () => {
  const { client } = await startSdk();
  const offerings = [{ offeringType: 'DefenderForServersAws' as const, arcAutoProvisioning: { enabled: true } }];
  const connector = { location: 'westeurope', cloudName: 'AWS', hierarchyIdentifier: '1', offerings };
  const created = await client.securityConnectors.createOrUpdate('demo', 'aws', connector);
  expect(created).toMatchObject({ name: 'aws', cloudName: 'AWS', offerings });
  const names = [];
  for await (const each of client.securityConnectors.listByResourceGroup('demo')) names.push(each.name);
  expect(names).toEqual(['aws']);
  await client.securityConnectors.delete('demo', 'aws');
  await expect(client.securityConnectors.get('demo', 'aws')).rejects.toMatchObject({ statusCode: 404 });
});
