import { describe, expect, it } from 'vitest';
import { keptBackOf } from '../../../../src/domain/findings/keep-back.ts';
import type { ExtensionFacts, VmFacts } from '../../../../src/domain/machine/machine-facts.ts';
import { amaService } from '../../../../src/domain/services/ama/ama.ts';
import { agent, arcMachine, authentication, builtInId, foreignId, vmMachine } from '../facts.ts';
import { failedTry, inputOf, minutesAgo, stepRecord, wantedOf, writeOf } from '../service-input.ts';

const stepId = 'installExtension:AzureMonitorLinuxAgent';
const attached = { identity: { system: false, userAssigned: [builtInId] } };
const operationUrl = 'https://management.azure.com/operations/1';

function vm(extension?: Partial<ExtensionFacts>, facts: Partial<VmFacts> = {}) {
  return vmMachine({ ...attached, extensions: extension === undefined ? [] : [agent(extension)] }, facts);
}

function arc(extension?: Partial<ExtensionFacts>) {
  const installed = agent({ settings: {}, requestedVersion: undefined, ...extension });
  return arcMachine({ extensions: extension === undefined ? [] : [installed] });
}

describe('a machine without the agent', () => {
  it('M1: gets it as the built-in policy writes it (Linux VM)', () => {
    const finding = amaService.find(inputOf({ facts: vm() }));
    expect(wantedOf(finding)).toMatchObject([
      { id: stepId, needs: ['identity'], exclusive: true, creates: true, changesDefaultToken: false },
    ]);
    expect(writeOf(finding)).toMatchObject({
      kind: 'putExtension',
      name: 'AzureMonitorLinuxAgent',
      body: {
        location: 'westeurope',
        properties: {
          publisher: 'Microsoft.Azure.Monitor',
          type: 'AzureMonitorLinuxAgent',
          typeHandlerVersion: '1.36',
          autoUpgradeMinorVersion: true,
          enableAutomaticUpgrade: true,
          settings: authentication(builtInId),
        },
      },
    });
  });

  it('M1: gets it as the built-in policy writes it (Windows VM)', () => {
    const spec = { os: 'windows' as const, ama: { install: true, minimumVersion: '1.2', automaticUpgrade: true } };
    const write = writeOf(amaService.find(inputOf({ facts: vmMachine({ ...attached, os: 'windows' }), spec })));
    expect(write).toMatchObject({
      name: 'AzureMonitorWindowsAgent',
      body: { properties: { type: 'AzureMonitorWindowsAgent', typeHandlerVersion: '1.2' } },
    });
  });

  it('M1: gets the version floor of its profile', () => {
    const ama = { install: true, minimumVersion: '1.40', automaticUpgrade: true };
    const write = writeOf(amaService.find(inputOf({ facts: vm(), spec: { ama } })));
    expect(write).toMatchObject({ body: { properties: { typeHandlerVersion: '1.40' } } });
  });

  it('M1 M6: gets neither a version nor authentication on Arc', () => {
    const finding = amaService.find(inputOf({ facts: arc() }));
    expect(wantedOf(finding)).toMatchObject([{ needs: [] }]);
    expect(writeOf(finding)).toMatchObject({
      body: {
        location: 'westeurope',
        properties: {
          publisher: 'Microsoft.Azure.Monitor',
          type: 'AzureMonitorLinuxAgent',
          autoUpgradeMinorVersion: true,
          enableAutomaticUpgrade: true,
          settings: {},
        },
      },
    });
    expect(JSON.stringify(writeOf(finding))).not.toMatch(/typeHandlerVersion|authentication/);
  });

  it('M6: names no identity when the system identity is wanted', () => {
    const facts = vmMachine({ identity: { system: true, userAssigned: [foreignId] } });
    const write = writeOf(amaService.find(inputOf({ facts, spec: { identity: 'system' } })));
    expect(write).toMatchObject({ body: { properties: { settings: {} } } });
    expect(JSON.stringify(write)).not.toContain('authentication');
  });

  it('points the agent at the identity that is reused', () => {
    const facts = vmMachine({ identity: { system: false, userAssigned: [foreignId] } });
    const write = writeOf(amaService.find(inputOf({ facts, spec: { onForeignIdentity: 'reuse' } })));
    expect(write).toMatchObject({ body: { properties: { settings: authentication(foreignId) } } });
  });

  it('is blocked as long as nobody knows with which identity', () => {
    const facts = vmMachine({ identity: { system: false, userAssigned: [foreignId] } });
    expect(amaService.find(inputOf({ facts }))).toMatchObject({ kind: 'blocked', code: 'ForeignIdentity' });
  });

  it('is left alone when the profile does not want it', () => {
    const ama = { install: false, minimumVersion: '1.36', automaticUpgrade: true };
    expect(amaService.find(inputOf({ facts: vm(), spec: { ama } })).kind).toBe('not-applicable');
  });

  it('waits for the answer to a write that Azure still works on', () => {
    const steps = { [stepId]: stepRecord({ operationUrl }, 'accepted') };
    const finding = amaService.find(inputOf({ facts: vm(), history: { steps } }));
    expect(finding).toEqual({ kind: 'provisioning', what: 'installExtension' });
  });

  it('stays held after a refusal that only a person removes', () => {
    const steps = { [stepId]: stepRecord({ failure: failedTry('PolicyDenied', 'no') }, 'failed') };
    const finding = amaService.find(inputOf({ facts: vm(), history: { steps } }));
    const step = { stepId, treatment: 'hold', dueMs: undefined };
    expect(finding).toEqual({ kind: 'blocked', code: 'PolicyDenied', detail: 'no', step });
  });
});

