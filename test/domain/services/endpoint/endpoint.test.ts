import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../../src/domain/findings/finding.ts';
import type { ExtensionFacts, MachineFacts, SharedFacts } from '../../../../src/domain/machine/machine-facts.ts';
import { endpointService } from '../../../../src/domain/services/endpoint/endpoint.ts';
import { endpointExits } from '../../../../src/domain/services/endpoint/exit-codes.ts';
import { agent, arcFacts, arcMachine, sharedFacts, vmFacts, vmMachine } from '../facts.ts';
import { acceptanceOf, endpointSpec, type InputChanges, inputOf, minutesAgo } from '../service-input.ts';

const hour = 3_600;
const platform = { endpoint: endpointSpec() };
const both = { endpoint: endpointSpec({ otherEdr: 'coexist' }) };

function find(changes: InputChanges = {}): Finding {
  return endpointService.find(inputOf({ spec: platform, ...changes }));
}

function mde(machine: MachineFacts, changes: Partial<ExtensionFacts> = {}): ExtensionFacts {
  const type = machine.os === 'windows' ? 'MDE.Windows' : 'MDE.Linux';
  const settings = { autoUpdate: true, azureResourceId: machine.machine.resourceId, forceReOnboarding: false };
  return {
    ...agent(),
    ...{ name: type, type, publisher: 'Microsoft.Azure.AzureDefenderForServers', settings },
    ...{ requestedVersion: '1.0', installedVersion: '1.0.9.0', enableAutomaticUpgrade: false },
    ...changes,
  };
}

function withMde(changes: Partial<ExtensionFacts> = {}, machine = vmMachine()): MachineFacts {
  return { ...machine, extensions: [mde(machine, changes)] };
}

const covered = (endpointCoverage: SharedFacts['endpointCoverage']): InputChanges => ({
  shared: sharedFacts({ endpointCoverage }),
});

describe('Defender for Endpoint is there', () => {
  it.each([
    ['on a VM', vmMachine()],
    ['on a Windows VM', vmMachine({ os: 'windows' })],
    ['on an Arc machine', arcMachine()],
  ])('%s, Succeeded and of this machine: satisfied', (_, machine) => {
    expect(find({ facts: withMde({}, machine) })).toMatchObject({ kind: 'satisfied' });
  });

  it.each([
    ['Defender for Cloud', { autoUpdate: true, forceReOnboarding: false }],
    ['Azure Policy', { installedBy: 'Policy', vNextEnabled: 'true' }],
    ['somebody', { vNextEnabled: true }],
    ['somebody', { installedBy: 'a pipeline' }],
  ])('and says who wrote it: %s', (writer, settings) => {
    const named = { ...settings, azureResourceId: vmMachine().machine.resourceId };
    const finding = find({ facts: withMde({ settings: named }) });
    expect(finding).toMatchObject({ kind: 'satisfied', detail: `version 1.0.9.0, written by ${writer}` });
  });

  it('whatever the settings of the subscription say by now', () => {
    const facts = withMde();
    expect(find({ facts, ...covered({ kind: 'off', lacksPlan: false, detail: 'WDATP' }) }).kind).toBe('satisfied');
  });

  it('D3: with the resource id of another machine it is drift; a letter in another case is not', () => {
    const settings = {
      azureResourceId: '/subscriptions/x/resourceGroups/y/providers/Microsoft.Compute/virtualMachines/z',
    };
    expect(find({ facts: withMde({ settings }) })).toMatchObject({ kind: 'blocked', code: 'EndpointOfOtherMachine' });
    const upper = { AzureResourceId: vmMachine().machine.resourceId.toUpperCase() };
    expect(find({ facts: withMde({ settings: upper }) }).kind).toBe('satisfied');
  });

  it('but the machine says that its handler failed, or says nothing though it runs: not satisfied', () => {
    expect(find({ facts: withMde({ statusCode: 'ProvisioningState/failed/4' }) })).toMatchObject({ kind: 'blocked' });
    const silent = withMde({ installedVersion: undefined });
    expect(find({ facts: silent })).toEqual({ kind: 'waiting', reason: 'AgentNotReady' });
    const off = { ...silent, platform: vmFacts({ power: 'off' }) };
    expect(find({ facts: off }).kind).toBe('satisfied');
  });

  it.each(['Creating', 'Updating', 'Deleting'])('%s: Azure is at it', (provisioningState) => {
    expect(find({ facts: withMde({ provisioningState }) }).kind).toBe('provisioning');
  });

  it('of the other system, or listed as deleted: it is not there', () => {
    const other = withMde({ name: 'MDE.Windows', type: 'MDE.Windows' });
    expect(find({ facts: other })).toMatchObject({ kind: 'waiting', reason: 'AwaitingDefender' });
    expect(find({ facts: withMde({ provisioningState: 'Deleted' }) })).toMatchObject({ reason: 'AwaitingDefender' });
  });
});

