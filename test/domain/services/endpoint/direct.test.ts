import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../../src/domain/findings/finding.ts';
import type { ExtensionFacts, MachineFacts } from '../../../../src/domain/machine/machine-facts.ts';
import { endpointService } from '../../../../src/domain/services/endpoint/endpoint.ts';
import { installStepId, removeStepId } from '../../../../src/domain/services/endpoint/endpoint-steps.ts';
import { endpointExits } from '../../../../src/domain/services/endpoint/exit-codes.ts';
import type { StepRecord } from '../../../../src/domain/step/step-record.ts';
import { agent, arcMachine, sharedFacts, vmMachine } from '../facts.ts';
import {
  endpointSpec,
  failedTry,
  type InputChanges,
  inputOf,
  minutesAgo,
  stepRecord,
  wantedOf,
  writeOf,
} from '../service-input.ts';

const direct = { endpoint: endpointSpec({ deployment: 'direct' }) };
const publisher = 'Microsoft.Azure.AzureDefenderForServers';
const installId = installStepId('linux');

function find(changes: InputChanges = {}): Finding {
  const os = changes.facts?.os === 'windows' ? 'windows' : 'linux';
  return endpointService.find(inputOf({ ...changes, spec: { ...direct, os, ...changes.spec } }));
}

function mde(changes: Partial<ExtensionFacts> = {}, machine = vmMachine()): MachineFacts {
  const type = machine.os === 'windows' ? 'MDE.Windows' : 'MDE.Linux';
  const settings = { azureResourceId: machine.machine.resourceId };
  const extension = { ...agent(), name: type, type, publisher, settings, requestedVersion: '1.0' };
  return { ...machine, extensions: [{ ...extension, installedVersion: '1.0.9.0', ...changes }] };
}

function exited(exit: number): MachineFacts {
  return mde({ provisioningState: 'Failed', statusCode: `ProvisioningState/failed/${exit}`, message: 'it said so' });
}

const touches = { part: 'extension', name: 'MDE.Linux', publisher, type: 'MDE.Linux' } as const;

/** Our last write failed ten minutes ago, as the handler of the extension says. */
function failed(attempts: number, changes: Partial<StepRecord> = {}): NonNullable<InputChanges['history']> {
  const step = stepRecord(
    {
      ...{
        service: 'endpoint',
        touches,
        attempts,
        failure: failedTry('ExtensionFailed'),
        nextAttemptAt: minutesAgo(-5),
      },
      ...changes,
    },
    'failed',
  );
  return { steps: { [installId]: step } };
}

const owned = [
  {
    stepId: installId,
    resourceId: `${vmMachine().machine.resourceId}/extensions/MDE.Linux`,
    state: 'confirmed',
    lookId: stepRecord().lookId,
    at: minutesAgo(60),
  },
] as const;