describe('what stands in the way', () => {
  it.each([
    ['off', { power: 'off' }, 'Off'],
    ['hibernated', { power: 'hibernated' }, 'Hibernated'],
    ['starting', { power: 'starting', agentReady: false }, 'AgentNotReady'],
    ['up, without its guest agent', { agentReady: false }, 'AgentNotReady'],
    ['in a state nobody knows', { power: 'unknown' }, 'AgentNotReady'],
  ] as const)('a VM that is %s waits', (_, facts, reason) => {
    const finding = amaService.find(inputOf({ facts: vm(undefined, facts) }));
    expect(finding).toMatchObject({ kind: 'waiting', reason });
    expect(keptBackOf(finding).map((step) => step.id)).toEqual([stepId]);
  });

  it.each([
    ['Disconnected', 'waiting'],
    ['Expired', 'blocked'],
  ])('an Arc machine that is %s keeps back what it lacks, and nothing else', (status, kind) => {
    const find = (extensions: readonly ExtensionFacts[]) =>
      amaService.find(inputOf({ facts: arcMachine({ extensions }, { status }) }));
    expect(find([]).kind).toBe(kind);
    expect(keptBackOf(find([])).map((step) => step.why)).toEqual(['install the Azure Monitor Agent']);
    expect(keptBackOf(find([agent({ settings: {} })]))).toEqual([]);
  });

  it('a wrong agent on a VM that is off keeps back its correction', () => {
    const facts = vm({ settings: authentication(foreignId) }, { power: 'off' });
    expect(keptBackOf(amaService.find(inputOf({ facts }))).map((step) => step.why)).toEqual([
      'let the agent use Built-In-Identity-westeurope',
    ]);
  });

  it.each([
    ['Disconnected', { kind: 'waiting', reason: 'Disconnected' }],
    ['AwaitingConnection', { kind: 'waiting', reason: 'Disconnected' }],
    ['Error', { kind: 'waiting', reason: 'Disconnected' }],
    ['Expired', { kind: 'blocked', code: 'ArcExpired' }],
  ])('an Arc machine that is %s is not written to', (status, expected) => {
    expect(amaService.find(inputOf({ facts: arcMachine({}, { status }) }))).toMatchObject(expected);
  });

  it.each([
    ['an allow list without it', { allowList: ['microsoft.compute/customscriptextension'] }, 'ExtensionNotAllowed'],
    ['an allow list of nothing', { allowList: ['Allow/None'] }, 'ExtensionNotAllowed'],
    ['a block list with it', { blockList: ['microsoft.azure.monitor/azuremonitorlinuxagent'] }, 'ExtensionNotAllowed'],
    ['extensions turned off', { extensionsEnabled: false }, 'ExtensionsDisabled'],
  ])('%s holds an Arc machine', (_, facts, code) => {
    expect(amaService.find(inputOf({ facts: arcMachine({}, facts) }))).toMatchObject({ kind: 'blocked', code });
  });

  it('an allow list with it does not', () => {
    const facts = arcMachine({}, { allowList: ['Microsoft.Azure.Monitor/AzureMonitorLinuxAgent'] });
    expect(amaService.find(inputOf({ facts })).kind).toBe('wanted');
  });

  it('a VM that forbids extensions is held, on or off', () => {
    const finding = amaService.find(inputOf({ facts: vm(undefined, { allowsExtensions: false, power: 'off' }) }));
    expect(finding).toMatchObject({ kind: 'blocked', code: 'ExtensionsDisabled' });
  });
});

