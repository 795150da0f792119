import type { Obstacle } from '../findings/finding.ts';
import type { Need } from '../step/wanted-step.ts';
import type { DefenderFacts } from '../subscription/defender-facts.ts';
import { serversPlanOf } from '../subscription/endpoint-facts.ts';
import type { SubscriptionSpec } from '../subscription/subscription-record.ts';
import type { TargetRef } from '../target/target-ref.ts';

/** What a step needs that builds on the plan, and the plan's step produces. */
export function planResourceNeed({ resourceId }: Pick<TargetRef, 'resourceId'>): Need {
  return `resource:${resourceId.toLowerCase()}/providers/microsoft.security/pricings/virtualmachines`;
}

/** Whether the settings may be turned on: the plan comes first ("Integrate Microsoft Defender for Endpoint", prerequisites). */
export type PlanGate =
  | { readonly kind: 'open' }
  /** The plan is wanted too, and turns the integration on by itself. */
  | { readonly kind: 'comes' }
  | { readonly kind: 'closed'; readonly obstacle: Obstacle };

export function findPlanGate({ plan }: DefenderFacts, spec: SubscriptionSpec): PlanGate {
  if (serversPlanOf(plan) !== 'free') return { kind: 'open' };
  if (spec.plan === 'P1' || spec.plan === 'P2') return { kind: 'comes' };
  const detail = `the plan of Defender for Servers is Free, and fleet.json says plan: ${spec.plan}`;
  return { kind: 'closed', obstacle: { kind: 'blocked', code: 'PlanNotOn', detail } };
}
