import { describe, expect, it } from 'vitest';
import type { RawFailure } from '../../src/domain/failures/failure.ts';
import { codeOf, detailOf } from '../../src/domain/machine/standing.ts';
import { lookAtMachine } from '../../src/look/look-at-machine.ts';
import { runLook } from '../../src/look/run-look.ts';
import { machineKind } from '../../src/look/target-kinds.ts';
import { requestLook } from '../../src/work/request-look.ts';
import { answerOf, associate, createStepRig, readyVm, type StepRig, secondsLater } from './step-rig.ts';

const hour = 3_600_000;

/** Looks for so long at a VM that looks can read and steps cannot; gives the number of looks. */
async function watch(rig: StepRig, hours: number, failStep: (rig: StepRig) => void): Promise<number> {
  let id = 0;
  const ports = { ...rig.ports, newId: () => `look-${++id}` };
  const { machine } = readyVm();
  const good = rig.azure.machine;
  await requestLook(ports, machineKind, { target: machine, reason: 'test' });
  const endMs = rig.time.appMs + hours * hour;
  while (rig.time.appMs < endMs) {
    rig.azure.machine = good;
    const call = { ports, kind: machineKind, key: machine.key };
    const answer = await runLook(call, (start) => lookAtMachine(ports, start));
    for (const step of answer.kind === 'act' ? answer.steps : []) {
      if (answer.kind !== 'act') break;
      failStep(rig);
      await rig.run(step, answer.lookId);
    }
    const due = (await rig.store.work.read({ kind: 'machine', key: machine.key }))?.value.dueAt;
    const waitMs = answer.kind === 'act' ? answer.waitSeconds * 1_000 : Date.parse(due ?? '') - rig.time.appMs;
    rig.time.appMs += Math.max(1_000, waitMs);
    rig.time.wallMs += Math.max(1_000, waitMs);
  }
  return id;
}

describe('a machine that looks can read and its steps cannot', () => {
  it.each<[string, RawFailure, string]>([
    ['throttled with no word for how long', answerOf(429, 'TooManyRequests'), 'Throttled'],
    ['failing inside', answerOf(500, 'InternalServerError'), 'ServerError'],
    ['not permitted', answerOf(403, 'AuthorizationFailed'), 'AuthorizationFailed'],
    [
      'in a subscription that lacks the provider',
      answerOf(409, 'MissingSubscriptionRegistration'),
      'ProviderNotRegistered',
    ],
  ])("%s: has failed in Azure's words, and is not looked at all the time", async (_, failure, code) => {
    const rig = await createStepRig();
    const looks = await watch(rig, 72, ({ azure }) => {
      azure.machine = { kind: 'failed', failure };
    });
    expect(rig.azure.sent).toEqual([]);
    expect(looks).toBeLessThan(120);
    const { standing } = await rig.row();
    expect([standing.status, codeOf(standing)]).toEqual(['Failed', code]);
    expect(detailOf(standing)).toContain('says Azure');
  });

  it('is not asked again for the other steps of the look, so that one short failure is one failure', async () => {
    const rig = await createStepRig();
    rig.azure.machine = { kind: 'failed', failure: answerOf(503, 'ServiceUnavailable') };
    expect(await rig.run()).toMatchObject({ outcome: 'failed' });
    expect(await rig.run(associate)).toMatchObject({ outcome: 'skipped', why: 'Unread' });
    expect((await rig.row()).unread).toMatchObject({ attempts: 1, nextAttemptAt: secondsLater(60) });
  });

  it('starts over on its ladder when the reading before failed long ago', async () => {
    const rig = await createStepRig();
    const failure = { code: 'ServerError', detail: 'x', treatment: 'retry' as const };
    const before = { attempts: 4, waits: 0, waitingSince: undefined, refusals: [], failure };
    await rig.change({ unread: { ...before, nextAttemptAt: secondsLater(-31 * 60) } });
    rig.azure.machine = { kind: 'failed', failure: answerOf(503, 'ServiceUnavailable') };
    await rig.run();
    expect((await rig.row()).unread).toMatchObject({ attempts: 1, nextAttemptAt: secondsLater(60) });
  });

  it('goes on at once when it can be read again', async () => {
    const rig = await createStepRig();
    let isBroken = true;
    await watch(rig, 1, ({ azure }) => {
      if (isBroken) azure.machine = { kind: 'failed', failure: answerOf(500, 'InternalServerError') };
      isBroken = false;
    });
    expect(rig.azure.sent.length).toBeGreaterThan(0);
    expect((await rig.row()).unread).toBeUndefined();
  });
});

it('a permit that runs out each time before its request leaves becomes a failure', async () => {
  const rig = await createStepRig();
  rig.azure.answer = { kind: 'expired' };
  const looks = await watch(rig, 24, () => undefined);
  expect(looks).toBeLessThan(100);
  const { standing, owned } = await rig.row();
  expect([standing.status, codeOf(standing)]).toEqual(['Failed', 'PermitExpired']);
  expect(owned).toEqual([]);
});
