import { describe, expect, it } from 'vitest';
import { specHashSchema } from '../../src/domain/ids.ts';
import type { MachineRecord } from '../../src/domain/machine/machine-record.ts';
import { lookAtMachine } from '../../src/look/look-at-machine.ts';
import type { LookOutcome } from '../../src/look/run-look.ts';
import { completeVm, minutesAgo, now, wordOf } from '../domain/look/look-fixture.ts';
import { arcMachine, linuxRule } from '../domain/services/facts.ts';
import {
  answerOf,
  associate,
  createStepRig,
  install,
  newerLook,
  readyVm,
  type StepRig,
  secondsLater,
} from './step-rig.ts';

async function lookAt(rig: StepRig, changes: Partial<MachineRecord> = {}): Promise<LookOutcome<MachineRecord>> {
  const record = { ...(await rig.row()), ...changes };
  const { key, resourceId, subscription } = record;
  const none = { dueAt: '', leaseUntil: '', starts: 0, stamp: '', reason: '' };
  const row = { kind: 'machine', key, resourceId, subscription, ...none } as const;
  return lookAtMachine(rig.ports, { row, record, lookId: newerLook });
}

describe('a look', () => {
  it('reads the associations before it concludes, and stores the spec that the row is to name', async () => {
    const rig = await createStepRig(completeVm());
    const value = [{ name: 'by-hand', ruleId: linuxRule, endpointId: undefined }];
    rig.azure.associations = { kind: 'found', value };
    const look = await lookAt(rig);
    expect(wordOf(look)).toBe('Configured');
    expect(rig.azure).toMatchObject({ partsRead: [{ associations: false }], associationReads: 1 });
    const { spec } = look.record;
    expect(spec && (await rig.store.specs.read(spec))).toMatchObject({ ruleIds: [linuxRule] });
  });

  it('decides its steps from the associations that it read last', async () => {
    const rig = await createStepRig();
    expect((await lookAt(rig)).next).toMatchObject({ kind: 'act', steps: [associate, install] });
    expect(rig.azure.sent).toEqual([]);
  });

  it('concludes nothing when the associations cannot be read', async () => {
    const rig = await createStepRig(completeVm());
    rig.azure.associations = { kind: 'failed', failure: answerOf(429, 'TooManyRequests', 40) };
    const look = await lookAt(rig);
    expect(wordOf(look)).toBe('Pending(Throttled)');
    expect(look).toMatchObject({ record: { notBefore: secondsLater(41) }, next: { kind: 'parked' } });
  });

  it('concludes nothing of an Arc machine when the list of creation times is throttled or refused', async () => {
    const undated = { eligibility: undefined };
    const rig = await createStepRig(arcMachine({ createdAt: undefined }), undated);
    rig.azure.creation = { kind: 'failed', failure: answerOf(429, 'TooManyRequests', 40) };
    const look = await lookAt(rig);
    expect(wordOf(look)).toBe('Pending(Throttled)');
    expect(look).toMatchObject({ record: { notBefore: secondsLater(41), ...undated }, next: { kind: 'parked' } });
    rig.azure.creation = { kind: 'failed', failure: answerOf(403, 'AuthorizationFailed') };
    expect(wordOf(await lookAt(rig))).toBe('Failed(AuthorizationFailed)');
    expect(rig.azure).toMatchObject({ creationReads: 2, sent: [] });
  });

  it.each([
    ['is new by the list', 'new', { createdAt: minutesAgo(7), readAtMs: now }],
    ['is old by the list', 'awaiting', { createdAt: minutesAgo(9_999), readAtMs: now }],
    ['is not in the list yet', 'undecided', { createdAt: undefined, readAtMs: now }],
    [
      'is old by a list from before it was heard of',
      'undecided',
      { createdAt: minutesAgo(9_999), readAtMs: now - 6 * 60_000 },
    ],
  ])('an Arc machine that %s: %s', async (_, state, value) => {
    const rig = await createStepRig(arcMachine({ createdAt: undefined }), {
      eligibility: undefined,
      incarnation: undefined,
    });
    rig.azure.creation = { kind: 'found', value };
    const look = await lookAt(rig);
    expect(look.record.eligibility?.state ?? 'undecided').toBe(state);
    if (state === 'undecided') expect(wordOf(look)).toBe('Pending(Settling)');
  });

  it('makes no call before the time until which Azure told to wait', async () => {
    const rig = await createStepRig();
    expect(await lookAt(rig, { notBefore: secondsLater(60) })).toMatchObject({
      next: { kind: 'parked', dueAt: secondsLater(60) },
    });
    expect(rig.azure.reads).toBe(0);
  });

  it('sees a machine that is gone, and one that cannot be read', async () => {
    const rig = await createStepRig();
    rig.azure.machine = { kind: 'gone', code: 'ResourceNotFound' };
    expect(wordOf(await lookAt(rig))).toBe('Gone');
    rig.azure.machine = { kind: 'failed', failure: answerOf(403, 'AuthorizationFailed') };
    expect(await lookAt(rig)).toMatchObject({ record: { standing: { code: 'AuthorizationFailed' } } });
  });

  it.each([
    ['kind', { kind: 'pooledSet' }],
    ['operating system', { os: 'bsd' }],
  ])('leaves a machine of an unknown %s alone for six hours, and what its row says', async (_, words) => {
    const rig = await createStepRig();
    const changes = { foreign: { stored: {}, read: {}, findings: {}, ...words } };
    const look = await lookAt(rig, changes);
    expect(look).toEqual({
      record: { ...(await rig.row()), ...changes },
      timeline: [],
      next: { kind: 'parked', dueAt: secondsLater(6 * 60 * 60) },
    });
    expect(rig.azure).toMatchObject({ reads: 0, sent: [] });
  });

  it('leaves a machine alone to which a spec is bound that only another release can read', async () => {
    const rig = await createStepRig(completeVm());
    const specs = { ...rig.store.specs, read: async () => 'foreign' as const };
    const ports = { ...rig.ports, store: { ...rig.store, specs } };
    const bound = { spec: specHashSchema.parse('a'.repeat(64)) };
    expect(await lookAt({ ...rig, ports }, bound)).toEqual({
      record: { ...(await rig.row()), ...bound },
      timeline: [],
      next: { kind: 'parked', dueAt: secondsLater(6 * 60 * 60) },
    });
  });

  it('says which row names no machine', async () => {
    const rig = await createStepRig(readyVm());
    await expect(lookAt(rig, { resourceId: '/subscriptions/1' })).rejects.toThrow('names no machine: /subscriptions/1');
  });
});
