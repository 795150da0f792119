import { stepIdSchema } from '../ids.ts';
import type { StepEnd } from '../step/end-step.ts';
import type { AzureWrite } from '../write/azure-write.ts';
import type { SubscriptionRecord } from './subscription-record.ts';

/** The step that writes the plan; rows keep its name. */
export const planStepId = stepIdSchema.parse('setDefenderPlan');

const failureCode = 'PlanExtensionFailed';

/** What the last answer to a write of the plan said of its extensions that failed. */
export interface UndonePlan {
  readonly detail: string;
  /** App time, ISO-8601 UTC. */
  readonly at: string;
}

/**
 * Only the answer to a write tells that an extension failed, which the plan may not show later on (specification of
 * pricings, PutPricingByNamePartialSuccess). The step tells it only until its next try ends in another way, so the row
 * keeps it. An earlier release knew it of the step alone.
 */
export function undonePlanOf({
  undonePlan,
  steps,
}: Pick<SubscriptionRecord, 'undonePlan' | 'steps'>): UndonePlan | undefined {
  const { failure, lastAt = '' } = steps[planStepId] ?? {};
  return undonePlan ?? (failure?.code === failureCode ? { detail: failure.detail, at: lastAt } : undefined);
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
    return { ...record, undonePlan: { detail: end.failure.detail, at: new Date(nowMs).toISOString() } };
  }
  return end.kind === 'accepted' ? { ...record, undonePlan: undefined } : record;
}
