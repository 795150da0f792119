import { describe, expect, it } from 'vitest';
import {
  endpointDistributions,
  endpointWindows,
  whyEndpointUnsupported,
} from '../../../../src/domain/services/endpoint/endpoint-support.ts';
import { arcFacts, vmFacts } from '../facts.ts';

type Row = readonly [told: string, version: string | undefined, architecture: 'x64' | 'arm64', isSupported: boolean];

/** The oldest release of each row of the table, and the one before it; what is reported by the guest agent. */
const reported: readonly Row[] = [
  ['rhel', '7.2', 'x64', true],
  ['Red Hat Enterprise Linux', '7.1', 'x64', false],
  ['redhat', '8.0', 'arm64', true],
  ['redhat', '7.9', 'arm64', false],
  ['centos', '7.2', 'x64', true],
  ['centos', '7.1', 'x64', false],
  ['centos', '8.0', 'arm64', true],
  ['ubuntu', '16.04', 'x64', true],
  ['ubuntu', '14.04', 'x64', false],
  ['ubuntu', '20.04', 'arm64', true],
  ['ubuntu', '18.04', 'arm64', false],
  ['debian', '9', 'x64', true],
  ['debian', '8.11', 'x64', false],
  ['debian', '11', 'arm64', true],
  ['debian', '10', 'arm64', false],
  ['sles', '12.5', 'x64', true],
  ['sles', '11.4', 'x64', false],
  ['sles', '15.5', 'arm64', true],
  ['sles', '12.5', 'arm64', false],
  ['oracle', '7.2', 'x64', true],
  ['oracle', '7.1', 'x64', false],
  ['oracle', '8.4', 'arm64', true],
  ['amzn', '2', 'x64', true],
  ['amzn', '1', 'x64', false],
  ['amzn', '2023', 'arm64', true],
  ['fedora', '33', 'x64', true],
  ['fedora', '32', 'x64', false],
  ['fedora', '40', 'arm64', false],
  ['rocky', '8.7', 'x64', true],
  ['rocky', '8.6', 'x64', false],
  ['rocky', '9.2', 'x64', true],
  ['rocky', '9.1', 'x64', false],
  ['rocky', '9.4', 'arm64', false],
  ['almalinux', '8.4', 'x64', true],
  ['almalinux', '8.3', 'x64', false],
  ['almalinux', '9.1', 'x64', false],
  ['mariner', '2.0', 'x64', true],
  ['mariner', '1.0', 'x64', false],
  ['mariner', '2.0', 'arm64', false],
  ['gentoo', '1', 'x64', true],
  // A release without its minor may be any of its minors.
  ['rhel', '7', 'x64', true],
  ['rhel', undefined, 'x64', true],
];

describe('E2: Linux', () => {
  it.each(reported)('%s %s on %s: supported %s', (osName, osVersion, architecture, isSupported) => {
    const platform = vmFacts({ osName, osVersion, architecture, image: undefined });
    expect(whyEndpointUnsupported({ os: 'linux', platform }) === undefined).toBe(isSupported);
  });

  it('has two sides of each row at least', () => {
    for (const { title, named } of endpointDistributions) {
      const rows = reported.filter(([told]) => named.test(told));
      expect(new Set(rows.map(([, , , isSupported]) => isSupported)), title).toEqual(new Set([true, false]));
    }
  });

  it.each([
    ['Canonical', '0001-com-ubuntu-server-jammy', '22_04-lts-gen2', true],
    ['Canonical', 'UbuntuServer', '14.04.5-LTS', false],
    ['RedHat', 'RHEL', '7-LVM', true],
    ['RedHat', 'RHEL', 'rhel-lvm86', true],
    ['SUSE', 'sles-15-sp3', 'gen2', true],
    ['Debian', 'debian-10', '10-gen2', true],
  ])('an image %s %s %s, while nothing is reported: supported %s', (publisher, offer, sku, isSupported) => {
    const image = { publisher, offer, sku, id: undefined };
    const platform = vmFacts({ osName: undefined, osVersion: undefined, image });
    expect(whyEndpointUnsupported({ os: 'linux', platform }) === undefined).toBe(isSupported);
  });
});

describe('E2: Windows', () => {
  const images: readonly (readonly [offer: string, sku: string, isSupported: boolean])[] = [
    ['WindowsServer', '2008-R2-SP1', false],
    ['WindowsServer', '2012-Datacenter', false],
    ['WindowsServer', '2012-R2-Datacenter', true],
    ['WindowsServer', '2016-Datacenter', true],
    ['WindowsServer', '2019-Datacenter', true],
    ['WindowsServer', '2022-datacenter-azure-edition', true],
    ['WindowsServer', '2025-datacenter', true],
    ['Windows-10', 'win10-22h2-ent', false],
    ['Windows-10', '20h2-evd', true],
    ['windows-11', 'win11-23h2-ent', false],
    ['windows-11', 'win11-23h2-avd', true],
    ['sql2019-ws2022', 'standard', true],
    ['sql2014sp3-ws2012r2', 'standard', true],
  ];

  it.each(images)('an image %s %s: supported %s', (offer, sku, isSupported) => {
    const image = { publisher: 'Microsoft', offer, sku, id: undefined };
    const platform = vmFacts({ osName: undefined, osVersion: undefined, image });
    expect(whyEndpointUnsupported({ os: 'windows', platform }) === undefined).toBe(isSupported);
  });

  it.each([
    ['Windows Server 2003 Standard', false],
    ['Windows Server 2008 R2 Standard', false],
    ['Windows Server 2012 Datacenter', false],
    ['Windows Server 2012 R2 Datacenter', true],
    ['Windows Server 2022 Datacenter', true],
    ['Windows 11 Enterprise', false],
    ['Windows 10 Enterprise for Virtual Desktops', true],
    ['Windows 11 Enterprise multi-session', true],
  ])('an Arc machine that reports %s: supported %s', (osSku, isSupported) => {
    const platform = arcFacts({ osSku, osName: 'windows', osVersion: undefined });
    expect(whyEndpointUnsupported({ os: 'windows', platform }) === undefined).toBe(isSupported);
  });

  it('says which it is', () => {
    expect(endpointWindows.every(({ title, why }) => title !== '' && why !== '')).toBe(true);
    const platform = arcFacts({ osSku: 'Windows Server 2012 Datacenter', osName: 'windows' });
    expect(whyEndpointUnsupported({ os: 'windows', platform })).toContain('2012 R2 is the oldest');
  });
});
