import { adopt } from '../domain/adoption/eligibility.ts';
import { isArmed, isFrozen } from '../domain/controls/controls-in-force.ts';
import type { ReadBy } from '../domain/discovery/other-host.ts';
import { oweMachines } from '../domain/discovery/owe-machines.ts';
import { isInScope } from '../domain/fleet/in-scope.ts';
import { fleetWithin, isUnplaced } from '../domain/fleet/resolve-groups.ts';
import type { TargetKey } from '../domain/ids.ts';
import { beginAnew } from '../domain/machine/begin-anew.ts';
import type { TimelineEntry } from '../domain/machine/machine-record.ts';
import { approvalWithoutBegun } from '../domain/reach/spent-approval.ts';
import { forgetUnreadOf } from '../domain/subscription/forget-unread-subscription.ts';
import type { SubscriptionRecord } from '../domain/subscription/subscription-record.ts';
import { undonePlanOf } from '../domain/subscription/undone-plan.ts';
import { readSaid } from '../look/read-host.ts';
import { subscriptionKind } from '../look/target-kinds.ts';
import type { Ports } from '../ports/ports.ts';
import { requestLook } from '../work/request-look.ts';
import type { NoRow } from './change-row.ts';
import { changeSubscription } from './change-subscription.ts';

export type SubscriptionOnboarding = { readonly by: string; readonly why: string };

type Refused = { readonly kind: 'outOfScope' | 'notPlaced' } | { readonly kind: 'excluded'; readonly why: string };
type Started = { readonly kind: 'started'; readonly record: SubscriptionRecord; readonly entry: TimelineEntry };

export type OnboardedSubscription =
  /** Whether its steps may be written now is told at once: an operator who waits for nothing should know. */
  | {
      readonly kind: 'requested';
      readonly record: SubscriptionRecord;
      readonly armed: boolean;
      readonly frozen: boolean;
    }
  | Refused
  | NoRow;

/**
 * An operator wants this subscription onboarded, in the tenant that it is in now: it is adopted, its tries start over,
 * what the file wants of it now is bound anew, and a look is owed. What throttling told it to wait for stays. Throws only
 * when the store fails.
 */
export async function onboardSubscription(
  ports: Ports,
  key: TargetKey,
  request: SubscriptionOnboarding,
): Promise<OnboardedSubscription> {
  const nowMs = ports.clock.now();
  const outcome = await changeSubscription(ports, key, (record): Started | Refused => {
    const scope = isInScope(fleetWithin(ports.fleet, record), record.resourceId, nowMs);
    if (scope.kind === 'out') return { kind: isUnplaced(ports.fleet, [], record) ? 'notPlaced' : 'outOfScope' };
    if (scope.kind === 'excluded') return { kind: 'excluded', why: scope.why };
    return { kind: 'started', ...startOver({ fleet: ports.fleet, nowMs }, record, request) };
  });
  if (outcome.kind !== 'started') return outcome;
  const { record } = outcome;
  await requestLook(ports, subscriptionKind, { target: record, reason: `onboard by ${request.by}` });
  const { controls } = await readSaid(ports, record);
  return {
    kind: 'requested',
    record,
    armed: isArmed(controls, record.resourceId),
    frozen: isFrozen(controls, record.resourceId),
  };
}

function startOver(
  readBy: ReadBy,
  record: SubscriptionRecord,
  { by, why }: SubscriptionOnboarding,
): Pick<Started, 'record' | 'entry'> {
  const at = new Date(readBy.nowMs).toISOString();
  const adopted: SubscriptionRecord = {
    ...beginAnew(forgetUnreadOf(record), at),
    eligibility: adopt(by, readBy.nowMs),
    // The next look takes over the tenant that it reads.
    tenantId: undefined,
    bound: undefined,
    approvedReach: approvalWithoutBegun(record),
    // To begin anew mends no extension. The next look drops that of another tenant.
    undonePlan: undonePlanOf(record),
    // Machines that Azure refused since a provider was seen registered are tried again.
    shared: { ...record.shared, providers: undefined },
  };
  return {
    entry: { at, what: 'operator', text: `onboard: ${why}`, by },
    // Its machines were held with it.
    record: oweMachines(readBy, record, adopted, `onboard at ${at}`),
  };
}
