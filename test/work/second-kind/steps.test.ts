import { beforeEach, describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../local/store/memory-store.ts';
import { lookIdSchema } from '../../../src/domain/ids.ts';
import type { LookAnswer } from '../../../src/domain/work/look-answer.ts';
import type { StepReport } from '../../../src/domain/work/step-report.ts';
import { runLook } from '../../../src/look/run-look.ts';
import { runStep } from '../../../src/look/run-step.ts';
import { planTarget } from '../../../src/operator/plan-target.ts';
import type { AzurePort } from '../../../src/ports/azure.ts';
import type { Ports } from '../../../src/ports/ports.ts';
import { requestLook } from '../../../src/work/request-look.ts';
import { recordedAzure } from '../../azure/recorded-azure.ts';
import { pathOf } from '../../azure/recorded-http-client.ts';
import { controlOf, fleetOf } from '../../domain/look/look-fixture.ts';
import { linuxRule, subscription, vmMachine } from '../../domain/services/facts.ts';
import { FakeAzure } from '../../look/fake-azure.ts';
import { answerOf } from '../../look/step-rig.ts';
import { associate, associatedSubscriptions, judgeAssociation } from './associated-subscriptions.ts';
import { type SubscriptionRow, subscriptionRef, subscriptionTable } from './subscription-kind.ts';

const startMs = Date.parse('2026-01-05T08:00:00.000Z');
const target = subscriptionRef(subscription);
const there = { name: 'of-the-subscription', ruleId: linuxRule, endpointId: undefined };
const associationId = `${target.resourceId}/providers/Microsoft.Insights/dataCollectionRuleAssociations/${there.name}`;
const time = { appMs: startMs, wallMs: Date.parse('2031-05-05T05:05:05Z') };
const clock = { now: () => time.appMs };
const wallClock = { now: () => time.wallMs };

let rows = subscriptionTable();
let kind = associatedSubscriptions(rows, linuxRule);
let azure = new FakeAzure(vmMachine(), wallClock);
let ports: Ports = portsOver(azure);
beforeEach(async () => {
  time.appMs = startMs;
  rows = subscriptionTable();
  kind = associatedSubscriptions(rows, linuxRule);
  azure = new FakeAzure(vmMachine(), wallClock);
  ports = portsOver(azure);
  await ports.store.controls.put('arm', controlOf());
});

function portsOver(door: AzurePort): Ports {
  let ids = 0;
  const settings = {
    ownPrincipals: [],
    allowKeyWrites: false,
    tickSeconds: 60,
    sweepMinutes: 30,
    cloud: 'AzureCloud' as const,
    events: undefined,
    freezeDrainMs: 0,
  };
  const world = { clock, wallClock, pause: async () => {}, newId: () => `look-${++ids}`, random: () => 0 };
  return { ...world, azure: door, store: createMemoryStore(), fleet: fleetOf(), settings };
}

async function look(): Promise<LookAnswer> {
  await requestLook(ports, kind, { target, reason: 'test' });
  return runLook({ ports, kind, key: target.key }, (start) => kind.lookAt(ports, start));
}

/** As the app runs the activity. */
async function step(lookId: string | undefined): Promise<StepReport> {
  const steps = kind.steps.get(associate);
  if (steps === undefined) throw new Error('the kind has no such step');
  return runStep(ports, steps, { key: target.key, lookId: lookIdSchema.parse(lookId), step: associate });
}

/** A look, and the step that it wants. */
async function lookAndWrite(): Promise<StepReport> {
  const answer = await look();
  expect(answer).toMatchObject({ kind: 'act', steps: [associate] });
  return step(answer.kind === 'act' ? answer.lookId : undefined);
}

async function row(): Promise<SubscriptionRow> {
  const stored = await rows.read(target.key);
  if (stored === undefined) throw new Error('there is no row');
  return stored.value;
}

function iso(seconds: number): string {
  return new Date(startMs + seconds * 1_000).toISOString();
}

describe('a step of a second kind', () => {
  it('is saved before it leaves, sent once for its own target, and ended', async () => {
    const saved: unknown[] = [];
    azure.duringSend = async () => {
      saved.push(await row());
    };
    azure.answer = { kind: 'accepted', operationUrl: undefined, correlationId: 'c-1', created: true };
    expect(await lookAndWrite()).toEqual({ step: associate, outcome: 'written' });
    expect(saved).toMatchObject([
      {
        steps: { [associate]: { attempts: 1, nextAttemptAt: iso(60), writes: [{ ended: 'sent' }] } },
        owned: [{ state: 'intent', resourceId: associationId }],
      },
    ]);
    expect(azure.sent).toMatchObject([{ kind: 'putAssociation', target: { key: target.key } }]);
    expect(await row()).toMatchObject({ steps: { [associate]: { writes: [{ ended: 'succeeded' }] } } });
    const [told] = await ports.store.timeline.recent(target.key, 1);
    expect(told).toMatchObject({ what: 'step', text: `${associate}: sent (associate the subscription)` });
  });

  it('is sent through the only door to Azure, by its own permit', async () => {
    const recorded = recordedAzure(({ method }) =>
      method === 'GET' ? { status: 200, body: { value: [] } } : { status: 201, body: {} },
    );
    recorded.wallClock.ms = time.wallMs;
    ports = { ...ports, azure: recorded.port };
    expect(await lookAndWrite()).toMatchObject({ outcome: 'written' });
    const below = `${associationId}?api-version=2024-03-11`;
    expect(recorded.sent.map((one) => [one.method, pathOf(one)])).toEqual([
      ['GET', below.replace(`/${there.name}`, '')],
      ['GET', below.replace(`/${there.name}`, '')],
      // The rights of its first write.
      ['GET', `${target.resourceId}/providers/Microsoft.Authorization/permissions?api-version=2022-04-01`],
      ['PUT', below],
    ]);
  });

  it('is ours once its kind sees what it made, and no longer when that is gone', async () => {
    await lookAndWrite();
    azure.associations = { kind: 'found', value: [there] };
    expect(await look()).toEqual({ kind: 'done', status: 'Watched' });
    expect(await row()).toMatchObject({
      owned: [{ state: 'confirmed', resourceId: associationId }],
      steps: { [associate]: { attempts: 0 } },
    });
    azure.associations = { kind: 'found', value: [] };
    await look();
    expect((await row()).owned).toEqual([]);
  });

  it('that is refused goes by the ladder, and is tried again when its rung is over', async () => {
    azure.answer = { kind: 'failed', failure: answerOf(500, 'InternalServerError'), correlationId: undefined };
    expect(await lookAndWrite()).toMatchObject({ outcome: 'failed' });
    expect(await row()).toMatchObject({
      owned: [],
      steps: { [associate]: { attempts: 1, nextAttemptAt: iso(60), failure: { treatment: 'retry' } } },
    });
    expect(await look()).toEqual({ kind: 'done', status: 'waiting' });
    expect((await ports.store.work.read({ kind: 'subscription', key: target.key }))?.value.dueAt).toBe(iso(60));
    time.appMs += 60_000;
    await lookAndWrite();
    expect((await row()).steps[associate]).toMatchObject({ attempts: 2, nextAttemptAt: iso(60 + 300) });
    expect(azure.sent).toHaveLength(2);
  });

  it('of an older look is refused, and so is one of a look that is two minutes old', async () => {
    const first = await look();
    const second = await look();
    expect(await step(first.kind === 'act' ? first.lookId : undefined)).toMatchObject({ why: 'StaleLook' });
    time.wallMs += 120_001;
    expect(await step(second.kind === 'act' ? second.lookId : undefined)).toMatchObject({ why: 'StaleLook' });
    expect(azure.sent).toEqual([]);
  });

  it('is refused by what its own guard says at the write, whatever the look saw', async () => {
    const answer = await look();
    await ports.store.controls.put('freeze', controlOf(target.resourceId));
    const report = await step(answer.kind === 'act' ? answer.lookId : undefined);
    expect(report).toEqual({ step: associate, outcome: 'refused', why: 'Frozen' });
    expect(await look()).toEqual({ kind: 'done', status: 'Frozen' });
    ports = { ...ports, fleet: fleetOf({ scope: { subscriptions: ['11111111-2222-3333-4444-555555555555'] } }) };
    expect(await look()).toEqual({ kind: 'done', status: 'OutOfScope' });
    expect(azure.sent).toEqual([]);
  });

  it('is not written a fourth time in a day against somebody who undoes it', async () => {
    for (let write = 0; write < 3; write++) {
      expect(await lookAndWrite()).toMatchObject({ outcome: 'written' });
      time.appMs += 60 * 60_000;
    }
    expect(await look()).toEqual({ kind: 'done', status: 'Contended' });
    expect(azure.sent).toHaveLength(3);
  });

  it('that cannot read its target keeps the steps of the looks after it back for a while', async () => {
    const answer = await look();
    azure.associations = { kind: 'failed', failure: answerOf(500, 'InternalServerError') };
    const report = await step(answer.kind === 'act' ? answer.lookId : undefined);
    expect(report).toMatchObject({ outcome: 'failed' });
    azure.associations = { kind: 'found', value: [] };
    expect(await look()).toEqual({ kind: 'done', status: 'waiting' });
    time.appMs += 60_000;
    expect(await lookAndWrite()).toMatchObject({ outcome: 'written' });
  });

  it('is skipped once what it wants is there', async () => {
    const answer = await look();
    azure.associations = { kind: 'found', value: [there] };
    const report = await step(answer.kind === 'act' ? answer.lookId : undefined);
    expect(report).toMatchObject({ outcome: 'skipped', why: 'NotWanted' });
  });
});

it('the plan of a second kind is told as that of a machine', async () => {
  await look();
  const record = await row();
  const wanted = [await judgeAssociation(ports, record, linuxRule)];
  const plan = await planTarget(ports, record, async () => ({ kind: 'decided', record, wanted }));
  expect(plan).toMatchObject({
    kind: 'planned',
    steps: [
      {
        ...{ step: associate, verdict: 'permitted', resourceId: associationId, creates: true },
        action: 'Microsoft.Insights/dataCollectionRuleAssociations/write',
        linkedActions: [{ action: 'Microsoft.Insights/dataCollectionRules/read', resourceId: linuxRule }],
        body: { properties: { dataCollectionRuleId: linuxRule } },
      },
    ],
  });
  const told = { ...record, notBefore: iso(89.5) };
  const asked = planTarget(ports, told, () => Promise.reject(new Error('it was read')));
  expect(await asked).toEqual({ kind: 'throttled', retryAfterSeconds: 90 });
});
