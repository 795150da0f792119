import type { SubscriptionInput } from '../subscription/subscription-service.ts';

/** The solution that goes with a plan: `Security` with Plan 2, `SecurityCenterFree` with the free plan and Plan 1. */
export type SolutionProduct = 'Security' | 'SecurityCenterFree';

/**
 * The solution that a workspace needs: by the plan that fleet.json wants, and where it leaves that alone by the plan as it
 * was read. `not-read`: the plan decides and this look has not read it. A plan of old without a sub-plan is the full one.
 */
export function solutionOfPlan({ spec, facts }: SubscriptionInput): SolutionProduct | 'not-read' {
  if (spec.plan !== 'unmanaged') return spec.plan === 'P2' ? 'Security' : 'SecurityCenterFree';
  const { defender } = facts.parts;
  if (defender === undefined) return 'not-read';
  const { pricingTier, subPlan } = defender.plan;
  const isFull = pricingTier.toLowerCase() === 'standard' && subPlan?.toUpperCase() !== 'P1';
  return isFull ? 'Security' : 'SecurityCenterFree';
}