describe('a machine with the agent', () => {
  it.each([
    ['VM', vm({})],
    [
      'VM, another name and casing',
      vm({ name: 'ama', publisher: 'microsoft.azure.monitor', type: 'azuremonitorlinuxagent' }),
    ],
    ['VM that is off', vm({ installedVersion: undefined }, { power: 'off', agentReady: false })],
    ['VM that is hibernated', vm({ installedVersion: undefined }, { power: 'hibernated', agentReady: false })],
    ['VM that forbids extensions', vm({}, { allowsExtensions: false })],
    ['Arc', arc({})],
    ['Arc, version not told', arc({ installedVersion: undefined })],
  ])('as it should be is satisfied: %s', (_, facts) => {
    expect(amaService.find(inputOf({ facts })).kind).toBe('satisfied');
  });

  it.each(['running', 'starting', 'unknown'] as const)(
    'is not satisfied before a VM whose power is %s tells the version',
    (power) => {
      const finding = amaService.find(inputOf({ facts: vm({ installedVersion: undefined }, { power }) }));
      expect(finding).toEqual({ kind: 'waiting', reason: 'AgentNotReady' });
    },
  );

  it.each([
    ['1.9.0.0', true],
    ['1.35.9.9', true],
    ['1.36.0.0', false],
    ['2.0', false],
  ])('M1: of version %s is below the floor of 1.36: %s', (installedVersion, isBelow) => {
    const finding = amaService.find(inputOf({ facts: vm({ installedVersion, requestedVersion: '1.36' }) }));
    expect(finding).toMatchObject(isBelow ? { kind: 'blocked', code: 'VersionBelowFloor' } : { kind: 'satisfied' });
  });

  it.each(['Creating', 'Updating', 'Accepted', 'Transitioning'])(
    'in state %s is being provisioned',
    (provisioningState) => {
      const finding = amaService.find(inputOf({ facts: vm({ provisioningState }) }));
      expect(finding).toEqual({ kind: 'provisioning', what: 'installExtension' });
    },
  );

  it('being deleted is not written over', () => {
    const finding = amaService.find(inputOf({ facts: vm({ provisioningState: 'Deleting' }) }));
    expect(finding).toEqual({ kind: 'provisioning', what: 'removeExtension' });
  });

  it('half installed on a machine that went off waits for its start', () => {
    const finding = amaService.find(inputOf({ facts: vm({ provisioningState: 'Creating' }, { power: 'off' }) }));
    expect(finding).toEqual({ kind: 'waiting', reason: 'Off' });
  });

  it('pointing at another identity is corrected under its own name, with its version and its other settings', () => {
    const settings = {
      ...authentication(foreignId),
      proxy: { mode: 'application', address: 'http://p:3128', auth: 'false' },
      x: 1,
    };
    const facts = vm({ name: 'ama', requestedVersion: '1.33', autoUpgradeMinorVersion: true, settings });
    const finding = amaService.find(inputOf({ facts }));
    expect(wantedOf(finding)).toMatchObject([{ id: stepId, creates: false }]);
    expect(writeOf(finding)).toMatchObject({
      name: 'ama',
      body: { properties: { typeHandlerVersion: '1.33', settings: { ...settings, ...authentication(builtInId) } } },
    });
  });

  it('loses authentication that has no place on Arc, and nothing else', () => {
    const settings = { ...authentication(builtInId), proxy: { mode: 'none' } };
    expect(writeOf(amaService.find(inputOf({ facts: arc({ settings }) })))).toMatchObject({
      body: { properties: { settings: { proxy: { mode: 'none' } } } },
    });
  });

  it.each([
    [true, false],
    [true, undefined],
    [false, true],
  ])('M5: gets automatic upgrade %s where it is %s', (automaticUpgrade, enableAutomaticUpgrade) => {
    const spec = { ama: { install: true, minimumVersion: '1.36', automaticUpgrade } };
    const write = writeOf(amaService.find(inputOf({ facts: vm({ enableAutomaticUpgrade }), spec })));
    expect(write).toMatchObject({ body: { properties: { enableAutomaticUpgrade: automaticUpgrade } } });
  });

  it('with a proxy password that we do not have is changed by a person', () => {
    const settings = {
      ...authentication(foreignId),
      proxy: { mode: 'application', address: 'http://p', auth: 'true' },
    };
    expect(amaService.find(inputOf({ facts: vm({ settings }) }))).toMatchObject({ code: 'ProtectedSettingsUnknown' });
    const right = { ...settings, ...authentication(builtInId) };
    expect(amaService.find(inputOf({ facts: vm({ settings: right }) })).kind).toBe('satisfied');
  });

  it('survives settings of any shape', () => {
    for (const settings of [
      {},
      { authentication: null },
      { authentication: { managedIdentity: 'x' } },
      { proxy: [] },
    ]) {
      expect(amaService.find(inputOf({ facts: vm({ settings }) })).kind).toBe('wanted');
    }
  });
});

