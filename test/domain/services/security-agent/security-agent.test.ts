import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../../src/domain/findings/finding.ts';
import { keptBackOf } from '../../../../src/domain/findings/keep-back.ts';
import type { ExtensionFacts, MachineFacts } from '../../../../src/domain/machine/machine-facts.ts';
import type { ServiceName } from '../../../../src/domain/service-name.ts';
import { securityAgentService } from '../../../../src/domain/services/security-agent/security-agent.ts';
import { installStepId } from '../../../../src/domain/services/security-agent/security-agent-step.ts';
import { agent, arcMachine, scaleSetFacts, scaleSetMachine, vmMachine } from '../facts.ts';
import { failedTry, type InputChanges, inputOf, minutesAgo, stepRecord, wantedOf, writeOf } from '../service-input.ts';

const publisher = 'Microsoft.Azure.Security.Monitoring';
const types = { windows: 'AzureSecurityWindowsAgent', linux: 'AzureSecurityLinuxAgent' } as const;
const versions = { windows: '1.0', linux: '2.0' } as const;
const rule =
  '/subscriptions/s/resourcegroups/g/providers/microsoft.insights/datacollectionrules/microsoft-security-westeurope-dcr';
const kinds = { VM: vmMachine, Arc: arcMachine } as const;
type Kind = keyof typeof kinds;
type Os = keyof typeof types;
const each: readonly (readonly [Kind, Os])[] = [
  ['VM', 'windows'],
  ['VM', 'linux'],
  ['Arc', 'windows'],
  ['Arc', 'linux'],
];

const satisfied: Finding = { kind: 'satisfied' };
const fed = new Map<ServiceName, Finding>([
  ['ama', satisfied],
  ['data-collection', satisfied],
]);

function machine(kind: Kind, os: Os, installed?: Partial<ExtensionFacts>): MachineFacts {
  const type = types[os];
  const own = agent({ name: type, type, publisher, settings: {}, requestedVersion: versions[os], ...installed });
  return kinds[kind]({ os, extensions: installed === undefined ? [] : [own] });
}

function find(facts: MachineFacts, changes: InputChanges = {}): Finding {
  const os = facts.os === 'windows' ? 'windows' : 'linux';
  const spec = { os, azureSecurityAgent: 'install', ruleIds: [rule], ...changes.spec } as const;
  return securityAgentService.find(inputOf({ found: fed, ...changes, facts, spec }));
}

const stepOf = (os: Os): string => `installSecurityAgent:${types[os]}`;

/** Our last write of it ended badly ten minutes ago. */
function failedHistory(os: Os, attempts: number, dueMinutesAgo = 1): NonNullable<InputChanges['history']> {
  const touches = { part: 'extension', name: types[os], publisher, type: types[os] } as const;
  const failure = failedTry('ExtensionFailed');
  const more = { service: 'security-agent', touches, attempts, failure } as const;
  return { steps: { [stepOf(os)]: stepRecord({ ...more, nextAttemptAt: minutesAgo(dueMinutesAgo) }, 'failed') } };
}

