import { describe, expect, it } from 'vitest';
import type { StepId } from '../../src/domain/ids.ts';
import { controlOf } from '../domain/look/look-fixture.ts';
import { linuxRule, vmMachine } from '../domain/services/facts.ts';
import {
  answerOf,
  associate,
  createStepRig,
  expectUntouched,
  install,
  newerLook,
  readyVm,
  type StepRig,
  secondsLater,
} from './step-rig.ts';

describe('a step of the look', () => {
  it.each<{ step: StepId; kind: string }>([
    { step: install, kind: 'putExtension' },
    { step: associate, kind: 'putAssociation' },
  ])('sends one $kind, and the row and the timeline tell of it', async ({ step, kind }) => {
    const rig = await createStepRig();
    rig.azure.answer = { kind: 'accepted', operationUrl: 'https://op/1', correlationId: 'c-1', created: true };
    expect(await rig.run(step)).toEqual({ step, outcome: 'written' });
    expect(rig.azure.sent.map((write) => write.kind)).toEqual([kind]);
    expect(await rig.stepOf(step)).toMatchObject({
      attempts: 1,
      lookId: 'look-2',
      nextAttemptAt: undefined,
      operationUrl: 'https://op/1',
      writes: [{ ended: 'accepted' }],
    });
    expect((await rig.row()).owned).toMatchObject([{ stepId: step, state: 'intent' }]);
    const [entry] = await rig.store.timeline.recent((await rig.row()).key, 10);
    expect(entry).toMatchObject({ what: 'step', correlationId: 'c-1', text: expect.stringContaining(`${step}: sent`) });
  });

  it('has its attempt and its intent saved before the request leaves', async () => {
    const rig = await createStepRig();
    const seen: unknown[] = [];
    rig.azure.duringSend = async () => {
      seen.push(await rig.stepOf(), (await rig.row()).owned);
    };
    await rig.run();
    expect(seen).toMatchObject([
      { attempts: 1, lookId: 'look-2', nextAttemptAt: expect.any(String), writes: [{ ended: 'sent' }] },
      [{ stepId: install, state: 'intent' }],
    ]);
  });

  it('is not sent when its permit runs out on the way: nothing was tried, nothing may be ours', async () => {
    const rig = await createStepRig();
    rig.azure.beforeSend = () => {
      rig.time.wallMs += 6_000;
    };
    expect(await rig.run()).toEqual({ step: install, outcome: 'refused', why: 'PermitExpired' });
    expect(rig.azure.sent).toEqual([]);
    expect(await rig.stepOf()).toMatchObject({ attempts: 0, writes: [], nextAttemptAt: secondsLater(30) });
    expect((await rig.row()).owned).toEqual([]);
    expect(await rig.store.timeline.recent((await rig.row()).key, 10)).toEqual([]);
  });
});

describe('a duplicated step', () => {
  it('is skipped without a read', async () => {
    const rig = await createStepRig();
    await rig.run();
    expect(await rig.run()).toEqual({ step: install, outcome: 'skipped', why: 'AlreadySent' });
    expect(rig.azure.sent).toHaveLength(1);
    expect(rig.azure.reads).toBe(1);
  });

  it('is skipped even when its failed try could be repeated by now', async () => {
    const rig = await createStepRig();
    rig.azure.answer = { kind: 'failed', failure: answerOf(500, 'InternalServerError'), correlationId: undefined };
    await rig.run();
    rig.time.appMs += 24 * 60 * 60_000;
    expect(await rig.run()).toMatchObject({ outcome: 'skipped', why: 'AlreadySent' });
    expect(rig.azure.sent).toHaveLength(1);
  });

  it('that runs at the same time sends nothing', async () => {
    const rig = await createStepRig();
    const reports = await Promise.all([rig.run(), rig.run()]);
    expect(reports.map(({ outcome, why }) => why ?? outcome).sort()).toEqual(['AlreadySent', 'written']);
    expect(rig.azure.sent).toHaveLength(1);
  });
});

