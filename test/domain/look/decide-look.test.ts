import { describe, expect, test } from 'vitest';
import { specHash } from '../../../src/domain/fleet/spec-hash.ts';
import { decideLook } from '../../../src/domain/look/decide-look.ts';
import { detailOf } from '../../../src/domain/machine/standing.ts';
import { standingOf } from '../machine/standing-fixture.ts';
import { agent, arcMachine, builtInId, linuxRule, sharedFacts, vmMachine } from '../services/facts.ts';
import { failedTry, specOf, stepRecord } from '../services/service-input.ts';
import {
  activitiesOf,
  completeVm,
  controlOf,
  fleetOf,
  type LookChanges,
  lookOf,
  minutesAgo,
  now,
  recordOf,
  wordOf,
} from './look-fixture.ts';

const everything = ['attachIdentity', 'associateDataCollectionRule', 'installExtension'];
const group = '/subscriptions/7b9c1f0a-0d4e-4a57-9a68-3f1f6f5c2f11/resourceGroups/rg-app';
const inGroupOnly = { scope: { resourceGroups: [`${group}-2`] } };
const excluded = { exclude: { scopes: [{ id: group, by: 'ops', why: 'golden images' }] } };
const awaiting = { state: 'awaiting', at: minutesAgo(9), by: 'first look' } as const;

describe('one word per machine', () => {
  const words: readonly (readonly [string, string, LookChanges])[] = [
    ['nothing on it yet', 'InProgress(attachIdentity)', {}],
    ['all as wanted', 'Configured', { facts: completeVm() }],
    ['outside of the scope', 'Excluded(OutOfScope)', { fleet: fleetOf(inGroupOnly) }],
    [
      'excluded by the file',
      'Excluded(ByFleetFile)',
      { fleet: fleetOf({ scope: { subscriptions: [group.split('/')[2] ?? ''], ...excluded } }) },
    ],
    [
      'excluded by an operator',
      'Excluded(ByOperator)',
      { record: { exclusion: { by: 'ops', why: 'x', until: undefined } } },
    ],
    ['managed by a service', 'Excluded(ManagedBy)', { facts: vmMachine({ managedBy: 'Azure Databricks' }) }],
    ['no profile for it', 'Excluded(NoProfile)', { fleet: fleetOf({}, { match: { tags: { env: 'prod' } } }) }],
    ['system not known yet', 'Pending(AgentNotReady)', { facts: vmMachine({ os: 'unknown' }) }],
    [
      'system unknown for a day',
      'Unsupported(OsUnknown)',
      { facts: vmMachine({ os: 'unknown' }), record: { firstSeenAt: minutesAgo(25 * 60) } },
    ],
    [
      'image not supported',
      'Unsupported(Image)',
      { facts: vmMachine({}, { image: { publisher: 'contoso', offer: 'a', sku: 'b', id: undefined } }) },
    ],
    ['profile observes', 'Observed(ObserveMode)', { fleet: fleetOf({}, { mode: 'observe' }) }],
    ['not armed', 'Observed(NotArmed)', { controls: { arms: [], freezes: [] } }],
    ['there before us', 'Observed(NotAdopted)', { record: { eligibility: awaiting } }],
    ['frozen', 'Pending(Frozen)', { controls: { arms: [controlOf()], freezes: [controlOf()] } }],
    ['too young', 'Pending(Settling)', { facts: vmMachine({ createdAt: minutesAgo(1) }) }],
    ['no identity to attach', 'InProgress(associateDataCollectionRule)', { shared: missing() }],
    ['Arc away', 'Pending(Disconnected)', { facts: arcMachine({}, { status: 'Disconnected' }) }],
    ['rule gone', 'InProgress(attachIdentity)', { shared: sharedFacts({ rules: ruleIs('missing') }) }],
  ];

  test.each(words)('%s: %s', (_, word, changes) => {
    expect(wordOf(decideLook(lookOf(changes)))).toBe(word);
  });

  test('what is in progress leads, then what a person must decide, then what waits', () => {
    const facts = completeVm({ extensions: [], identity: { system: false, userAssigned: [] } });
    const held = decideLook(lookOf({ facts, shared: missing() }));
    expect(wordOf(held)).toBe('Held(IdentityMissing)');
    const off = decideLook(
      lookOf({ facts: completeVm({ extensions: [], platform: { ...vmPlatform(), power: 'off' } }) }),
    );
    expect(wordOf(off)).toBe('Pending(Off)');
  });
});

