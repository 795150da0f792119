import { describe, expect, it } from 'vitest';
import type { ImageFacts } from '../../../src/domain/machine/machine-facts.ts';
import { isSupported, type SupportOptions } from '../../../src/domain/support/is-supported.ts';
import { arcFacts, arcMachine, vmFacts, vmMachine } from '../services/facts.ts';

const options: SupportOptions = { additionalImages: [], unknownImage: 'allow' };

function image(publisher: string, offer: string, sku: string): ImageFacts {
  return { publisher, offer, sku, id: undefined };
}

const custom: ImageFacts = {
  publisher: undefined,
  offer: undefined,
  sku: undefined,
  id: '/subscriptions/s/images/golden',
};

describe('marketplace images', () => {
  it.each([
    ['windows', image('MicrosoftWindowsServer', 'WindowsServer', '2022-datacenter-azure-edition'), true],
    ['windows', image('microsoftwindowsserver', 'windowsserver', '2012-R2-Datacenter'), true],
    ['windows', image('MicrosoftWindowsDesktop', 'Windows-11', 'win11-23h2-ent'), true],
    ['windows', image('MicrosoftSQLServer', 'sql2022-ws2022', 'enterprise-gen2'), true],
    ['windows', image('MicrosoftWindowsServer', 'WindowsServer', '2008-R2-SP1'), false],
    ['windows', image('Canonical', 'UbuntuServer', '18.04-lts'), false],
    ['linux', image('Canonical', '0001-com-ubuntu-server-jammy', '22_04-lts-gen2'), true],
    ['linux', image('Canonical', 'ubuntu-24_04-lts', 'server'), true],
    ['linux', image('canonical', '0001-com-ubuntu-server-focal', '20_04-LTS-ARM64'), true],
    ['linux', image('RedHat', 'RHEL', '9_4'), true],
    ['linux', image('RedHat', 'RHEL', '6.10'), false],
    ['linux', image('SUSE', 'sles-15-sp5', 'gen2'), true],
    ['linux', image('kinvolk', 'flatcar-container-linux', 'stable'), false],
  ] as const)('A9: %s %o: %s', (os, marketplace, expected) => {
    const support = isSupported(vmMachine({ os }, { image: marketplace }), options);
    expect(support).toEqual(expected ? { supported: true } : { supported: false, reason: 'Image' });
  });

  it('M11: are extended by fleet.json, by any field', () => {
    const old = vmMachine(
      { os: 'windows' },
      { image: image('MicrosoftWindowsServer', 'WindowsServer', '2008-R2-SP1') },
    );
    const more = { ...options, additionalImages: [{ publisher: 'MicrosoftWindowsServer', sku: '2008-R2-SP1*' }] };
    expect(isSupported(old, more)).toEqual({ supported: true });
    expect(isSupported(old, { ...options, additionalImages: [{ id: '/x/*' }, {}] })).toMatchObject({ reason: 'Image' });
  });

  it('know no agent for Windows on arm64', () => {
    const windows = {
      image: image('MicrosoftWindowsDesktop', 'windows-11', 'win11-arm'),
      architecture: 'arm64' as const,
    };
    expect(isSupported(vmMachine({ os: 'windows' }, windows), options)).toMatchObject({ reason: 'Architecture' });
  });
});