describe('Defender for Endpoint is not there, and the app installs it', () => {
  it.each([
    ['a Linux VM', vmMachine(), 'linux', 'MDE.Linux', {}],
    ['a Windows VM', vmMachine({ os: 'windows' }), 'windows', 'MDE.Windows', { vNextEnabled: 'true' }],
    ['an Arc machine', arcMachine(), 'linux', 'MDE.Linux', {}],
  ] as const)(
    'on %s, with the body of the built-in policies and the package only named',
    (_, facts, os, type, more) => {
      const write = writeOf(find({ facts }));
      expect(write).toEqual({
        kind: 'putExtension',
        target: facts.machine,
        name: type,
        onboards: os,
        body: {
          location: facts.region,
          properties: {
            ...{ publisher, type, typeHandlerVersion: '1.0', autoUpgradeMinorVersion: true },
            enableAutomaticUpgrade: true,
            settings: { ...more, azureResourceId: facts.machine.resourceId },
          },
        },
      });
    },
  );

  it('owns what it makes, and goes after nothing else', () => {
    expect(wantedOf(find())).toMatchObject([{ id: installId, creates: true, exclusive: true, needs: [] }]);
  });

  it('needs the plan of the subscription, and not its settings', () => {
    const off = (lacksPlan: boolean) => ({
      shared: sharedFacts({ endpointCoverage: { kind: 'off', lacksPlan, detail: 'x' } }),
    });
    expect(find(off(false)).kind).toBe('wanted');
    expect(find(off(true))).toMatchObject({
      kind: 'blocked',
      code: 'EndpointNotEnabled',
      keptBack: [{ id: installId }],
    });
    const coming = (lacksPlan: boolean) => ({
      shared: sharedFacts({ endpointCoverage: { kind: 'coming', lacksPlan, detail: 'x' } }),
    });
    expect(find(coming(false)).kind).toBe('wanted');
    expect(find(coming(true))).toMatchObject({ kind: 'waiting', reason: 'SubscriptionNotReady' });
    const unread = { shared: sharedFacts({ endpointCoverage: { kind: 'unread', detail: 'x' } }) };
    expect(find(unread)).toMatchObject({ kind: 'waiting', reason: 'SubscriptionNotReady' });
  });

  it('waits for a machine that is off, away or does not allow it, and shows what it would write', () => {
    expect(find({ facts: vmMachine({}, { power: 'off' }) })).toMatchObject({ reason: 'Off', keptBack: [{}] });
    expect(find({ facts: arcMachine({}, { status: 'Disconnected' }) })).toMatchObject({ reason: 'Disconnected' });
    const listed = arcMachine({}, { allowList: ['microsoft.azure.monitor/azuremonitorlinuxagent'] });
    expect(find({ facts: listed })).toMatchObject({ code: 'ExtensionNotAllowed' });
  });

  it('is never installed over the product of somebody else, unless the file says both', () => {
    const falcon = { ...agent(), name: 'falcon', publisher: 'Crowdstrike.Falcon', type: 'FalconSensorLinux' };
    const facts = vmMachine({ extensions: [falcon] });
    expect(find({ facts })).toMatchObject({ kind: 'blocked', code: 'OtherEdr' });
    const both = { endpoint: endpointSpec({ deployment: 'direct', otherEdr: 'coexist' }) };
    expect(find({ facts, spec: both }).kind).toBe('wanted');
  });

  it('nor over one that a tag names', () => {
    const facts = vmMachine({ tags: { edr: 'Sophos' } });
    const spec = { endpoint: endpointSpec({ deployment: 'direct', otherEdrTag: 'edr' }) };
    expect(find({ facts, spec })).toMatchObject({ code: 'OtherEdr', detail: 'Sophos (tag edr)', keptBack: [{}] });
  });

  it("is never written while Defender's own copy is being made", () => {
    for (const provisioningState of ['Creating', 'Updating', 'Deleting']) {
      expect(find({ facts: mde({ provisioningState }) }).kind).toBe('provisioning');
    }
  });

  it('is not wanted on a system without support', () => {
    const old = vmMachine({ os: 'windows' }, { osName: 'Windows Server 2008 R2 Datacenter', image: undefined });
    expect(find({ facts: old })).toMatchObject({ kind: 'not-applicable', reason: expect.stringMatching(/2008/) });
  });
});

describe('it is there', () => {
  it('and Succeeded, whoever wrote it and with whatever settings: satisfied', () => {
    expect(find({ facts: mde() }).kind).toBe('satisfied');
    const settings = { azureResourceId: vmMachine().machine.resourceId.toUpperCase(), autoUpdate: true };
    expect(find({ facts: mde({ settings, enableAutomaticUpgrade: false }) }).kind).toBe('satisfied');
  });

  it('D3: and names another machine: it is written anew under its name, keeping what others have set', () => {
    const settings = { azureResourceId: '/subscriptions/x', autoUpdate: true, installedBy: 'Policy' };
    const facts = mde({ name: 'mde', settings, enableAutomaticUpgrade: false });
    expect(writeOf(find({ facts }))).toMatchObject({
      name: 'mde',
      onboards: 'linux',
      body: {
        properties: {
          enableAutomaticUpgrade: false,
          settings: { azureResourceId: facts.machine.resourceId, autoUpdate: true, forceReOnboarding: true },
        },
      },
    });
    expect(JSON.stringify(find({ facts }))).not.toContain('installedBy');
  });

  it('but our own write has not ended: what is seen is not believed', () => {
    const step = stepRecord({ service: 'endpoint', touches, operationUrl: 'https://x/y' }, 'accepted');
    const history = { steps: { [installId]: step }, operations: { [installId]: { state: 'running' } as const } };
    expect(find({ facts: mde(), history }).kind).toBe('provisioning');
  });
});

