import type { StepRecord, WriteRecord } from '../step/step-record.ts';
import type { ApprovedReach } from '../subscription/reach-summary.ts';
import type { SubscriptionRecord } from '../subscription/subscription-record.ts';

/**
 * Azure took the write that was let through: whoever undoes it meets a new hold. One that was not answered may never have
 * arrived, so it uses nothing up while its step is known.
 */
export function isUsedUp(step: StepRecord | undefined, approved: ApprovedReach): boolean {
  return endsSince(step, approved).includes('succeeded');
}

/**
 * What is left of the approval where the steps are forgotten: no write that may have had its effect. A write that is on its
 * way just then has no step any more in which its answer could be kept.
 */
export function approvalWithoutBegun({
  approvedReach,
  steps: tried,
  foreign,
}: SubscriptionRecord): ApprovedReach | undefined {
  if (approvedReach === undefined) return undefined;
  const unread = foreign?.unreadSteps?.ids ?? [];
  const steps = approvedReach.steps.filter(
    (id) => !unread.includes(id) && endsSince(tried[id], approvedReach).every((end) => end === 'failed'),
  );
  return steps.length === 0 ? undefined : { ...approvedReach, steps };
}

/** What is left of it in the tenant that the subscription is looked after in now: another one has others to ask. */
export function approvalInTenant(
  { approvedReach, tenantId }: SubscriptionRecord,
  now: string,
): ApprovedReach | undefined {
  return (approvedReach?.tenantId ?? tenantId) === now ? approvedReach : undefined;
}

/** How the writes since the approval ended. Azure takes a plan also where one of its extensions fails. */
function endsSince(step: StepRecord | undefined, { at }: ApprovedReach): readonly WriteRecord['ended'][] {
  if (step === undefined) return [];
  const last = step.writes.at(-1);
  const isTaken = last?.ended === 'failed' && step.failure?.code === 'PlanExtensionFailed';
  const since = step.writes.filter((write) => Date.parse(write.at) >= Date.parse(at));
  return since.map((write) => (isTaken && write === last ? 'succeeded' : write.ended));
}
