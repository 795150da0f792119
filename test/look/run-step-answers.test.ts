import { describe, expect, it } from 'vitest';
import type { MachineRecord } from '../../src/domain/machine/machine-record.ts';
import { runStep, type StepKind } from '../../src/look/run-step.ts';
import { lookId } from '../domain/look/look-fixture.ts';
import { answerOf, associate, createStepRig, install, newerLook, secondsLater, stepsOf } from './step-rig.ts';

describe('another writer of the row', () => {
  it('with a newer look keeps the step of this one from being sent', async () => {
    const rig = await createStepRig();
    rig.azure.duringRead = () => rig.change({ lookId: newerLook });
    expect(await rig.run()).toMatchObject({ outcome: 'refused', why: 'StaleLook' });
    expect(rig.azure).toMatchObject({ reads: 1, sent: [] });
    expect(await rig.row()).toMatchObject({ lookId: newerLook, steps: {}, owned: [] });
  });

  it('that removes it keeps the step from being sent', async () => {
    const rig = await createStepRig();
    rig.azure.duringRead = () => rig.remove();
    expect(await rig.run()).toMatchObject({ outcome: 'refused', why: 'NoRow' });
    expect(rig.azure.sent).toEqual([]);
  });

  it('that changes what the step does not ask about loses nothing, and the machine is read again', async () => {
    const rig = await createStepRig();
    rig.azure.duringRead = async () => {
      if (rig.azure.reads === 1) await rig.change({ region: 'by another' });
    };
    expect(await rig.run()).toMatchObject({ outcome: 'written' });
    expect(rig.azure.reads).toBe(2);
    expect(rig.azure.sent).toHaveLength(1);
    expect(await rig.row()).toMatchObject({ region: 'by another', steps: { [install]: { attempts: 1 } } });
  });

  it('that is faster every time makes the step give up unsent', async () => {
    const rig = await createStepRig();
    rig.azure.duringRead = () => rig.change({ region: `change ${rig.azure.reads}` });
    expect(await rig.run()).toMatchObject({ outcome: 'skipped', why: 'RowBusy' });
    expect(rig.azure).toMatchObject({ reads: 4, sent: [] });
  });

  it('while Azure answers loses nothing, and the answer is kept', async () => {
    const rig = await createStepRig();
    rig.azure.duringSend = () => rig.change({ region: 'by another' });
    await rig.run();
    expect(await rig.row()).toMatchObject({
      region: 'by another',
      steps: { [install]: { attempts: 1, nextAttemptAt: undefined, writes: [{ ended: 'succeeded' }] } },
    });
  });

  it('that began the step anew while Azure answered keeps its own', async () => {
    const rig = await createStepRig();
    rig.azure.answer = { kind: 'failed', failure: answerOf(403, 'AuthorizationFailed'), correlationId: 'c-1' };
    rig.azure.duringSend = async () => {
      const begun = await rig.stepOf();
      if (begun === undefined) throw new Error('not begun');
      await rig.change({ lookId: newerLook, steps: { [install]: { ...begun, lookId: newerLook } } });
    };
    await rig.run();
    expect(await rig.stepOf()).toMatchObject({ lookId: newerLook, failure: undefined, writes: [{ ended: 'sent' }] });
  });

  it.each([
    [
      'keeps what its kind remembers of a failure',
      { kind: 'failed', failure: answerOf(403, 'AuthorizationFailed'), correlationId: 'c-1' },
    ],
    [
      'learns nothing of a success',
      { kind: 'accepted', operationUrl: undefined, correlationId: undefined, created: true },
    ],
  ] as const)('that forgot the step while Azure answered %s', async (_, answer) => {
    const rig = await createStepRig();
    rig.azure.answer = answer;
    rig.azure.duringSend = () => rig.change({ steps: {} });
    const kind: StepKind<MachineRecord> = {
      ...stepsOf(install),
      remember: (row, write, end) => ({ ...row, region: `${write.kind} ${end.kind}` }),
    };
    await runStep(rig.ports, kind, { key: (await rig.row()).key, lookId, step: install });
    const { region, steps } = await rig.row();
    expect(steps).toEqual({});
    expect(region === 'putExtension failed').toBe(answer.kind === 'failed');
  });
});

describe('a failure', () => {
  it('of the write is saved with its code, told in the timeline, and makes nothing ours', async () => {
    const rig = await createStepRig();
    rig.azure.answer = { kind: 'failed', failure: answerOf(403, 'AuthorizationFailed'), correlationId: 'c-1' };
    expect(await rig.run()).toEqual({ step: install, outcome: 'failed', why: 'AuthorizationFailed' });
    expect(await rig.stepOf()).toMatchObject({
      attempts: 1,
      correlationId: 'c-1',
      failure: { code: 'AuthorizationFailed', detail: expect.stringContaining('says Azure') },
      writes: [{ ended: 'failed' }],
    });
    expect((await rig.row()).owned).toEqual([]);
    const [entry] = await rig.store.timeline.recent((await rig.row()).key, 10);
    expect(entry).toMatchObject({ what: 'step', code: 'AuthorizationFailed', correlationId: 'c-1' });
  });

  it('of the read that tells to wait puts off the whole machine, and its next step makes no call', async () => {
    const rig = await createStepRig();
    rig.azure.machine = { kind: 'failed', failure: answerOf(429, 'TooManyRequests', 40) };
    expect(await rig.run()).toMatchObject({ outcome: 'failed', why: 'Throttled' });
    expect(await rig.row()).toMatchObject({ notBefore: secondsLater(41), steps: {} });
    expect(await rig.run(associate)).toMatchObject({ outcome: 'skipped', why: 'Throttled' });
    expect(rig.azure).toMatchObject({ reads: 1, sent: [] });
  });

  it('of the write that tells to wait is no attempt, and puts off the next step of the look', async () => {
    const rig = await createStepRig();
    rig.azure.answer = { kind: 'failed', failure: answerOf(429, 'TooManyRequests', 40), correlationId: undefined };
    expect(await rig.run()).toMatchObject({ outcome: 'failed' });
    expect(await rig.stepOf()).toMatchObject({ attempts: 0, nextAttemptAt: secondsLater(41) });
    expect(await rig.run(associate)).toMatchObject({ outcome: 'skipped', why: 'Throttled' });
    expect(rig.azure.sent).toHaveLength(1);
  });

  it('of another kind while reading puts steps off, and nothing is written', async () => {
    const rig = await createStepRig();
    rig.azure.machine = { kind: 'failed', failure: answerOf(403, 'AuthorizationFailed') };
    const before = await rig.row();
    expect(await rig.run()).toMatchObject({ outcome: 'failed', why: 'AuthorizationFailed' });
    expect(rig.azure.sent).toEqual([]);
    const { unread, ...row } = await rig.row();
    expect({ ...row, unread: undefined }).toEqual(before);
    expect(unread).toMatchObject({
      ...{ attempts: 1, nextAttemptAt: secondsLater(60) },
      failure: { code: 'AuthorizationFailed', treatment: 'retry' },
    });
  });
});
