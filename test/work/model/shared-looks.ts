import { waitSecondsOf } from '../../../src/domain/failures/pending-reasons.ts';
import { judgeStep } from '../../../src/domain/findings/judge-step.ts';
import type { MachineRecord } from '../../../src/domain/machine/machine-record.ts';
import type { Guard } from '../../../src/domain/permit/guard.ts';
import { permitWrite } from '../../../src/domain/permit/write-permit.ts';
import { satisfySteps } from '../../../src/domain/step/satisfy-step.ts';
import { activityOf } from '../../../src/domain/step/step-id.ts';
import type { WantedStep } from '../../../src/domain/step/wanted-step.ts';
import type { SubscriptionRecord } from '../../../src/domain/subscription/subscription-record.ts';
import { sharedStep } from '../../../src/domain/subscription-services/shared-object.ts';
import { withAsk } from '../../../src/look/ask-subscription.ts';
import { readHost } from '../../../src/look/read-host.ts';
import type { LookOutcome, LookStart } from '../../../src/look/run-look.ts';
import type { StepKind } from '../../../src/look/run-step.ts';
import { wakeMachines } from '../../../src/look/wake-machines.ts';
import type { Ports } from '../../../src/ports/ports.ts';
import { controlOf } from '../../domain/look/look-fixture.ts';
import { standingOf } from '../../domain/machine/standing-fixture.ts';
import type { Chaos } from './chaos.ts';
import type { SharedAzure } from './shared-azure.ts';
import type { SharedWorld } from './shared-world.ts';

const activity = 'createIdentity';
const core = { displayName: 'model', tenantId: '', state: 'Enabled', quotaId: undefined, tags: {} };

/** What looks and steps of one run are made of; the protocol around them is the real one. */
export interface SharedRun {
  readonly chaos: Chaos;
  readonly azure: SharedAzure;
  readonly world: SharedWorld;
}

/** A machine needs one object of its subscription, and waits where that is not there. */
export async function lookAtNeed(
  { chaos, azure, world }: SharedRun,
  ports: Ports,
  { record, lookId }: LookStart<MachineRecord>,
): Promise<LookOutcome<MachineRecord>> {
  const host = await readHost(ports, record.subscription);
  const { region } = world.machineOf(record.key);
  const isThere = await azure.exists(world.needOf(record.key));
  await chaos.pause(10, 2_000);
  const nowMs = ports.clock.now();
  const read = { ...record, region, lookId, lastLookAt: iso(nowMs) };
  if (isThere) {
    const done = { ...read, standing: standingOf('Configured'), findings: {} };
    return { record: done, timeline: [], next: { kind: 'settled' } };
  }
  const code = 'SubscriptionNotReady';
  const dueAt = iso(nowMs + 1_000 * waitSecondsOf(code));
  const standing = standingOf('Pending', code, { until: dueAt });
  const findings: MachineRecord['findings'] = { identity: { kind: 'waiting', code } };
  const outcome = { record: { ...read, standing, findings }, timeline: [], next: { kind: 'parked', dueAt } } as const;
  return withAsk(outcome, host, nowMs);
}

/** A subscription shall have what its machines need; now and then it waits for a person instead. */
export async function lookAtShared(
  { chaos, azure, world }: SharedRun,
  ports: Ports,
  { record, lookId }: LookStart<SubscriptionRecord>,
): Promise<LookOutcome<SubscriptionRecord>> {
  const wanted = world.wantedIn(record.subscription);
  const present = await azure.list(wanted);
  await chaos.pause(10, 2_000);
  const nowMs = ports.clock.now();
  const after: SubscriptionRecord = {
    ...record,
    lookId,
    lastLookAt: iso(nowMs),
    lookedAtWall: iso(ports.wallClock.now()),
    shared: { ...record.shared, present: present.map((id) => id.toLowerCase()) },
  };
  const asks = wakeMachines(ports, record, after);
  const decided = decide(world, record, after, wanted, nowMs, chaos);
  return { ...decided, timeline: [], ...(asks === undefined ? {} : { asks }) };
}

function decide(
  world: SharedWorld,
  before: SubscriptionRecord,
  after: SubscriptionRecord,
  wanted: readonly string[],
  nowMs: number,
  chaos: Chaos,
): Pick<LookOutcome<SubscriptionRecord>, 'record' | 'next'> {
  const missing = wanted.filter((id) => !after.shared.present.includes(id.toLowerCase()));
  if (missing.length === 0) {
    const satisfied = satisfySteps({ ...after, standing: standingOf('Configured') }, () => true, nowMs);
    return { record: satisfied, next: { kind: 'settled' } };
  }
  if (chaos.happens(0.1, 'the subscription waits for a person')) {
    const dueAt = iso(nowMs + chaos.between(60_000, 15 * 60_000));
    const standing = standingOf('Pending', 'SubscriptionNotReady', { until: dueAt });
    return { record: { ...after, standing }, next: { kind: 'parked', dueAt } };
  }
  const { steps, owned, lastLookAt } = before;
  const input = { history: { steps, owned, operations: {}, lastLookAt }, now: nowMs };
  const sent = missing
    .map((id) => stepOf(world, after, id))
    .filter(({ id }) => judgeStep(input, id) === undefined)
    .map(({ id }) => id);
  const record = { ...after, standing: standingOf('InProgress', activity) };
  return { record, next: { kind: 'act', steps: sent, waitSeconds: chaos.between(30, 90) } };
}

/** The steps of a subscription, judged on a direct reading of the one object. */
export function sharedSteps({ azure, world }: SharedRun, readsList = false): StepKind<SubscriptionRecord> {
  const isThere = async (id: string): Promise<boolean> =>
    readsList ? (await azure.list([id])).length > 0 : azure.exists(id);
  return {
    rowsOf: ({ subscriptions }) => subscriptions,
    judge: async (ports, record, call) => {
      const id = world.wantedIn(record.subscription).find((one) => stepOf(world, record, one).id === call.step);
      if (id === undefined || activityOf(call.step) !== activity || (await isThere(id))) {
        return { kind: 'skipped', why: 'NotWanted' };
      }
      const step = stepOf(world, record, id);
      const guard = guardOf(ports, record);
      const permit = permitWrite({ guard, steps: record.steps, step, wallNowMs: ports.wallClock.now() });
      return 'kind' in permit ? { kind: 'refused', why: permit.reason } : { kind: 'go', step, permit };
    },
  };
}

function stepOf(world: SharedWorld, target: SubscriptionRecord, resourceId: string): WantedStep {
  const region = world.regionOf(resourceId);
  return sharedStep(
    { facts: { target, core, parts: {} } },
    {
      service: 'shared-identities',
      activity,
      on: region,
      why: 'machines need it',
      resource: {
        type: 'Microsoft.ManagedIdentity/userAssignedIdentities',
        resourceId,
        body: { location: region },
      },
      after: [],
    },
  );
}

function guardOf({ fleet, clock }: Ports, target: SubscriptionRecord): Guard {
  return {
    target,
    fleet,
    exclusion: null,
    eligibility: { state: 'new', at: target.firstSeenAt, by: 'first look' },
    mode: 'enforce',
    belongsTo: undefined,
    earliestMs: undefined,
    arms: [controlOf()],
    freezes: [],
    nowMs: clock.now(),
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
