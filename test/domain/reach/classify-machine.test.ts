import { describe, expect, it, test } from 'vitest';
import type { ConnectorFacts } from '../../../src/domain/connectors/connector-facts.ts';
import type { Control } from '../../../src/domain/controls/control.ts';
import { classifyMachine } from '../../../src/domain/reach/classify-machine.ts';
import type { ReachMachine } from '../../../src/domain/subscription/reach-facts.ts';
import { dataCollection, falcon, fleetWith, mde, rowWith, seenMachine, specOf, subscription } from './machines.ts';

const nowMs = Date.UTC(2026, 10, 29, 12);

function groupOf(
  machine: ReachMachine,
  fleet = fleetWith(),
  connectors: readonly ConnectorFacts[] = [],
  frozen: readonly string[] = [],
): readonly [string, string] {
  const { group, why } = classifyMachine(machine, {
    fleet,
    spec: specOf(fleet),
    connectors,
    freezes: frozen.map(freezeOf),
    nowMs,
  });
  return [group, why];
}

const image = (publisher: string, offer: string, sku: string): Partial<ReachMachine> => ({
  image: { publisher, offer, sku },
});
const aws = (providesEndpoint: boolean): ConnectorFacts => ({
  ...{ id: '/connectors/aws', cloud: 'AWS', account: '123456789012', plan: 'P2', connectsMachines: true },
  providesEndpoint,
});
const freezeOf = (scope: string): Control => ({
  ...{ scope, by: 'ann', why: 'incident', at: '2026-11-29T11:00:00Z', planHash: undefined },
});
test('one whose profile says that it wants none is excluded; one whose profile says nothing of it is not', () => {
  const servers = (endpoint: object) => [{ name: 'servers', mode: 'enforce', dataCollection, ...endpoint }] as const;
  const fleet = fleetWith({ profiles: [...servers({ endpoint: { want: 'none' } })] });
  expect(groupOf(seenMachine('m'), fleet)).toEqual(['excluded', 'profile servers wants no endpoint protection']);
  for (const endpoint of [{}, { endpoint: { want: 'mde' } }]) {
    expect(groupOf(seenMachine('m'), fleetWith({ profiles: [...servers(endpoint)] }))[0]).toBe('wanted');
  }
});

test('one with CrowdStrike is wanted where its profile says that both shall be there', () => {
  const withEdr = seenMachine('m', { extensions: [falcon] });
  const fleet = (otherEdr: 'hold' | 'coexist') =>
    fleetWith({
      profiles: [{ name: 'servers', mode: 'enforce', dataCollection, endpoint: { want: 'mde', otherEdr } }],
    });
  expect(groupOf(withEdr, fleet('hold'))[0]).toBe('otherEdr');
  expect(groupOf(withEdr, fleet('coexist'))[0]).toBe('wanted');
});

test('one whose tag names another product is held where its profile says which tag that is', () => {
  const tagged = seenMachine('m', { tags: { edr: 'Sophos' } });
  const fleet = (more: object) =>
    fleetWith({ profiles: [{ name: 'servers', mode: 'enforce', dataCollection, endpoint: { want: 'mde', ...more } }] });
  expect(groupOf(tagged, fleet({ otherEdrTag: 'edr' }))).toEqual(['otherEdr', 'Sophos (tag edr)']);
  expect(groupOf(tagged, fleet({}))[0]).toBe('wanted');
});

const exclusion = { by: 'ops', why: 'lab', until: undefined };