describe('E7: an exit code of its installer on Linux', () => {
  const expected: Readonly<Record<string, readonly number[]>> = {
    ConflictingSecurityAgent: [5],
    MdeUnsupportedOs: [10, 11],
    MdeRequirements: [12, 51, 52],
    MdeBadSettings: [2, 25, 40, 41],
    MdeInstallFailed: [1, 3, 4, 15, 20, 21, 22, 23, 24, 26, 30, 31, 32, 33],
  };
  const rows = Object.entries(expected).flatMap(([code, exits]) => exits.map((exit) => [exit, code] as const));

  it('is in the table, each', () => {
    expect(rows.map(([exit]) => String(exit)).sort()).toEqual(Object.keys(endpointExits).sort());
  });

  it.each(rows)('%i is %s, by status code and by message', (exit, code) => {
    const failed = { provisioningState: 'Failed', statusCode: `ProvisioningState/failed/${exit}` };
    expect(find({ facts: withMde(failed) })).toMatchObject({ kind: 'blocked', code });
    const told = { provisioningState: 'Failed', statusCode: undefined, message: `Non-zero exit code: ${exit}, x` };
    expect(find({ facts: withMde(told) })).toMatchObject({ kind: 'blocked', code });
  });

  it('5 names the process that is in the way', () => {
    const message = 'Non-zero exit code: 5, found conflicting applications: [/opt/ds_agent/ds_agent], aborting';
    expect(find({ facts: withMde({ provisioningState: 'Failed', message }) })).toMatchObject({
      detail: expect.stringContaining('/opt/ds_agent/ds_agent'),
    });
  });

  it('without its package it was written wrongly, and an unknown code is a failure', () => {
    const message = 'Protected Setting defenderForEndpointOnboardingScript does not exist';
    const failed = { provisioningState: 'Failed', message };
    expect(find({ facts: withMde(failed) })).toMatchObject({ code: 'MdeBadSettings' });
    const unknown = { provisioningState: 'Failed', statusCode: 'ProvisioningState/failed/99' };
    expect(find({ facts: withMde(unknown) })).toMatchObject({ code: 'MdeInstallFailed' });
    const windows = withMde(
      { provisioningState: 'Failed', statusCode: 'ProvisioningState/failed/5' },
      vmMachine({ os: 'windows' }),
    );
    expect(find({ facts: windows, spec: { os: 'windows', ...platform } })).toMatchObject({
      code: 'MdeInstallFailed',
    });
  });
});

describe('Defender for Endpoint is not there', () => {
  it('and the profile says nothing of it: there is no finding; or the connector brings it, or the cloud lacks it: not applicable, with the reason', () => {
    const { concerns } = endpointService;
    expect([concerns?.(inputOf().spec), concerns?.(inputOf({ spec: platform }).spec)]).toEqual([false, true]);
    expect(find({ cloud: 'AzureChinaCloud' })).toMatchObject({ reason: expect.stringMatching(/^Cloud: /) });
    const arc = arcMachine();
    const aws = { ...arc, platform: arcFacts({ resourceKind: 'AWS' }) };
    const connector = { ...({ id: '/c', cloud: 'AWS', account: '1', plan: 'P2' } as const), connectsMachines: true };
    const connectors = [{ ...connector, providesEndpoint: true }];
    expect(find({ facts: aws, connectors })).toMatchObject({
      kind: 'not-applicable',
      reason: expect.stringMatching(/^Connector/),
    });
  });

  it('and off in the subscription: held, unless the looks at it turn it on', () => {
    expect(find(covered({ kind: 'off', lacksPlan: false, detail: 'WDATP' }))).toMatchObject({
      kind: 'blocked',
      code: 'EndpointNotEnabled',
    });
    const coming = { kind: 'coming', lacksPlan: true, detail: 'x' } as const;
    for (const coverage of [coming, { kind: 'unread', detail: 'x' } as const]) {
      expect(find(covered(coverage))).toMatchObject({ kind: 'waiting', reason: 'SubscriptionNotReady' });
    }
  });

  it('and the machine off or away: that is waited for, and its time does not run out meanwhile', () => {
    expect(find({ facts: vmMachine({}, { power: 'off' }) })).toMatchObject({ reason: 'Off', whileOn: true });
    expect(find({ facts: arcMachine({}, { status: 'Disconnected' }) })).toMatchObject({
      reason: 'Disconnected',
      whileOn: true,
    });
  });
});

