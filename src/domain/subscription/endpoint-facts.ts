import { isSameName } from '../ids.ts';
import type { DefenderFacts, PlanFacts } from './defender-facts.ts';
import type { EndpointFacts, ServersPlan, SettingValue } from './endpoint-protection.ts';

/** The plan in one word. A sub-plan that is none of the two counts as the full plan, which is Plan 2. */
export function serversPlanOf({ pricingTier, subPlan }: PlanFacts): ServersPlan {
  if (!isSameName(pricingTier, 'Standard')) return 'free';
  if (subPlan === undefined) return 'standard';
  if (isSameName(subPlan, 'P1')) return 'P1';
  return isSameName(subPlan, 'P2') ? 'P2' : 'standard';
}

/** What the endpoint protection of a subscription is judged by. */
export function endpointFactsOf({ plan, settings }: DefenderFacts): EndpointFacts {
  const read = (name: string): SettingValue => settings[name] ?? 'absent';
  return {
    plan: serversPlanOf(plan),
    wdatp: read('WDATP'),
    unified: read('WDATP_UNIFIED_SOLUTION'),
    excludeLinux: read('WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW'),
  };
}
