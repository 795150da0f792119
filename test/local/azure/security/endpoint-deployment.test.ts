import { expect, test } from 'vitest';
import type { ResourceEvent } from '../../../../local/azure/core/types.ts';
import { endpointRequest } from '../../../../local/azure/security/endpoint-target.ts';
import { assertValidBody } from '../../../azure/schema-check.ts';
import { arcId, registration, subscriptionId, vmId } from '../local-azure-fixture.ts';
import { free, p1, p2, planId, startDefender, switchOf } from './security-fixture.ts';

const minute = 60_000;
const hour = 60 * minute;
const windows = {
  imageReference: { publisher: 'MicrosoftWindowsServer', offer: 'WindowsServer', sku: '2022-datacenter-g2' },
};
const ubuntu = {
  imageReference: { publisher: 'Canonical', offer: 'ubuntu-24_04-lts', sku: 'server', version: 'latest' },
};
const mde = (id: string, os: 'Windows' | 'Linux' = 'Linux') => `${id}/extensions/MDE.${os}`;

/** A tenant with a plan for servers that Defender acts on within five minutes, and what is told of writes by Defender. */
async function startProtected({ withPlan = true } = {}) {
  const started = await startDefender();
  const { call, azure, clock, putPlan } = started;
  const told: ResourceEvent[] = [];
  azure.context.hooks.onEvent.push((event) => told.push(event));
  const createVm = async (name: string, storageProfile: object = ubuntu, more: object = {}) => {
    await call('PUT', vmId(name), { location: 'westeurope', properties: { storageProfile, ...more } });
    await clock.advance(2 * minute);
  };
  const byDefender = () => told.filter(({ principal }) => principal.name === 'defender');
  const has = async (id: string) => (await call('GET', id)).status === 200;
  if (withPlan) await putPlan(p2);
  return { ...started, createVm, byDefender, has };
}

test('a new Linux and a new Windows VM get the extension as Defender installs it', async () => {
  const { createVm, call, clock } = await startProtected();
  await createVm('lin1');
  await createVm('win1', windows);
  await clock.advance(10 * minute);
  const { json } = await call('GET', mde(vmId('lin1')));
  expect(json).toMatchObject({
    location: 'westeurope',
    properties: {
      publisher: 'Microsoft.Azure.AzureDefenderForServers',
      type: 'MDE.Linux',
      typeHandlerVersion: '1.0',
      autoUpgradeMinorVersion: true,
      provisioningState: 'Succeeded',
      forceUpdateTag: expect.stringMatching(/^[0-9a-f-]{36}$/),
      settings: { autoUpdate: true, azureResourceId: vmId('lin1'), forceReOnboarding: false, vNextEnabled: true },
    },
  });
  expect(json.properties).not.toHaveProperty('protectedSettings');
  expect((await call('GET', mde(vmId('win1'), 'Windows'))).json.properties.type).toBe('MDE.Windows');
});

test('a connected Arc machine gets it too', async () => {
  const { call, clock, has } = await startProtected();
  await call('PUT', arcId('edge1'), registration);
  await clock.advance(10 * minute);
  expect(await has(mde(arcId('edge1')))).toBe(true);
});

test('it comes within the time that is set, not before, and once', async () => {
  const { createVm, call, clock, control, byDefender } = await startProtected();
  await control('POST', 'defender/options', { deployAfterSeconds: 3600 });
  await createVm('lin1');
  await call('PATCH', vmId('lin1'), { tags: { a: 'b' } });
  await clock.advance(55 * minute);
  expect(byDefender()).toEqual([]);
  await clock.advance(10 * minute);
  await call('PATCH', vmId('lin1'), { tags: { a: 'c' } });
  await clock.advance(24 * hour);
  expect(byDefender()).toHaveLength(1);
});

test("its write is told with Defender's own application and counted as its own", async () => {
  const { createVm, clock, byDefender, azure } = await startProtected();
  await createVm('lin1');
  await clock.advance(10 * minute);
  expect(byDefender()).toMatchObject([
    {
      operationName: 'Microsoft.Compute/virtualMachines/extensions/write',
      resourceUri: mde(vmId('lin1')),
      outcome: 'Success',
      principal: { clientId: '8edd93e1-2103-40b4-bd70-6e34e586362d' },
    },
  ]);
  const own = azure.context.calls.counts().filter(({ principal }) => principal === 'defender');
  expect(own).toMatchObject([{ method: 'PUT', count: 1 }]);
});

test('turning plan or WDATP on reaches the machines that are there; without both nobody is reached', async () => {
  const { createVm, clock, putPlan, putSetting, has } = await startProtected({ withPlan: false });
  await createVm('lin1');
  await putSetting('WDATP', switchOf(true));
  await clock.advance(hour);
  expect(await has(mde(vmId('lin1')))).toBe(false);
  await putPlan(p1);
  await putSetting('WDATP', switchOf(false));
  await clock.advance(hour);
  expect(await has(mde(vmId('lin1')))).toBe(false);
  await putSetting('WDATP', switchOf(true));
  await clock.advance(hour);
  expect(await has(mde(vmId('lin1')))).toBe(true);
});