describe('Succeeded after our write is believed when its operation has ended, or when seen twice', () => {
  const find = (history: Parameters<typeof inputOf>[0]) => amaService.find(inputOf(history)).kind;
  const accepted = { [stepId]: stepRecord({ operationUrl }, 'accepted') };

  it.each([
    [
      'while the operation runs',
      { steps: accepted, operations: { [stepId]: { state: 'running' as const } } },
      'provisioning',
    ],
    ['before the operation was read', { steps: accepted }, 'provisioning'],
    [
      'when the operation is over',
      { steps: accepted, operations: { [stepId]: { state: 'succeeded' as const } } },
      'satisfied',
    ],
    ['when the answer was the end of it', { steps: { [stepId]: stepRecord({}, 'succeeded') } }, 'satisfied'],
    [
      'when the answer named no operation, at first',
      { steps: { [stepId]: stepRecord({}, 'accepted') }, lastLookAt: minutesAgo(11) },
      'provisioning',
    ],
    [
      'when the answer named no operation, seen twice',
      { steps: { [stepId]: stepRecord({}, 'accepted') }, lastLookAt: minutesAgo(2) },
      'satisfied',
    ],
    [
      'when the operation is lost, at first',
      { steps: accepted, operations: { [stepId]: { state: 'lost' as const } }, lastLookAt: minutesAgo(11) },
      'provisioning',
    ],
    [
      'when it is lost and seen twice',
      { steps: accepted, operations: { [stepId]: { state: 'lost' as const } }, lastLookAt: minutesAgo(2) },
      'satisfied',
    ],
    [
      'when the write was never answered, at first',
      { steps: { [stepId]: stepRecord({}, 'sent') }, lastLookAt: undefined },
      'provisioning',
    ],
    [
      'when the write was never answered, seen twice',
      { steps: { [stepId]: stepRecord({}, 'sent') }, lastLookAt: minutesAgo(2) },
      'satisfied',
    ],
  ])('%s', (_, history, expected) => {
    expect(find({ facts: vm({}), history })).toBe(expected);
  });

  it.each([
    [20, 'provisioning'],
    [40, 'satisfied'],
  ])('a look %s seconds before this one: %s', (seconds, expected) => {
    const steps = { [stepId]: stepRecord({ operationUrl, lastAt: minutesAgo(100 / 60) }, 'accepted') };
    const operations = { [stepId]: { state: 'lost' as const } };
    const lastLookAt = minutesAgo(seconds / 60);
    expect(find({ facts: vm({}), history: { steps, operations, lastLookAt } })).toBe(expected);
  });

  it('a failed operation is not talked away before its next try is due', () => {
    const steps = {
      [stepId]: stepRecord({ nextAttemptAt: minutesAgo(-1), failure: failedTry('ExtensionFailed') }, 'failed'),
    };
    const operations = { [stepId]: { state: 'failed' as const, code: 'VMExtensionProvisioningError', message: 'x' } };
    expect(find({ facts: vm({}), history: { steps, operations } })).toBe('blocked');
  });
});