describe('an Arc machine that is an Azure VM as well', () => {
  const vmIn = (id: string) => `${id}/providers/Microsoft.Compute/virtualMachines/web`;
  const other = group.replace('7b9c1f0a', '99999999');
  const detailFor = (azureVmId: string | undefined, parts: Parameters<typeof fleetOf>[0] = {}) => {
    const facts = arcMachine({}, { cloud: 'Azure', azureVmId });
    const decision = decideLook(lookOf({ facts, fleet: fleetOf(parts) }));
    expect(wordOf(decision)).toBe('Excluded(DuplicateOf)');
    expect(decision.steps).toEqual([]);
    return detailOf(decision.record.standing);
  };

  test('is excluded, and names the VM', () => {
    expect(detailFor(vmIn(group))).toBe(vmIn(group));
    expect(detailFor(undefined)).toBe('an Azure VM that Azure Arc does not name');
  });

  test.each([
    ['in another subscription', vmIn(other)],
    ['in a group beside the scope', vmIn(`${group}-2`)],
  ])('says of a VM %s that it is outside of the scope, so that nothing protects it', (_, id) => {
    const detail = detailFor(id, { scope: { resourceGroups: [group] } });
    expect(detail).toContain(id);
    expect(detail).toContain('outside of the scope of fleet.json');
  });

  test('says nothing of the scope for a VM that fleet.json excludes, which has its own row', () => {
    const scopes = [{ id: vmIn(group), by: 'ops', why: 'lab' }];
    expect(detailFor(vmIn(group), { scope: { resourceGroups: [group], exclude: { scopes } } })).toBe(vmIn(group));
  });
});

function missing() {
  return sharedFacts({ builtInIdentity: { state: 'missing', resourceId: builtInId } });
}

function ruleIs(state: 'missing' | 'unknown') {
  return { [linuxRule]: { state, resourceId: linuxRule } };
}

function vmPlatform() {
  const { platform } = vmMachine();
  if (platform.kind !== 'vm') throw new Error('not a VM');
  return platform;
}

describe('what is written', () => {
  test('everything that is missing goes in one look, identity first', () => {
    const decision = decideLook(lookOf());
    expect(activitiesOf(decision)).toEqual(everything);
    expect(decision.next).toEqual({ kind: 'act', steps: decision.steps.map(({ id }) => id), waitSeconds: 45 });
  });

  test('nothing when all is right, and the look is over', () => {
    const decision = decideLook(lookOf({ facts: completeVm() }));
    expect(decision.steps).toEqual([]);
    expect(decision.next).toEqual({ kind: 'settled' });
  });

  test.each([
    ['observed', { controls: { arms: [], freezes: [] } }],
    ['frozen', { controls: { arms: [controlOf()], freezes: [controlOf()] } }],
    ['excluded', { facts: vmMachine({ managedBy: 'x' }) }],
  ] as const)('nothing while it is %s', (_, changes) => {
    expect(decideLook(lookOf(changes)).steps).toEqual([]);
  });

  test('a step on its ladder is not sent before its time', () => {
    const failure = failedTry('ServerError');
    const at = new Date(now + 240_000).toISOString();
    const step = stepRecord({ nextAttemptAt: at, failure }, 'failed');
    const decision = decideLook(lookOf({ record: { steps: { attachIdentity: step } } }));
    expect(activitiesOf(decision)).toEqual(['associateDataCollectionRule']);
  });
});

