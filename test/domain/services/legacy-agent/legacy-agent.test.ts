import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../../src/domain/findings/finding.ts';
import { keptBackOf } from '../../../../src/domain/findings/keep-back.ts';
import type { ExtensionFacts, MachineFacts } from '../../../../src/domain/machine/machine-facts.ts';
import type { ServiceName } from '../../../../src/domain/service-name.ts';
import { legacyAgentService } from '../../../../src/domain/services/legacy-agent/legacy-agent.ts';
import { agent, arcMachine, legacyAgent, legacyWorkspace, vmMachine } from '../facts.ts';
import {
  endpointSpec,
  failedTry,
  type InputChanges,
  inputOf,
  minutesAgo,
  stepRecord,
  wantedOf,
} from '../service-input.ts';

const kinds = { VM: vmMachine, Arc: arcMachine } as const;
const systems = { Linux: 'OmsAgentForLinux', Windows: 'MicrosoftMonitoringAgent' } as const;
const each = [
  ['VM', 'Linux'],
  ['VM', 'Windows'],
  ['Arc', 'Linux'],
  ['Arc', 'Windows'],
] as const;
type Kind = keyof typeof kinds;
type System = keyof typeof systems;

const satisfied: Finding = { kind: 'satisfied' };
const allThere = new Map<ServiceName, Finding>([
  ['ama', satisfied],
  ['data-collection', satisfied],
  ['endpoint', satisfied],
]);

function machine(kind: Kind, system: System, old?: Partial<ExtensionFacts>): MachineFacts {
  const os = system === 'Linux' ? 'linux' : 'windows';
  const extensions = [agent(), ...(old === undefined ? [] : [legacyAgent({ type: systems[system], ...old })])];
  return kinds[kind]({ os, extensions });
}

function find(facts: MachineFacts, changes: InputChanges = {}): Finding {
  const os = facts.os === 'windows' ? 'windows' : 'linux';
  const spec = { os, legacyAgent: 'remove', ...changes.spec } as const;
  return legacyAgentService.find(inputOf({ found: allThere, ...changes, facts, spec }));
}

function stepOf(system: System): string {
  return `removeLegacyAgent:${systems[system]}`;
}

function touching(system: System) {
  const touches = {
    part: 'extension',
    name: 'OMS',
    publisher: 'Microsoft.EnterpriseCloud.Monitoring',
    type: systems[system],
  } as const;
  return { service: 'legacy-agent', touches };
}

