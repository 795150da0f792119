import { changeStatus } from '../domain/machine/change-status.ts';
import type { MachineRecord } from '../domain/machine/machine-record.ts';
import { newRecord } from '../domain/machine/new-record.ts';
import { wordOf } from '../domain/machine/standing.ts';
import { newSubscription } from '../domain/subscription/new-subscription.ts';
import type { SubscriptionRecord } from '../domain/subscription/subscription-record.ts';
import { parseMachineId } from '../domain/target/machine-ref.ts';
import { parseSubscriptionId } from '../domain/target/subscription-ref.ts';
import type { StartLimits } from '../domain/work/admit-starts.ts';
import type { TargetRow } from '../domain/work/target-row.ts';
import type { Ports } from '../ports/ports.ts';
import type { TargetKind } from '../work/target-kind.ts';
import { lookAtMachine } from './look-at-machine.ts';
import { lookAtSubscription } from './look-at-subscription.ts';
import { machineSteps } from './machine-steps.ts';
import type { LookOutcome, LookStart } from './run-look.ts';
import type { StepKind, SteppedRow } from './run-step.ts';
import { subscriptionSteps } from './subscription-steps.ts';

/** A kind of target as this release looks at it. */
export interface LookedAtKind<Row extends TargetRow> extends TargetKind<Row> {
  lookAt(ports: Ports, start: LookStart<Row>): Promise<LookOutcome<Row>>;
  /** Its steps, by the name of the activity that runs them; a step's id begins with it. No two kinds share a name. */
  readonly steps: ReadonlyMap<string, StepKind<Row & SteppedRow>>;
}

/** VMs, Arc machines and Uniform scale sets. */
export const machineKind: LookedAtKind<MachineRecord> = {
  kind: 'machine',
  orchestrator: 'onboardMachine',
  assessActivity: 'assessMachine',
  keyName: 'machineId',
  limitsOf: ({ limits }): Required<StartLimits> => limits,
  rowsOf: ({ machines }) => machines,
  newRow: (resourceId, nowIso) => {
    const machine = parseMachineId(resourceId);
    return machine === undefined ? undefined : newRecord(machine, nowIso);
  },
  statusOf: ({ standing }) => wordOf(standing),
  tellStuck: (before, { nowMs, ...stuck }) => {
    const { record, timeline } = changeStatus(before, { status: 'Failed', ...stuck }, nowMs);
    return { row: record, timeline };
  },
  lookAt: lookAtMachine,
  steps: machineSteps,
};

/** Subscriptions: hundreds, each with work of its own beside that of its machines. */
export const subscriptionKind: LookedAtKind<SubscriptionRecord> = {
  kind: 'subscription',
  orchestrator: 'onboardSubscription',
  assessActivity: 'assessSubscription',
  keyName: 'subscriptionId',
  limitsOf: ({ limits }) => ({ inFlight: limits.subscriptionsInFlight }),
  rowsOf: ({ subscriptions }) => subscriptions,
  newRow: (resourceId, nowIso) => {
    const target = parseSubscriptionId(resourceId);
    return target === undefined ? undefined : newSubscription(target, nowIso);
  },
  statusOf: ({ standing }) => wordOf(standing),
  tellStuck: (before, { nowMs, ...stuck }) => {
    const { record, timeline } = changeStatus(before, { status: 'Failed', ...stuck }, nowMs);
    return { row: record, timeline };
  },
  lookAt: lookAtSubscription,
  steps: subscriptionSteps,
};

/**
 * Every kind that is looked at, in the order in which a tick starts them: what differs between kinds in request, lease,
 * tick and look stands here and nowhere else.
 */
export const targetKinds: readonly LookedAtKind<TargetRow>[] = [subscriptionKind, machineKind];
