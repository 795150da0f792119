import { isArmed, isFrozen } from '../domain/controls/controls-in-force.ts';
import { type ApproveOutcome, type ApproveRequest, approveReach } from '../domain/reach/approve-reach.ts';
import type { SubscriptionRecord } from '../domain/subscription/subscription-record.ts';
import { readSaid } from '../look/read-host.ts';
import { subscriptionKind } from '../look/target-kinds.ts';
import type { Ports } from '../ports/ports.ts';
import { requestLook } from '../work/request-look.ts';
import type { NoRow } from './change-row.ts';
import { changeSubscription } from './change-subscription.ts';
import { type NoReachList, readReachList } from './read-reach-list.ts';

type Approved = Extract<ApproveOutcome, { kind: 'approved' }> & {
  /** Whether its steps may be written now: an operator who waits for nothing should know. */
  readonly armed: boolean;
  readonly frozen: boolean;
};

export type ReachApproval = Approved | Exclude<ApproveOutcome, { kind: 'approved' }> | NoReachList | NoRow;

/**
 * A person lets a list through, which is read anew first: only the one that is true now can be approved. The subscription
 * is looked at then. Throws only when the store fails, or when others are always faster.
 */
export async function approveReachOf(
  ports: Ports,
  before: SubscriptionRecord,
  request: ApproveRequest,
): Promise<ReachApproval> {
  const list = await readReachList(ports, before);
  if (list.kind !== 'list') return list;
  const { reach, tenantId } = list;
  const outcome = await changeSubscription(ports, before.key, (record) =>
    approveReach(record, reach, { ...request, tenantId }, ports.clock.now()),
  );
  if (outcome.kind !== 'approved') return outcome;
  const { record } = outcome;
  await requestLook(ports, subscriptionKind, { target: record, reason: `reach approved by ${request.by}` });
  const { controls } = await readSaid(ports, record);
  return {
    ...outcome,
    armed: isArmed(controls, record.resourceId),
    frozen: isFrozen(controls, record.resourceId),
  };
}