describe.each(each)('P4: the Log Analytics agent (%s, %s)', (kind, system) => {
  it('keeps no finding where the file leaves it, and is told where the file says report', () => {
    const facts = machine(kind, system, {});
    expect(legacyAgentService.concerns?.(inputOf({ facts }).spec)).toBe(false);
    const told = find(facts, { spec: { legacyAgent: 'report' } });
    expect(told).toMatchObject({ kind: 'satisfied', detail: expect.stringContaining(legacyWorkspace) });
    expect(told).toMatchObject({ detail: expect.stringContaining(systems[system]) });
  });

  it('is taken off by publisher and type, whatever its name and their case', () => {
    const type = systems[system].toUpperCase();
    const odd = { name: 'old one', type, publisher: 'microsoft.enterprisecloud.monitoring' };
    expect(wantedOf(find(machine(kind, system, odd)))).toMatchObject([
      {
        id: stepOf(system),
        exclusive: true,
        creates: false,
        write: { kind: 'deleteLegacyAgent', name: 'old one', type: systems[system] },
        needs: ['satisfied:ama', 'satisfied:data-collection'],
      },
    ]);
  });

  it('is nothing to do where it is not there, nor for extensions that only look like it', () => {
    expect(find(machine(kind, system))).toMatchObject({ kind: 'satisfied' });
    expect(find(machine(kind, system, { publisher: 'Contoso' }))).toMatchObject({ kind: 'satisfied' });
    expect(find(machine(kind, system, { type: 'OmsAgentForLinux2' }))).toMatchObject({ kind: 'satisfied' });
    expect(find(machine(kind, system, { provisioningState: 'Deleted' }))).toMatchObject({ kind: 'satisfied' });
  });

  it.each(['ama', 'data-collection'] as const)(
    'stays while %s is not in place, and says nothing of its own',
    (name) => {
      for (const finding of [undefined, { kind: 'waiting', reason: 'Off' }, { kind: 'wanted', steps: [] }] as const) {
        const found = new Map(allThere);
        if (finding === undefined) found.delete(name);
        else found.set(name, finding);
        const wanted = find(machine(kind, system, {}), { found });
        expect(wantedOf(wanted)[0]?.needs).toContain(`satisfied:${name}`);
        expect(wanted).not.toHaveProperty('also');
      }
    },
  );

  it('is held where what replaces it is none of the profile', () => {
    const found = new Map(allThere).set('ama', {
      kind: 'not-applicable',
      reason: 'the profile does not want the agent',
    });
    const held = find(machine(kind, system, {}), { found });
    expect(held).toMatchObject({ kind: 'blocked', code: 'LegacyAgentNeeded' });
    expect(keptBackOf(held)).toHaveLength(1);
  });

  it.each(['Creating', 'Updating', 'Deleting'])('is waited for while it is %s', (provisioningState) => {
    expect(find(machine(kind, system, { provisioningState }))).toMatchObject({ kind: 'provisioning' });
  });

  it('in a failed state is taken off like any other', () => {
    expect(wantedOf(find(machine(kind, system, { provisioningState: 'Failed' })))).toHaveLength(1);
  });

  it('is gone once the operation of the removal has ended, too', () => {
    const operationUrl = 'https://management.azure.com/operations/1';
    const steps = { [stepOf(system)]: stepRecord({ ...touching(system), operationUrl }, 'accepted') };
    const running = { steps, operations: { [stepOf(system)]: { state: 'running' as const } } };
    expect(find(machine(kind, system), { history: running })).toMatchObject({ kind: 'provisioning' });
    const ended = { steps, operations: { [stepOf(system)]: { state: 'succeeded' as const } } };
    expect(find(machine(kind, system), { history: ended })).toMatchObject({ kind: 'satisfied' });
  });

  it('that could not be taken off waits for its next try, or for a person', () => {
    const failed = (code: string) => {
      const failure = failedTry(code);
      const nextAttemptAt = failure.treatment === 'hold' ? undefined : minutesAgo(-5);
      return { steps: { [stepOf(system)]: stepRecord({ ...touching(system), failure, nextAttemptAt }, 'failed') } };
    };
    for (const code of ['ExtensionFailed', 'ScopeLocked']) {
      const blocked = find(machine(kind, system, {}), { history: failed(code) });
      expect(blocked).toMatchObject({ kind: 'blocked', code });
      expect(keptBackOf(blocked)).toHaveLength(1);
    }
  });
});

describe('what stands in the way of taking the old agent off', () => {
  const off = (power: 'off' | 'hibernated') =>
    vmMachine({ extensions: [agent(), legacyAgent()] }, { power, agentReady: false });

  it('a VM that is off, hibernated or without a ready guest agent is waited for', () => {
    expect(find(off('off'))).toMatchObject({ kind: 'waiting', reason: 'Off' });
    expect(find(off('hibernated'))).toMatchObject({ kind: 'waiting', reason: 'Hibernated' });
    const silent = vmMachine({ extensions: [agent(), legacyAgent()] }, { agentReady: false });
    expect(find(silent)).toMatchObject({ kind: 'waiting', reason: 'AgentNotReady' });
  });

  it('an Arc machine that is not connected is waited for; its lists never forbid a removal, extensions turned off do', () => {
    const arc = (changes: Parameters<typeof arcMachine>[1]) =>
      find(arcMachine({ extensions: [agent(), legacyAgent()] }, changes));
    expect(arc({ status: 'Disconnected' })).toMatchObject({ kind: 'waiting', reason: 'Disconnected' });
    expect(arc({ allowList: ['microsoft.azure.monitor/azuremonitorlinuxagent'] })).toMatchObject({ kind: 'wanted' });
    expect(arc({ blockList: ['microsoft.enterprisecloud.monitoring/omsagentforlinux'] })).toMatchObject({
      kind: 'wanted',
    });
    expect(arc({ extensionsEnabled: false })).toMatchObject({ kind: 'blocked', code: 'ExtensionsDisabled' });
  });
});

