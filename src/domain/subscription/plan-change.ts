import { canonicalJson } from '../canonical-json.ts';
import { isSameName } from '../ids.ts';
import type { PlanBody } from '../write/subscription-write.ts';
import type { PlanFacts } from './defender-facts.ts';
import { serversPlanOf } from './endpoint-facts.ts';
import type { ServersPlan } from './endpoint-protection.ts';
import { changedExtensions, extensionsOfBody, type WishedExtensions } from './plan-extensions.ts';
import type { SubscriptionSpec } from './subscription-record.ts';

/** What the spec says of the plan itself. */
export type PlanWish = Pick<SubscriptionSpec, 'plan' | 'enforce'> & WishedExtensions;

/** A plan that is not as wished: what is different, in words, and the whole body that makes it so. */
export interface PlanChange {
  readonly why: string;
  readonly body: PlanBody;
}

/** Undefined where the plan is as wished. */
export function changePlan(facts: PlanFacts, wish: PlanWish): PlanChange | undefined {
  const now = serversPlanOf(facts);
  const then = plannedBy(now, wish);
  const enforce = wish.enforce === 'unmanaged' ? facts.enforce : textOf(wish.enforce === 'on');
  const changes = [
    ...(then === now ? [] : [`plan ${now} -> ${then}`]),
    ...(isSameName(enforce ?? 'False', facts.enforce ?? 'False') ? [] : [`enforce ${wish.enforce}`]),
    ...(hasExtensions(then) ? changedExtensions(facts.extensions, wish, then !== now) : []),
  ];
  return changes.length === 0 ? undefined : { why: changes.join('; '), body: planBodyOf(facts, wish) };
}

/** The body that writes the plan as wished, whatever it is now: what is not wished for goes back as it was read. */
export function planBodyOf(facts: PlanFacts, wish: PlanWish): PlanBody {
  const now = serversPlanOf(facts);
  const then = plannedBy(now, wish);
  const enforce = wish.enforce === 'unmanaged' ? facts.enforce : textOf(wish.enforce === 'on');
  const enforced = enforce === undefined ? {} : { enforce };
  if (then === 'free') return { properties: { pricingTier: 'Free', ...enforced } };
  const subPlan = then === now ? facts.subPlan : then;
  const extensions = extensionsOfBody(facts.extensions, wish, { hasAll: hasExtensions(then), isNew: then !== now });
  return {
    properties: {
      pricingTier: 'Standard',
      ...(subPlan === undefined ? {} : { subPlan }),
      ...enforced,
      ...(extensions.length === 0 ? {} : { extensions }),
    },
  };
}

/** What of a plan the file decides, in words: two writes with the same words mean the same, whatever others have set. */
export function decidedByPlan({
  plan,
  enforce,
  agentlessScanning,
  fileIntegrityMonitoring,
}: PlanWish): readonly string[] {
  const { state, exclusionTags } = agentlessScanning;
  const wishes = { plan, enforce, agentlessScanning: state, fileIntegrityMonitoring };
  return [
    ...Object.entries(wishes).flatMap(([name, wish]) => (wish === 'unmanaged' ? [] : [`${name} ${wish}`])),
    ...(exclusionTags === undefined ? [] : [`exclusionTags ${canonicalJson(exclusionTags)}`]),
  ];
}

/** The full plan of old is Plan 2: "When not specified, full plan is applied" (pricings 2024-01-01, `subPlan`). */
function plannedBy(now: ServersPlan, { plan }: PlanWish): ServersPlan {
  if (plan === 'unmanaged' || (plan === 'P2' && now === 'standard')) return now;
  return plan;
}

/** Agentless scanning and file integrity monitoring belong to Plan 2 ("Defender for Servers plan features"). */
function hasExtensions(plan: ServersPlan): boolean {
  return plan === 'P2' || plan === 'standard';
}

function textOf(isOn: boolean): 'True' | 'False' {
  return isOn ? 'True' : 'False';
}