describe('what the row keeps', () => {
  test('what would be written while it is observed, and the spec that would be bound', () => {
    const { record, bind } = decideLook(lookOf({ controls: { arms: [], freezes: [] } }));
    expect(record.wouldWrite.map(({ step }) => step.split(':')[0])).toEqual(everything);
    expect({ spec: record.spec, planned: record.plannedSpec, bind }).toEqual({
      spec: undefined,
      planned: specHash(specOf()),
      bind: undefined,
    });
  });

  test('the spec is bound at the first look that may write, and kept from then on', () => {
    const first = decideLook(lookOf());
    expect(first.bind?.hash).toBe(specHash(specOf()));
    expect(first.record.spec).toBe(first.bind?.hash);
    const bound = specOf({ ruleIds: [] });
    const later = decideLook(lookOf({ boundSpec: bound, record: { spec: specHash(bound) } }));
    expect(later.bind).toBeUndefined();
    expect(later.record.spec).toBe(specHash(bound));
    expect(activitiesOf(later)).not.toContain('associateDataCollectionRule');
  });

  test('the tries of a satisfied service begin anew, its writes stay for the fuse', () => {
    const stepId = 'installExtension:AzureMonitorLinuxAgent';
    const step = stepRecord({ attempts: 2, waits: 1, failure: failedTry('ExtensionFailed') });
    const { record } = decideLook(lookOf({ facts: completeVm(), record: { steps: { [stepId]: step } } }));
    expect(record.steps[stepId]).toEqual({ ...step, attempts: 0, waits: 0, failure: undefined });
  });

  test('nothing of a wait or of an unread step where nothing is wanted, and nothing is waited for', () => {
    const unread = { attempts: 1, waits: 0, waitingSince: undefined, nextAttemptAt: minutesAgo(-5), refusals: [] };
    const before = { unread: { ...unread, failure: failedTry('ServerError') }, waitingSince: { Off: minutesAgo(9) } };
    const looked = decideLook(lookOf({ facts: completeVm(), record: before }));
    expect(looked.record).toMatchObject({ unread: undefined, waitingSince: undefined });
    const excluded = decideLook(lookOf({ facts: vmMachine({ managedBy: 'x' }), record: before }));
    expect(excluded.record.waitingSince).toBeUndefined();
    const wanting = decideLook(lookOf({ record: before }));
    expect(wanting.record.unread).toEqual(before.unread);
    expect(wanting.steps).toEqual([]);
  });

  test('a word that stays keeps its time and tells nothing', () => {
    const since = minutesAgo(90);
    const facts = completeVm();
    const { record, timeline } = decideLook(
      lookOf({ facts, record: { standing: standingOf('Configured', undefined, { since }) } }),
    );
    expect(record.standing.since).toBe(since);
    expect(timeline).toEqual([]);
  });

  test('a new incarnation starts over, with its exclusion and its word kept', () => {
    const stale = recordOf(completeVm(), {
      incarnation: 'another-machine',
      spec: specHash(specOf()),
      steps: { attachIdentity: stepRecord() },
      standing: standingOf('Configured'),
      exclusion: { by: 'ops', why: 'x', until: minutesAgo(5) },
      eligibility: awaiting,
    });
    const { record } = decideLook({ ...lookOf(), record: stale });
    expect(record).toMatchObject({ steps: {}, owned: [], exclusion: stale.exclusion, eligibility: { state: 'new' } });
    expect(wordOf({ record })).toBe('InProgress(attachIdentity)');
  });
});

describe('what a look needs to conclude', () => {
  test('associations that were left out are asked for before anything is called right', () => {
    expect(decideLook(lookOf({ facts: completeVm({ associations: undefined }) })).needs).toEqual(['associations']);
    expect(decideLook(lookOf({ facts: completeVm() })).needs).toEqual([]);
  });

  test('a machine is never Configured by silence', () => {
    const decision = decideLook(lookOf({ facts: completeVm({ associations: undefined }) }));
    expect(decision.record.standing.status).not.toBe('Configured');
  });

  test('an extension that is being installed is looked at again, and for how long is counted', () => {
    const facts = completeVm({ extensions: [agent({ provisioningState: 'Creating', installedVersion: undefined })] });
    const first = decideLook(lookOf({ facts }));
    expect(wordOf(first)).toBe('InProgress(installExtension)');
    expect(first.record.provisioningSince).toBe(new Date(now).toISOString());
    const parked = decideLook(lookOf({ facts, record: { provisioningSince: minutesAgo(31) } }));
    expect(parked.next).toEqual({ kind: 'parked', dueAt: new Date(now + 15 * 60_000).toISOString() });
    const given = decideLook(lookOf({ facts, record: { provisioningSince: minutesAgo(121) } }));
    expect(wordOf(given)).toBe('Failed(ProvisioningTimeout)');
    expect(decideLook(lookOf({ facts: completeVm() })).record.provisioningSince).toBeUndefined();
  });
});

test('a wait says what else there is to say, in the word of the machine and in the finding', () => {
  const decision = decideLook(lookOf({ facts: arcMachine({}, { status: 'Error' }) }));
  const detail = 'Azure shows the machine as Error';
  expect(decision.record.standing).toMatchObject({ status: 'Pending', code: 'Disconnected', detail });
  expect(decision.record.findings.ama).toEqual({ kind: 'waiting', code: 'Disconnected', detail });
});