describe('E7 E20: it failed', () => {
  it.each(Object.keys(endpointExits).map(Number))('with exit code %s: what its class says', (exit) => {
    const finding = find({ facts: exited(exit), history: failed(1) });
    if (exit === 30) return expect(writeOf(finding)).toMatchObject({ kind: 'putExtension', onboards: 'linux' });
    expect(finding).toMatchObject({ kind: 'blocked', code: endpointExits[exit]?.code, step: { stepId: installId } });
  });

  it('30: the package is fetched again at once, and only once', () => {
    expect(find({ facts: exited(30), history: failed(2) })).toMatchObject({
      kind: 'blocked',
      code: 'MdeInstallFailed',
    });
  });

  it('5: held with the name of what is in the way', () => {
    const message = "found conflicting applications: ['/opt/other/agent'], aborting";
    const facts = mde({ provisioningState: 'Failed', statusCode: 'ProvisioningState/failed/5', message });
    expect(find({ facts, history: failed(1) })).toMatchObject({
      code: 'ConflictingSecurityAgent',
      detail: expect.stringContaining('/opt/other/agent'),
      step: { treatment: 'hold', dueMs: undefined },
    });
  });

  it('15: ours is removed and installed again, once its next try is due', () => {
    const history = { ...failed(1, { nextAttemptAt: minutesAgo(1) }), owned };
    expect(writeOf(find({ facts: exited(15), history }))).toMatchObject({ kind: 'deleteExtension', name: 'MDE.Linux' });
    const removed = { ...history.steps, [removeStepId('linux')]: stepRecord({ service: 'endpoint', touches }) };
    const again = find({ facts: exited(15), history: { ...history, steps: removed } });
    expect(writeOf(again), 'once removed is enough').toMatchObject({ kind: 'putExtension' });
    expect(writeOf(find({ facts: exited(15), history: failed(1, { nextAttemptAt: minutesAgo(1) }) }))).toMatchObject({
      kind: 'putExtension',
    });
  });

  it('twice: ours is removed, that of somebody else is left to its owner', () => {
    const history = failed(2, { nextAttemptAt: minutesAgo(1) });
    expect(writeOf(find({ facts: exited(21), history: { ...history, owned } }))).toMatchObject({
      kind: 'deleteExtension',
    });
    expect(find({ facts: exited(21), history })).toMatchObject({ kind: 'blocked', code: 'ForeignExtensionFailed' });
  });

  it('before we ever wrote it: tried once at once, with a new tag', () => {
    const write = writeOf(find({ facts: exited(21) }));
    expect(write).toMatchObject({
      body: { properties: { forceUpdateTag: expect.stringMatching(/^try-1-/) } },
      onboards: 'linux',
    });
  });

  it('before we ever wrote it, beside the product of somebody else: not tried', () => {
    const falcon = { ...agent(), name: 'falcon', publisher: 'Crowdstrike.Falcon', type: 'FalconSensorLinux' };
    const facts = { ...exited(21), extensions: [...exited(21).extensions, falcon] };
    expect(find({ facts })).toMatchObject({ kind: 'blocked', code: 'OtherEdr', keptBack: [{}] });
  });

  it('with an exit code on Arc, where it is the whole status', () => {
    const facts = mde({ provisioningState: 'Failed', statusCode: '12', message: 'x' }, arcMachine());
    expect(find({ facts, history: failed(1) })).toMatchObject({ code: 'MdeRequirements' });
  });

  it('and Azure refused our write: its own word counts', () => {
    const history = failed(1, { failure: failedTry('ScopeLocked'), nextAttemptAt: undefined });
    expect(find({ facts: exited(21), history })).toMatchObject({ kind: 'blocked', code: 'ScopeLocked' });
  });
});