describe('P13: a switch that would put the old agent back', () => {
  const facts = () => machine('VM', 'Linux', {});

  it.each([
    [
      { kind: 'on', detail: 'it is On' },
      { kind: 'blocked', code: 'LegacyAutoProvisioning', detail: 'it is On' },
    ],
    [
      { kind: 'coming', detail: 'soon' },
      { kind: 'waiting', reason: 'SubscriptionNotReady', detail: 'soon' },
    ],
    [
      { kind: 'unread', detail: 'unread' },
      { kind: 'waiting', reason: 'SubscriptionNotReady', detail: 'unread' },
    ],
  ] as const)('keeps it on the machine: %j', (legacyProvisioning, expected) => {
    const finding = find(facts(), { legacyProvisioning });
    expect(finding).toMatchObject(expected);
    expect(keptBackOf(finding)).toHaveLength(1);
  });

  it('is no matter where the agent is only told, where there is none, or where something else is still missing', () => {
    const legacyProvisioning = { kind: 'on', detail: 'it is On' } as const;
    const reported = find(facts(), { legacyProvisioning, spec: { legacyAgent: 'report' } });
    expect(reported.kind).toBe('satisfied');
    expect(find(machine('VM', 'Linux'), { legacyProvisioning }).kind).toBe('satisfied');
    expect(find(facts(), { legacyProvisioning, found: new Map() }).kind).toBe('wanted');
  });
});

describe('Windows on which the old agent may carry the sensor', () => {
  const endpoint = endpointSpec();
  const server = (sku: string) => ({ publisher: 'MicrosoftWindowsServer', offer: 'WindowsServer', sku, id: undefined });
  const old = () => [legacyAgent({ type: 'MicrosoftMonitoringAgent' })];
  const vmOf = (sku: string, osName?: string) =>
    vmMachine({ os: 'windows', extensions: old() }, { image: server(sku), osName });
  const needsOf = (facts: MachineFacts, want: 'none' | typeof endpoint = endpoint) =>
    wantedOf(find(facts, { spec: { endpoint: want } }))[0]?.needs ?? [];

  it.each(['2012-R2-Datacenter', '2016-Datacenter', '2016-datacenter-gensecond'])(
    '%s keeps it until Defender for Endpoint is in place, where the profile wants that',
    (sku) => {
      expect(needsOf(vmOf(sku))).toContain('satisfied:endpoint');
      expect(needsOf(vmOf(sku), 'none')).not.toContain('satisfied:endpoint');
    },
  );

  it.each(['2019-Datacenter', '2022-datacenter-azure-edition', '2025-datacenter-g2'])('%s does not need it', (sku) => {
    expect(needsOf(vmOf(sku))).not.toContain('satisfied:endpoint');
  });

  it.each([
    ['Windows Server 2016 Standard', true],
    ['Windows Server 2012 R2 Datacenter', true],
    ['Windows Server 2022 Datacenter', false],
    [undefined, true],
    ['Windows', true],
  ])('an Arc machine that reports %s: %s', (osSku, isNeeded) => {
    const facts = arcMachine({ os: 'windows', extensions: old() }, { osSku, osName: 'windows' });
    expect(needsOf(facts).includes('satisfied:endpoint')).toBe(isNeeded);
  });

  it('is held where Defender for Endpoint never comes by its own extension', () => {
    const found = new Map(allThere).set('endpoint', { kind: 'not-applicable', reason: 'Connector: of another cloud' });
    const held = find(vmOf('2016-Datacenter'), { found, spec: { endpoint } });
    expect(held).toMatchObject({ kind: 'blocked', code: 'LegacyAgentNeeded' });
    expect(held).toMatchObject({ detail: expect.stringContaining('of another cloud') });
    expect(find(vmOf('2019-Datacenter'), { found, spec: { endpoint } })).toMatchObject({ kind: 'wanted' });
  });
});