describe('a step that comes too late', () => {
  it('is refused without a read when it belongs to another look', async () => {
    const rig = await createStepRig();
    await expectUntouched(rig, async () => {
      expect(await rig.run(install, newerLook)).toEqual({ step: install, outcome: 'refused', why: 'StaleLook' });
    });
    expect(rig.azure.reads).toBe(0);
  });

  it('is refused without a read when its look is 121 s of real time old', async () => {
    const rig = await createStepRig();
    rig.time.wallMs += 121_000;
    await expectUntouched(rig, async () => {
      expect(await rig.run()).toMatchObject({ outcome: 'refused', why: 'StaleLook' });
    });
    expect(rig.azure.reads).toBe(0);
  });

  it('is sent when its look is 120 s of real time old, whatever app time says', async () => {
    const rig = await createStepRig();
    rig.time.wallMs += 120_000;
    rig.time.appMs += 3_600_000;
    expect(await rig.run()).toMatchObject({ outcome: 'written' });
  });

  it('is refused when the row does not tell when it was looked at', async () => {
    const rig = await createStepRig(readyVm(), { lookedAtWall: undefined });
    await expectUntouched(rig, async () => {
      expect(await rig.run()).toMatchObject({ outcome: 'refused', why: 'StaleLook' });
    });
  });

  it('is refused when the row is gone', async () => {
    const rig = await createStepRig();
    await rig.remove();
    expect(await rig.run()).toEqual({ step: install, outcome: 'refused', why: 'NoRow' });
    expect(rig.azure).toMatchObject({ reads: 0, sent: [] });
  });

  it('is refused when the machine was made anew since the look, however old the new one is', async () => {
    const rig = await createStepRig();
    const facts = readyVm({ incarnation: 'another', createdAt: '2026-01-01T02:00:00Z' });
    rig.azure.machine = { kind: 'found', value: facts };
    await expectUntouched(rig, async () => {
      expect(await rig.run()).toMatchObject({ outcome: 'refused', why: 'StaleLook' });
    });
  });

  it('is refused without a read when the row names no machine', async () => {
    const rig = await createStepRig(readyVm(), { resourceId: '/subscriptions/1/resourceGroups/rg-app' });
    await expectUntouched(rig, async () => {
      expect(await rig.run()).toMatchObject({ outcome: 'refused', why: 'NoMachine' });
    });
    expect(rig.azure.reads).toBe(0);
  });

  it('is refused without a read when only another release knows what the machine is', async () => {
    const rig = await createStepRig();
    await rig.change({ foreign: { stored: { os: 'bsd' }, read: { os: 'unknown' }, os: 'bsd', findings: {} } });
    await expectUntouched(rig, async () => {
      expect(await rig.run()).toMatchObject({ outcome: 'refused', why: 'OtherRelease' });
    });
    expect(rig.azure.reads).toBe(0);
  });

  it('is skipped when the machine is gone', async () => {
    const rig = await createStepRig();
    rig.azure.machine = { kind: 'gone', code: 'ResourceNotFound' };
    await expectUntouched(rig, async () => {
      expect(await rig.run()).toMatchObject({ outcome: 'skipped', why: 'Gone' });
    });
  });
});

describe('a step that is judged again', () => {
  it.each([
    { step: install, associations: false },
    { step: associate, associations: true },
  ])('reads the associations for $step: $associations', async ({ step, associations }) => {
    const rig = await createStepRig();
    await rig.run(step);
    expect(rig.azure.partsRead).toEqual([{ associations, instances: false }]);
  });

  it('is skipped when what it builds on is not there', async () => {
    const rig = await createStepRig(vmMachine());
    await expectUntouched(rig, async () => {
      expect(await rig.run()).toMatchObject({ outcome: 'skipped', why: 'NotReady' });
    });
  });

  it('is skipped when somebody else did it meanwhile', async () => {
    const rig = await createStepRig();
    const associations = [{ name: 'by-hand', ruleId: linuxRule, endpointId: undefined }];
    rig.azure.machine = { kind: 'found', value: readyVm({ associations }) };
    await expectUntouched(rig, async () => {
      expect(await rig.run(associate)).toMatchObject({ outcome: 'skipped', why: 'NotWanted' });
    });
  });

  it('is skipped without a call while the machine has to wait, and sent from that moment on', async () => {
    const rig = await createStepRig(readyVm(), { notBefore: secondsLater(60) });
    rig.time.appMs += 59_999;
    await expectUntouched(rig, async () => {
      expect(await rig.run()).toEqual({ step: install, outcome: 'skipped', why: 'Throttled' });
    });
    expect(rig.azure.reads).toBe(0);
    rig.time.appMs += 1;
    expect(await rig.run()).toMatchObject({ outcome: 'written' });
  });

  it.each<{ word: string; why: string; say: (rig: StepRig) => Promise<unknown> }>([
    { word: 'freezes', why: 'Frozen', say: ({ store }) => store.controls.put('freeze', controlOf()) },
    { word: 'disarms', why: 'NotArmed', say: ({ store }) => store.controls.delete('arm', '*') },
  ])('is not sent when an operator $word while the machine is read', async ({ say, why }) => {
    const rig = await createStepRig();
    rig.azure.duringRead = async () => {
      await say(rig);
    };
    await expectUntouched(rig, async () => {
      expect(await rig.run()).toMatchObject({ outcome: 'refused', why });
    });
  });

  it('needs the adoption that the row has, not the one that this look would decide', async () => {
    const rig = await createStepRig(readyVm(), { eligibility: undefined });
    await expectUntouched(rig, async () => {
      expect(await rig.run()).toMatchObject({ outcome: 'refused', why: 'NotAdopted' });
    });
  });
});
