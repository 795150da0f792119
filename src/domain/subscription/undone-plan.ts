import { stepIdSchema } from '../ids.ts';
import type { StepEnd } from '../step/end-step.ts';
import type { StepRecord } from '../step/step-record.ts';
import type { AzureWrite } from '../write/azure-write.ts';
import type { PlanFacts } from './defender-facts.ts';
import type { SubscriptionRecord } from './subscription-record.ts';

/** The step that writes the plan; rows keep its name. */
export const planStepId = stepIdSchema.parse('setDefenderPlan');

const failureCode = 'PlanExtensionFailed';

/** Answers that do not tell whether Azure took the plan, so they tell nothing of its extensions. */
const openCodes: readonly string[] = ['ServerError', 'UnknownFailure'];

/** Why the plan is written once more although it may read as wished. */
export interface UndonePlan {
  /** What the answer to its last write said of the extensions that failed, or that nobody knows it. */
  readonly detail: string;
  /** App time, ISO-8601 UTC. */
  readonly at: string;
  /** The tenant that the subscription was in; undefined in rows that were written before it was kept. */
  readonly tenantId?: string | undefined;
}

/**
 * Only the answer to a write tells that an extension failed, which the plan may not show later on (specification of
 * pricings, PutPricingByNamePartialSuccess); so a write without such an answer leaves it open. The step tells it only until
 * its next try ends in another way, so the row keeps it. An earlier release knew it of the step alone.
 */
export function undonePlanOf(record: Known): UndonePlan | undefined {
  const { undonePlan } = record;
  if (undonePlan !== undefined) return { ...undonePlan, tenantId: undonePlan.tenantId ?? tenantOf(record) };
  const step = record.steps[planStepId];
  const detail = step === undefined ? undefined : leftUndoneBy(step);
  return detail === undefined ? undefined : { detail, at: step?.lastAt ?? '', tenantId: tenantOf(record) };
}

/** What a look keeps of it: the plan of another tenant is another one, and who manages it alone answers for it. */
export function undonePlanSeen(record: Known, now: string, plan: PlanFacts | undefined): UndonePlan | undefined {
  const undone = undonePlanOf(record);
  return plan?.managedBy === undefined && (undone?.tenantId ?? now) === now ? undone : undefined;
}

/** The row after the end of a write: a failed extension is remembered until an answer to the plan's write names none. */
export function rememberUndonePlan(
  record: SubscriptionRecord,
  write: AzureWrite,
  end: StepEnd,
  nowMs: number,
): SubscriptionRecord {
  if (write.kind !== 'putDefenderPlan') return record;
  if (end.kind === 'failed' && end.failure.code === failureCode) {
    const at = new Date(nowMs).toISOString();
    return { ...record, undonePlan: { detail: end.failure.detail, at, tenantId: tenantOf(record) } };
  }
  return end.kind === 'accepted' ? { ...record, undonePlan: undefined } : record;
}

type Known = Pick<SubscriptionRecord, 'undonePlan' | 'steps' | 'tenantId' | 'currentTenantId'>;

/** Whoever onboards it has the next look take over its tenant: until then it is where it was last seen. */
function tenantOf({ tenantId, currentTenantId }: Pick<Known, 'tenantId' | 'currentTenantId'>): string | undefined {
  return tenantId ?? currentTenantId;
}

/** A write that Azure took since overtakes one of which nobody knows how it ended; a refused one does not. */
function leftUndoneBy({ failure, writes }: StepRecord): string | undefined {
  if (failure?.code === failureCode) return failure.detail;
  const lastTaken = writes.findLastIndex(({ ended }) => ended === 'succeeded' || ended === 'accepted');
  const isUnanswered = writes.slice(lastTaken + 1).some(({ ended }) => ended === 'sent');
  if (!isUnanswered && !openCodes.includes(failure?.code ?? '')) return undefined;
  return 'nobody knows whether an extension of it failed, because a write of it got no answer that tells';
}