test('turning them off takes nothing away', async () => {
  const { createVm, clock, putPlan, putSetting, has } = await startProtected();
  await createVm('lin1');
  await clock.advance(hour);
  await putSetting('WDATP', switchOf(false));
  await putPlan(free);
  await clock.advance(24 * hour);
  expect(await has(mde(vmId('lin1')))).toBe(true);
});

test('what is deleted is put back, while plan and WDATP are on', async () => {
  const { createVm, call, clock, putSetting, has, byDefender } = await startProtected();
  await createVm('lin1');
  await clock.advance(hour);
  await call('DELETE', mde(vmId('lin1')));
  await clock.advance(hour);
  expect(await has(mde(vmId('lin1')))).toBe(true);
  expect(byDefender()).toHaveLength(2);
  await putSetting('WDATP', switchOf(false));
  await call('DELETE', mde(vmId('lin1')));
  await clock.advance(hour);
  expect(await has(mde(vmId('lin1')))).toBe(false);
});

test('what somebody else has installed is left as it is, under whatever name', async () => {
  const { createVm, call, clock, putPlan, byDefender } = await startProtected({ withPlan: false });
  await createVm('lin1');
  const properties = {
    publisher: 'Microsoft.Azure.AzureDefenderForServers',
    type: 'MDE.Linux',
    typeHandlerVersion: '1.0',
  };
  await call('PUT', `${vmId('lin1')}/extensions/mine`, { location: 'westeurope', properties });
  await clock.advance(10 * minute);
  await putPlan(p2);
  await clock.advance(hour);
  expect(byDefender()).toEqual([]);
});

test('a VM that is off is not even tried, and gets it when it is started', async () => {
  const { createVm, call, clock, has, putPlan, azure } = await startProtected({ withPlan: false });
  await createVm('lin1');
  await call('POST', `${vmId('lin1')}/deallocate`);
  await clock.advance(10 * minute);
  await putPlan(p2);
  await clock.advance(hour);
  expect(await has(mde(vmId('lin1')))).toBe(false);
  expect(azure.context.calls.counts().filter(({ principal }) => principal === 'defender')).toEqual([]);
  await call('POST', `${vmId('lin1')}/start`);
  await clock.advance(hour);
  expect(await has(mde(vmId('lin1')))).toBe(true);
});

test('an Arc machine that is not connected gets it when its agent is heard of', async () => {
  const { call, clock, has, control } = await startProtected();
  await control('POST', 'arc/silent', { id: arcId('edge1') });
  await call('PUT', arcId('edge1'), registration);
  await clock.advance(hour);
  expect(await has(mde(arcId('edge1')))).toBe(false);
  await control('POST', 'machines', { id: arcId('edge1'), status: 'Connected' });
  await clock.advance(hour);
  expect(await has(mde(arcId('edge1')))).toBe(true);
});