describe('D1: a tag names another product', () => {
  const tagged = { endpoint: endpointSpec({ otherEdrTag: 'edr' }) };

  it.each(['Sophos', ' Cortex XDR '])('such as %s: a person decides, and may accept it', (product) => {
    const facts = vmMachine({ tags: { EDR: product } });
    const found = find({ facts, spec: tagged });
    expect(found).toMatchObject({ kind: 'blocked', code: 'OtherEdr', detail: `${product.trim()} (tag EDR)` });
    expect(find({ facts, spec: tagged, accepted: [acceptanceOf(found)] }).kind).toBe('waiting');
    const coexist = { endpoint: endpointSpec({ otherEdrTag: 'edr', otherEdr: 'coexist' }) };
    expect(find({ facts, spec: coexist }).kind).toBe('waiting');
  });

  it.each(['', ' none ', 'No', 'false', '0'])('and %j is none', (value) => {
    expect(find({ facts: vmMachine({ tags: { edr: value } }), spec: tagged }).kind).toBe('waiting');
  });

  it('and another tag, or a profile that names none, says nothing', () => {
    expect(find({ facts: vmMachine({ tags: { av: 'Sophos' } }), spec: tagged }).kind).toBe('waiting');
    expect(find({ facts: vmMachine({ tags: { edr: 'Sophos' } }) }).kind).toBe('waiting');
  });
});

describe('D1: the extension of another product is on the machine', () => {
  const falcon = { ...mde(vmMachine()), name: 'falcon', publisher: 'Crowdstrike.Falcon', type: 'FalconSensorLinux' };
  const facts = vmMachine({ extensions: [falcon] });

  it('and Defender for Endpoint is not: a person decides, whatever the settings are', () => {
    const held = { kind: 'blocked', code: 'OtherEdr', detail: expect.stringContaining('CrowdStrike Falcon') };
    expect(find({ facts })).toMatchObject(held);
    expect(find({ facts, ...covered({ kind: 'off', lacksPlan: false, detail: 'WDATP' }) })).toMatchObject(held);
  });

  it('and the file says that both shall be there, or a person has accepted this one: it is waited for', () => {
    expect(find({ facts, spec: both })).toMatchObject({ kind: 'waiting', reason: 'AwaitingDefender' });
    const accepted = [acceptanceOf(find({ facts }))];
    expect(find({ facts, accepted })).toMatchObject({ kind: 'waiting', reason: 'AwaitingDefender' });
    const other = { ...falcon, publisher: 'SentinelOne.LinuxExtension', type: 'LinuxExtension' };
    expect(find({ facts: vmMachine({ extensions: [other] }), accepted })).toMatchObject({ code: 'OtherEdr' });
  });

  it('and Defender for Endpoint too: it is protected', () => {
    expect(find({ facts: { ...facts, extensions: [falcon, mde(facts)] } }).kind).toBe('satisfied');
  });
});

describe('E6: the deadline', () => {
  const on = covered({ kind: 'on', since: minutesAgo(30) });
  const waited = (minutes: number, seconds = minutes * 60) => ({
    waitWhileOn: { since: minutesAgo(minutes), seconds, seenOnAt: minutesAgo(0) },
  });

  it('is an hour on a machine that came after the settings were seen on, else twelve', () => {
    const young = vmMachine({ createdAt: minutesAgo(20) });
    const old = vmMachine({ createdAt: minutesAgo(40) });
    expect(find({ facts: young, ...on, ...waited(61) })).toMatchObject({ kind: 'blocked', code: 'MdeNotDeployed' });
    expect(find({ facts: old, ...on, ...waited(61) })).toMatchObject({ kind: 'waiting', reason: 'AwaitingDefender' });
    expect(find({ facts: old, ...on, ...waited(12 * 60) })).toMatchObject({ kind: 'blocked', code: 'MdeNotDeployed' });
    const unknown = covered({ kind: 'on', since: undefined });
    expect(find({ facts: young, ...unknown, ...waited(61) })).toMatchObject({ kind: 'waiting' });
  });

  it('counts only what the machine was on', () => {
    const young = vmMachine({ createdAt: minutesAgo(20) });
    expect(find({ facts: young, ...on, ...waited(600, 59 * 60) })).toMatchObject({ kind: 'waiting', seconds: 60 });
  });

  it.each([
    [0, 15 * 60],
    [5, 10 * 60],
    [15, 45 * 60],
    [60, 3 * hour],
    [300, 3 * hour],
    [700, 20 * 60],
  ])('after %i minutes the next look comes in %i seconds', (minutes, seconds) => {
    const old = vmMachine({ createdAt: minutesAgo(4_000) });
    expect(find({ facts: old, ...on, ...waited(minutes) })).toMatchObject({ seconds });
  });

  it('E21: says what to check, by system', () => {
    const image = {
      publisher: 'MicrosoftWindowsServer',
      offer: 'WindowsServer',
      sku: '2016-Datacenter',
      id: undefined,
    };
    const server = vmMachine({ os: 'windows' }, { image });
    const spec = { os: 'windows', ...platform } as const;
    const late = find({ facts: server, spec, ...on, ...waited(720) });
    expect(late).toMatchObject({
      detail: expect.stringMatching(/generalised.*2012 R2 and 2016.*anonymous.*system context/),
    });
    expect(find({ ...on, ...waited(720) })).toMatchObject({ detail: expect.stringContaining('Python 3') });
  });
});
