import { expect, test } from 'vitest';
import { edrExtensionOf } from '../../../src/domain/endpoint/other-edr.ts';
import { arcId, registration, startLocalAzure, vmId } from './local-azure-fixture.ts';

const minute = 60_000;

/** Publisher, type, system, and the product that the app takes it for; undefined: no endpoint protection. */
const agents: readonly (readonly [string, string, 'Linux' | 'Windows', string | undefined])[] = [
  ['Crowdstrike.Falcon', 'FalconSensorLinux', 'Linux', 'CrowdStrike Falcon'],
  ['CrowdStrike.Falcon', 'FalconSensorWindows', 'Windows', 'CrowdStrike Falcon'],
  ['SentinelOne.WindowsExtension', 'WindowsExtension', 'Windows', 'SentinelOne'],
  ['SentinelOne.LinuxExtension', 'LinuxExtension', 'Linux', 'SentinelOne'],
  ['TrendMicro.DeepSecurity', 'TrendMicroDSA', 'Windows', 'Trend Micro Deep Security'],
  ['TrendMicro.DeepSecurity', 'TrendMicroDSALinux', 'Linux', 'Trend Micro Deep Security'],
  ['McAfee.EndpointSecurity', 'McAfeeEndpointSecurity', 'Windows', 'McAfee Endpoint Security'],
  ['Symantec', 'SymantecEndpointProtection', 'Windows', 'Symantec'],
  ['Symantec.CloudWorkloadProtection', 'SCWPAgentForLinux', 'Linux', 'Symantec'],
  ['Symantec.CloudWorkloadProtection', 'SCWPAgentForWindows', 'Windows', 'Symantec'],
  ['ESET', 'FileSecurity', 'Windows', 'ESET File Security'],
  ['KasperskyLab.SecurityAgent', 'KESL', 'Linux', 'Kaspersky'],
  ['KasperskyLab.SecurityAgent', 'KSWS', 'Windows', 'Kaspersky'],
  ['Confer', 'ConferForAzure', 'Windows', 'Carbon Black'],
  ['Qualys', 'QualysAgent', 'Windows', undefined],
  ['Qualys', 'QualysAgentLinux', 'Linux', undefined],
  ['Rapid7.InsightPlatform', 'InsightAgentWindows', 'Windows', undefined],
  ['Rapid7.InsightPlatform', 'InsightAgentLinux', 'Linux', undefined],
];

test.each(agents)('%s/%s is installed on a VM and on an Arc machine of %s', async (publisher, type, os, product) => {
  const { call, clock } = await startLocalAzure();
  const windows = { imageReference: { publisher: 'MicrosoftWindowsServer', offer: 'WindowsServer', sku: '2022' } };
  const storageProfile = os === 'Windows' ? windows : { imageReference: { publisher: 'Canonical' } };
  await call('PUT', vmId('web1'), { location: 'westeurope', properties: { storageProfile } });
  const properties = { ...registration.properties, osType: os.toLowerCase() };
  await call('PUT', arcId('edge1'), { ...registration, properties });
  await clock.advance(3 * minute);
  const own = { publisher, type, autoUpgradeMinorVersion: true };
  const ids = [`${vmId('web1')}/extensions/theirs`, `${arcId('edge1')}/extensions/theirs`];
  for (const id of ids) {
    const version = id.includes('Compute') ? { typeHandlerVersion: '1.0' } : {};
    await call('PUT', id, { location: 'westeurope', properties: { ...own, ...version } });
  }
  await clock.advance(10 * minute);
  for (const id of ids) {
    const { provisioningState, ...found } = (await call('GET', id)).json.properties;
    expect(provisioningState).toBe('Succeeded');
    expect([found.publisher, found.type]).toEqual([publisher, type]);
    const told = edrExtensionOf([{ publisher: found.publisher, type: found.type }]);
    expect(told).toEqual(product === undefined ? undefined : expect.stringContaining(product));
  }
});
