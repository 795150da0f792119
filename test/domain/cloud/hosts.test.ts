import { expect, it } from 'vitest';
import { agentNeeds } from '../../../src/domain/cloud/agent-hosts.ts';
import { cloudFacts } from '../../../src/domain/cloud/cloud-facts.ts';
import { cloudNames } from '../../../src/domain/cloud/cloud-name.ts';

const workspaceId = '12345a01-b1cd-4234-a1f2-1234567a8b99';

it.each([
  ['AzureCloud', 'westus', 'com'],
  ['AzureUSGovernment', 'usgovvirginia', 'us'],
  ['AzureChinaCloud', 'chinanorth3', 'cn'],
] as const)('M19: in %s the agent reaches the hosts of its region %s under .%s', (cloud, region, end) => {
  expect(agentNeeds(cloud, { region, workspaceId })).toEqual({
    hosts: [
      `global.handler.control.monitor.azure.${end}`,
      `${region}.handler.control.monitor.azure.${end}`,
      `${workspaceId}.ods.opinsights.azure.${end}`,
    ],
    serviceTags: ['AzureMonitor', 'AzureResourceManager'],
  });
});

it('M19: no host is spelt as in the examples of the document, which name none that exist', () => {
  const hosts = cloudNames.flatMap((cloud) => agentNeeds(cloud, { region: 'westus', workspaceId }).hosts);
  expect(hosts.filter((host) => /handler\.control\.azure\.|opsinsights/.test(host))).toEqual([]);
});

it('M19: what is not known of a machine is left open in the name', () => {
  expect(agentNeeds('AzureCloud').hosts.slice(1)).toEqual([
    '<region>.handler.control.monitor.azure.com',
    '<workspace id>.ods.opinsights.azure.com',
  ]);
});

it('P11: no address of one cloud is that of another, and each ends as its cloud does', () => {
  const ends = { AzureCloud: /\.(com|net)$/, AzureUSGovernment: /\.(us|net)$/, AzureChinaCloud: /\.cn$/ };
  const addresses = cloudNames.flatMap((cloud) => {
    const { resourceManager } = cloudFacts(cloud);
    expect(resourceManager).toMatch(ends[cloud]);
    return [resourceManager];
  });
  expect(new Set(addresses).size).toBe(addresses.length);
});