describe.each(each)('P6 P8: the Azure Security agent on a machine: %s, %s', (kind, os) => {
  it('from nothing: is installed with the body of the built-in policies, after what it sends through', () => {
    const finding = find(machine(kind, os));
    expect(wantedOf(finding)).toMatchObject([
      {
        ...{ id: stepOf(os), creates: true, exclusive: true },
        needs: ['satisfied:ama', 'satisfied:data-collection'],
      },
    ]);
    expect(writeOf(finding)).toMatchObject({ kind: 'putExtension', name: types[os] });
    expect(writeOf(finding)).toHaveProperty('body.properties', {
      ...{ publisher, type: types[os], settings: {} },
      ...(kind === 'VM' ? { typeHandlerVersion: versions[os] } : {}),
      ...{ autoUpgradeMinorVersion: true, enableAutomaticUpgrade: true },
    });
  });

  it('already right: is satisfied, says that it is deprecated, and writes nothing', () => {
    const finding = find(machine(kind, os, {}));
    expect(finding).toMatchObject({ kind: 'satisfied', detail: expect.stringMatching(/deprecated/) });
  });

  it('foreign, under another name: counts as it is', () => {
    expect(find(machine(kind, os, { name: 'by-pipeline', type: types[os].toUpperCase() })).kind).toBe('satisfied');
  });

  it('drifted: its automatic upgrade is turned on, under the name and with the settings that it has', () => {
    const own = { name: 'by-pipeline', enableAutomaticUpgrade: false, settings: { a: 1 }, requestedVersion: '2.12' };
    const finding = find(machine(kind, os, own));
    expect(wantedOf(finding)).toMatchObject([{ creates: false }]);
    expect(writeOf(finding)).toMatchObject({ name: 'by-pipeline', body: { properties: { settings: { a: 1 } } } });
    const version = kind === 'VM' ? '2.12' : undefined;
    expect(Object(writeOf(finding)).body.properties.typeHandlerVersion).toBe(version);
  });

  it('off: waits, and shows what it would write', () => {
    const bare = { os, extensions: [] };
    const finding = find(
      kind === 'VM' ? vmMachine(bare, { power: 'off' }) : arcMachine(bare, { status: 'Disconnected' }),
    );
    expect(finding).toMatchObject({ kind: 'waiting', reason: kind === 'VM' ? 'Off' : 'Disconnected' });
    expect(keptBackOf(finding)).toMatchObject([{ id: stepOf(os) }]);
  });

  it('failed: is tried again by the ladder; after two tries one of others is left to its owner', () => {
    const facts = machine(kind, os, { provisioningState: 'Failed', message: 'no' });
    expect(wantedOf(find(facts))).toMatchObject([{ why: expect.stringMatching(/try 1/) }]);
    expect(find(facts, { history: failedHistory(os, 1, -5) })).toMatchObject({
      kind: 'blocked',
      code: 'ExtensionFailed',
    });
    expect(find(facts, { history: failedHistory(os, 2) })).toMatchObject({ code: 'ForeignExtensionFailed' });
    const id = `${facts.machine.resourceId}/extensions/${types[os]}`;
    const mine = { resourceId: id, state: 'confirmed', lookId: stepRecord().lookId, at: minutesAgo(60) } as const;
    const owned = [{ stepId: installStepId(os), ...mine }];
    expect(wantedOf(find(facts, { history: { ...failedHistory(os, 2), owned } }))).toMatchObject([
      { write: { kind: 'putExtension', body: { properties: { forceUpdateTag: expect.stringMatching(/^try-3-/) } } } },
    ]);
  });

  it('being written: is waited for', () => {
    expect(find(machine(kind, os, { provisioningState: 'Creating' }))).toMatchObject({ kind: 'provisioning' });
  });
});

describe('P8: the Azure Security agent', () => {
  const facts = machine('VM', 'linux');

  it('is nobody’s business where the profile does not say install', () => {
    expect(securityAgentService.concerns?.(inputOf().spec)).toBe(false);
  });

  it('is not installed where its rule never comes, and takes one that others have associated', () => {
    const without = { spec: { ruleIds: [] } };
    expect(find({ ...facts, associations: [] }, without)).toMatchObject({
      kind: 'blocked',
      code: 'SecurityAgentIncomplete',
      detail: expect.stringMatching(/no rule/),
    });
    expect(find({ ...facts, associations: undefined }, without)).toEqual({ kind: 'not-read', needs: 'associations' });
    const associations = [{ name: 'Security-RulesAssociation', ruleId: rule, endpointId: undefined }];
    expect(wantedOf(find({ ...facts, associations }, without))).toMatchObject([{ needs: ['satisfied:ama'] }]);
    const events = rule.replace('microsoft-security-', 'microsoft-securityevents-');
    const ofEvents = [{ name: 'a', ruleId: events, endpointId: undefined }];
    expect(find({ ...facts, associations: ofEvents }, without)).toMatchObject({ code: 'SecurityAgentIncomplete' });
  });

  it('is not installed where the profile does not want the Azure Monitor Agent', () => {
    const reason = 'the profile does not want the agent';
    const found = new Map<ServiceName, Finding>([['ama', { kind: 'not-applicable', reason }]]);
    expect(find(facts, { found })).toMatchObject({
      code: 'SecurityAgentIncomplete',
      detail: expect.stringContaining(reason),
    });
  });

  it('unsupported: scale sets are left out, visibly; an Arc agent that forbids it holds', () => {
    const set = scaleSetMachine({}, scaleSetFacts(1));
    expect(find(set)).toMatchObject({ kind: 'not-applicable', reason: expect.stringMatching(/^ScaleSet: /) });
    const forbidding = arcMachine({ extensions: [] }, { blockList: [`${publisher}/${types.linux}`] });
    expect(find(forbidding)).toMatchObject({ kind: 'blocked', code: 'ExtensionNotAllowed' });
  });
});