describe('a machine is in exactly one group', () => {
  test.each<[string, Partial<ReachMachine>, string, string]>([
    ['whose profile enforces', {}, 'wanted', 'profile servers, mode enforce'],
    ['whose profile observes', { tags: { role: 'guest' } }, 'observedOnly', 'profile guests, mode observe'],
    ['that an operator excluded', { row: rowWith({ exclusion }) }, 'excluded', 'lab (ops)'],
    ['of somebody else by its row', { row: rowWith({ belongsTo: 'managed by AKS' }) }, 'excluded', 'managed by AKS'],
    ['of somebody else by its resource', { managedBy: 'Azure Databricks' }, 'excluded', 'managed by Azure Databricks'],
    [
      'whose row cannot be read',
      { row: rowWith({ unreadable: 'no JSON' }) },
      'excluded',
      'its row cannot be read: no JSON',
    ],
    [
      'with CrowdStrike',
      { extensions: [falcon] },
      'otherEdr',
      'CrowdStrike Falcon (extension CrowdStrike.Falcon/FalconSensorLinux)',
    ],
    [
      'with CrowdStrike beside Defender',
      { extensions: [mde, falcon] },
      'otherEdr',
      'CrowdStrike Falcon (extension CrowdStrike.Falcon/FalconSensorLinux)',
    ],
    [
      'where another EDR was seen without an extension',
      { healthyEdr: ['EDR solution should be installed on Virtual Machines'] },
      'otherEdr',
      'the assessment "EDR solution should be installed on Virtual Machines" is healthy',
    ],
    [
      'where the healthy EDR is Defender',
      { healthyEdr: ['EDR solution should be installed on Virtual Machines'], extensions: [mde] },
      'wanted',
      'profile servers, mode enforce',
    ],
    [
      'where an EDR is healthy and Defender failed',
      {
        healthyEdr: ['EDR solution should be installed on Virtual Machines'],
        extensions: [{ ...mde, provisioningState: 'Failed' }],
      },
      'otherEdr',
      'the assessment "EDR solution should be installed on Virtual Machines" is healthy',
    ],
    ['of an appliance', image('fortinet', 'fortigate', 'payg'), 'unsupported', 'an image of fortinet'],
    ['of Databricks', image('azuredatabricks', 'databricks', 'dbr'), 'unsupported', 'an image of azuredatabricks'],
    ['that is a firewall', image('acme', 'web-firewall', '1'), 'unsupported', 'a firewall (web-firewall)'],
    ['with Ubuntu 14', image('canonical', 'ubuntuserver', '14.04.5-lts'), 'unsupported', 'Ubuntu 12 or 14 is too old'],
    ['with CentOS 6', image('openlogic', 'centos', '6.10'), 'unsupported', 'Red Hat or CentOS 6 is too old'],
    [
      'of a connector',
      { kind: 'arc', tags: { MDFCSecurityConnector: 'true' } },
      'unsupported',
      'endpoint protection is up to its multicloud connector',
    ],
    ['with OpenShift', { kind: 'arc', osSku: 'Red Hat OpenShift 4' }, 'unsupported', 'OpenShift'],
    [
      'with Windows 10',
      { os: 'windows', ...image('microsoftwindowsdesktop', 'windows-10', 'win10-22h2-pro') },
      'unsupported',
      'a Windows client',
    ],
    [
      'with Windows 10 for many',
      { os: 'windows', ...image('microsoftwindowsdesktop', 'windows-10', 'win10-22h2-evd') },
      'wanted',
      'profile servers, mode enforce',
    ],
    [
      'with Windows Server 2008',
      { os: 'windows', ...image('microsoftwindowsserver', 'windowsserver', '2008-r2-sp1') },
      'unsupported',
      'Windows Server 2008 is too old',
    ],
  ])('one %s', (_, machine, group, why) => {
    expect(groupOf(seenMachine('vm-1', machine))).toEqual([group, why]);
  });

  test.each<[string, Partial<ReachMachine>, readonly ConnectorFacts[], string]>([
    [
      'that installs Defender',
      { resourceKind: 'AWS' },
      [aws(true)],
      'its multicloud connector installs Defender for Endpoint',
    ],
    [
      'told by the cloud alone',
      { cloud: 'AWS' },
      [aws(true)],
      'its multicloud connector installs Defender for Endpoint',
    ],
    ['that installs nothing', { cloud: 'AWS' }, [aws(false)], 'endpoint protection is up to its multicloud connector'],
  ])("and P2: one of a connector %s is the connector's", (_, machine, connectors, why) => {
    const seen = seenMachine('arc-1', { kind: 'arc', ...machine });
    expect(groupOf(seen, fleetWith(), connectors)).toEqual(['unsupported', why]);
    expect(groupOf(seen, fleetWith())[0]).toBe('wanted');
    expect(groupOf(seenMachine('vm-1', machine), fleetWith(), connectors)[0]).toBe('wanted');
  });

  it('and who excludes it is heard before what runs on it', () => {
    const machine = seenMachine('vm-1', { extensions: [falcon], row: rowWith({ exclusion }) });
    expect(groupOf(machine)[0]).toBe('excluded');
  });

  it('so one that nothing of the file matches, or that the file excludes or does not cover, is excluded', () => {
    const scopes = [
      { id: `/subscriptions/${subscription}/resourceGroups/rg-1`, by: 'ops', why: 'audit', until: undefined },
    ];
    const scope = { subscriptions: [subscription] };
    const windows = fleetWith({
      profiles: [{ name: 'windows', match: { os: 'windows' }, mode: 'enforce', dataCollection }],
    });
    expect(groupOf(seenMachine('vm-1'), windows)).toEqual(['excluded', 'no profile of fleet.json matches it']);
    const without = fleetWith({ scope: { ...scope, exclude: { scopes: JSON.parse(JSON.stringify(scopes)) } } });
    expect(groupOf(seenMachine('vm-1'), without)).toEqual(['excluded', 'audit (ops)']);
  });

  it('and one that is frozen is excluded, unless all of its subscription is, since then nothing is written', () => {
    const { id } = seenMachine('vm-1');
    const group = `/subscriptions/${subscription}/resourceGroups/rg-1`;
    const frozen = (...scopes: readonly string[]) => groupOf(seenMachine('vm-1'), fleetWith(), [], scopes);
    for (const scope of [group, group.toUpperCase(), id]) {
      expect(frozen(scope)).toEqual(['excluded', 'frozen: incident (ann)']);
    }
    for (const scope of ['*', `/subscriptions/${subscription.toUpperCase()}`, `${group}-2`, `${id}-2`]) {
      expect(frozen(scope)[0]).toBe('wanted');
    }
    expect(frozen('*', group)[0]).toBe('excluded');
  });

  it('and an exclusion that is over excludes nobody', () => {
    const row = rowWith({ exclusion: { ...exclusion, until: new Date(nowMs - 1).toISOString() } });
    expect(groupOf(seenMachine('vm-1', { row }))[0]).toBe('wanted');
  });

  it('and none is wanted where the entry turns Defender for Endpoint off', () => {
    const fleet = fleetWith({}, { defender: 'off' });
    expect(groupOf(seenMachine('vm-1'), fleet)).toEqual([
      'excluded',
      'fleet.json turns Defender for Endpoint off here',
    ]);
  });

  it('and one that Resource Graph does not show yet has the profile of its last look', () => {
    const unseen = (profile: string | undefined) => seenMachine('vm-1', { row: rowWith({ isUnseen: true, profile }) });
    expect(groupOf(unseen('guests'))[0]).toBe('observedOnly');
    expect(groupOf(unseen(undefined))).toEqual(['excluded', 'no profile of fleet.json matches it']);
  });
});