describe("images of one's own", () => {
  it('go on, or are left to a person', () => {
    const golden = vmMachine({}, { image: custom });
    expect(isSupported(golden, options)).toEqual({ supported: true });
    expect(isSupported(golden, { ...options, unknownImage: 'hold' })).toEqual({
      supported: false,
      reason: 'UnknownImage',
    });
  });

  it('are known by their id', () => {
    const golden = vmMachine({}, { image: custom, osName: 'ubuntu', osVersion: '14.04' });
    const more: SupportOptions = { additionalImages: [{ id: '*/images/GOLDEN' }], unknownImage: 'hold' };
    expect(isSupported(golden, more)).toEqual({ supported: true });
  });

  it.each([
    ['linux', 'ubuntu', '22.04', 'x64', undefined],
    ['linux', 'ubuntu', '14.04', 'x64', 'OldOs'],
    ['linux', 'ubuntu', '16.04', 'arm64', 'OldOs'],
    ['linux', 'centos', '6.10', 'x64', 'OldOs'],
    ['linux', 'centos', '8.5', 'arm64', 'Architecture'],
    ['linux', 'Red Hat Enterprise Linux', '10.0', 'x64', undefined],
    ['linux', 'nixos', '24.05', 'x64', undefined],
    ['windows', 'Windows Server 2008 R2 Datacenter', '6.1.7601', 'x64', 'OldOs'],
    ['windows', 'Windows 7 Professional', '6.1.7601', 'x64', 'ClientOs'],
    ['windows', 'Windows Server 2022 Datacenter', '10.0.20348', 'x64', undefined],
    ['windows', 'Windows Server 2022 Datacenter', '10.0.20348', 'arm64', 'Architecture'],
    ['windows', 'Windows 11 Enterprise', '10.0.22631', 'x64', undefined],
  ] as const)('%s that reports %s %s on %s: %s', (os, osName, osVersion, architecture, reason) => {
    const support = isSupported(vmMachine({ os }, { image: undefined, osName, osVersion, architecture }), options);
    expect(support).toEqual(reason === undefined ? { supported: true } : { supported: false, reason });
  });
});

describe('Arc machines', () => {
  it.each([
    ['windows', 'Windows Server 2019 Standard', '10.0.17763', undefined],
    ['windows', 'Windows 10 Enterprise multi-session', '10.0.19045', undefined],
    ['windows', 'Windows 11 Pro', '10.0.22631', 'ClientOs'],
    ['windows', 'Windows Server 2008 R2 Standard', '6.1.7601', 'OldOs'],
    ['linux', 'Ubuntu 22.04.4 LTS', '5.15.0', undefined],
    ['linux', 'CentOS Linux 7 (Core)', '7', undefined],
    ['linux', 'CentOS release 6.10', '6.10', 'OldOs'],
  ] as const)('%s %s %s: %s', (os, osSku, osVersion, reason) => {
    const support = isSupported(arcMachine({ os }, { osName: os, osSku, osVersion }), options);
    expect(support).toEqual(reason === undefined ? { supported: true } : { supported: false, reason });
  });

  it('are not asked for an image, even when a person decides about those', () => {
    expect(isSupported(arcMachine(), { ...options, unknownImage: 'hold' })).toEqual({ supported: true });
  });
});

describe('regions', () => {
  it.each([
    ['linux', 'indonesiacentral', true],
    ['windows', 'indonesiacentral', false],
    ['windows', 'usgovvirginia', true],
    ['windows', 'atlantis', false],
  ] as const)('A9: VM, %s in %s: %s', (os, region, expected) => {
    const marketplace = {
      image: os === 'linux' ? vmFacts().image : image('MicrosoftWindowsServer', 'WindowsServer', '2022-x'),
    };
    expect(isSupported(vmMachine({ os, region }, marketplace), options).supported).toBe(expected);
  });

  it.each([
    ['linux', 'chilecentral', false],
    ['windows', 'chilecentral', true],
    ['linux', 'usgovvirginia', false],
  ] as const)('A9: Arc, %s in %s: %s', (os, region, expected) => {
    const system =
      os === 'windows' ? { osName: 'windows', osSku: 'Windows Server 2022', osVersion: '10.0.20348' } : arcFacts();
    expect(isSupported(arcMachine({ os, region }, system), options).supported).toBe(expected);
  });
});

it('says so when the operating system is not known', () => {
  expect(isSupported(arcMachine({ os: 'unknown' }), options)).toEqual({ supported: false, reason: 'OsUnknown' });
});