const custom = { imageReference: { id: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/images/gold' } };
test.each([
  ['an appliance', { imageReference: { publisher: 'paloaltonetworks', offer: 'vmseries', sku: 'byol' } }],
  ['a firewall', { imageReference: { publisher: 'contoso', offer: 'My-Firewall', sku: 'x' } }],
  ['an AKS node', { imageReference: { publisher: 'microsoft-aks', offer: 'aks', sku: 'aks-ubuntu-2204' } }],
  ['RHEL 6', { imageReference: { publisher: 'RedHat', offer: 'RHEL', sku: '6.10' } }],
  ['Ubuntu 14', { imageReference: { publisher: 'Canonical', offer: 'UbuntuServer', sku: '14.04.5-LTS' } }],
  ['Debian 8', { imageReference: { publisher: 'credativ', offer: 'Debian', sku: '8' } }],
  ['Oracle 6', { imageReference: { publisher: 'Oracle', offer: 'Oracle-Linux', sku: '6.10' } }],
  [
    'Windows Server 2008',
    { imageReference: { publisher: 'MicrosoftWindowsServer', offer: 'WindowsServer', sku: '2008-R2-SP1' } },
  ],
  [
    'Windows 11',
    { imageReference: { publisher: 'MicrosoftWindowsDesktop', offer: 'windows-11', sku: 'win11-22h2-pro' } },
  ],
  [
    'a generalized custom image',
    custom,
    { osProfile: { computerName: 'a', linuxConfiguration: { provisionVMAgent: true } } },
  ],
])('a VM of %s is left alone', async (_what, storageProfile, more?: object) => {
  const { createVm, clock, byDefender } = await startProtected();
  await createVm('vm1', storageProfile, more);
  await clock.advance(hour);
  expect(byDefender()).toEqual([]);
});

test.each([
  ['RHEL 8', { imageReference: { publisher: 'RedHat', offer: 'RHEL', sku: '8_10' } }, 'Linux'],
  [
    'Windows multi-session',
    { imageReference: { publisher: 'MicrosoftWindowsDesktop', offer: 'office-365', sku: 'win10-22h2-evd-o365pp' } },
    'Windows',
  ],
  ['a specialized custom image', custom, 'Linux'],
] as const)('a VM of %s is not', async (_what, storageProfile, os) => {
  const { createVm, clock, has } = await startProtected();
  await createVm('vm1', storageProfile);
  await clock.advance(hour);
  expect(await has(mde(vmId('vm1'), os))).toBe(true);
});

test('an Arc machine of a connector is left alone, and OpenShift is', async () => {
  const { call, clock, control, byDefender } = await startProtected();
  await call('PUT', arcId('aws1'), { ...registration, tags: { MDFCSecurityConnector: 'true' } });
  await control('POST', 'arc/silent', { id: arcId('ocp1') });
  await call('PUT', arcId('ocp1'), registration);
  await control('POST', 'machines', {
    id: arcId('ocp1'),
    status: 'Connected',
    system: { osSku: 'Red Hat OpenShift 4' },
  });
  await clock.advance(hour);
  expect(byDefender()).toEqual([]);
});

test('the legacy setting leaves Linux out, Windows not; written where it never was it changes nothing', async () => {
  const { createVm, clock, control, has, putSetting } = await startProtected({ withPlan: false });
  await createVm('lin1');
  await createVm('win1', windows);
  const settings = { WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW: true, WDATP_UNIFIED_SOLUTION: false };
  await control('POST', 'defender', { subscriptionId, servers: { tier: 'P2' }, settings });
  await clock.advance(hour);
  expect(await has(mde(vmId('lin1')))).toBe(false);
  expect(await has(mde(vmId('win1'), 'Windows'))).toBe(true);
  await putSetting('WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW', switchOf(false));
  await clock.advance(hour);
  expect(await has(mde(vmId('lin1')))).toBe(true);

  const other = await startProtected();
  await other.putSetting('WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW', switchOf(true));
  await other.createVm('lin1');
  await other.clock.advance(hour);
  expect(await other.has(mde(vmId('lin1')))).toBe(true);
});

test('without the unified solution the extension says so', async () => {
  const { createVm, clock, control, call } = await startProtected({ withPlan: false });
  await createVm('win1', windows);
  const settings = { WDATP_UNIFIED_SOLUTION: false };
  await control('POST', 'defender', { subscriptionId, servers: { tier: 'P1' }, settings });
  await clock.advance(hour);
  expect((await call('GET', mde(vmId('win1'), 'Windows'))).json.properties.settings.vNextEnabled).toBe(false);
});

test("a machine's own Free does not keep it away; its own P1 brings it", async () => {
  const { createVm, clock, putPlan, has } = await startProtected({ withPlan: false });
  await createVm('lin1');
  await createVm('lin2');
  await putPlan(p1, planId('VirtualMachines', vmId('lin1')));
  await putPlan(p2);
  await putPlan(free, planId('VirtualMachines', vmId('lin2')));
  await clock.advance(hour);
  expect(await has(mde(vmId('lin2')))).toBe(true);
  await putPlan(free);
  await createVm('lin3');
  await putPlan(p1, planId('VirtualMachines', vmId('lin3')));
  await clock.advance(hour);
  expect(await has(mde(vmId('lin3')))).toBe(true);
});

test('a refusal is tried again each hour, five times, and anew when the machine changes', async () => {
  const { createVm, call, clock, byDefender, azure, has } = await startProtected();
  const lock = `${vmId('lin1')}/providers/Microsoft.Authorization/locks/hold`;
  await createVm('lin1');
  await call('PUT', lock, { properties: { level: 'ReadOnly' } });
  await clock.advance(48 * hour);
  const refused = () => azure.context.calls.counts().filter(({ principal }) => principal === 'defender');
  expect(refused()).toMatchObject([{ status: 409, count: 6 }]);
  expect(byDefender()).toEqual([]);
  await call('DELETE', lock);
  await clock.advance(hour);
  expect(await has(mde(vmId('lin1')))).toBe(true);
});

test('a reset ends what Defender had in mind', async () => {
  const { createVm, azure, clock, putPlan } = await startProtected();
  await createVm('lin1');
  await putPlan(p1);
  await azure.reset();
  await clock.advance(24 * hour);
  expect(azure.context.calls.counts()).toEqual([]);
});

test('without a plan no timer is set and nothing is sent', async () => {
  const { createVm, clock, azure } = await startProtected({ withPlan: false });
  await createVm('lin1');
  await clock.advance(24 * hour);
  expect(azure.context.calls.counts().filter(({ principal }) => principal === 'defender')).toEqual([]);
});

test.each([
  ['vm', 'Microsoft.Compute/virtualMachines/extensions', '2020-06-01'],
  ['arc', 'Microsoft.HybridCompute/machines/extensions', '2021-05-20'],
] as const)('what Defender sends for a machine of kind %s is a body of the schema', (kind, type, version) => {
  const extension = 'MDE.Windows';
  const target = { id: vmId('a'), location: 'westeurope', kind, extension, isUnified: true } as const;
  expect(() => assertValidBody(type, version, endpointRequest(target, 'tag', 'script').body)).not.toThrow();
});
