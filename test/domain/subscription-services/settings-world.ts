import type { SubscriptionProfile, WrittenSubscription } from '../../../src/domain/fleet/subscription-schema.ts';
import { lookIdSchema } from '../../../src/domain/ids.ts';
import { codeOf } from '../../../src/domain/machine/standing.ts';
import type { Need, WantedStep } from '../../../src/domain/step/wanted-step.ts';
import type { DefenderFacts } from '../../../src/domain/subscription/defender-facts.ts';
import { endpointFactsOf } from '../../../src/domain/subscription/endpoint-facts.ts';
import { type EndpointFacts, judgeEndpointProtection } from '../../../src/domain/subscription/endpoint-protection.ts';
import { decideSubscription } from '../../../src/domain/subscription-look/decide-subscription.ts';
import type {
  SubscriptionDecision,
  SubscriptionLookInput,
} from '../../../src/domain/subscription-look/subscription-look-input.ts';
import { subscriptionServiceByActivity } from '../../../src/domain/subscription-services/all-subscription-services.ts';
import { defenderFacts, inputOf, nowMs } from './subscription-input.ts';

/** A subscription's Defender as the table spells it: a plan, then `W` WDATP, `U` unified, `X` Linux excluded: `+`, `-`, `.` absent. */
export function readState(text: string): DefenderFacts {
  const [plan = '', ...marks] = text.trim().split(/\s+/);
  const names: Readonly<Record<string, string>> = {
    W: 'WDATP',
    U: 'WDATP_UNIFIED_SOLUTION',
    X: 'WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW',
  };
  const settings = marks.flatMap((mark) => {
    const name = names[mark.charAt(0)];
    return name === undefined || mark.endsWith('.') ? [] : [[name, mark.endsWith('+')] as const];
  });
  const tier = plan === 'free' ? {} : { pricingTier: 'Standard', subPlan: plan };
  return defenderFacts(tier, Object.fromEntries(settings));
}

/** The table is about plan and settings; whom they reach has tests of its own. */
const nobody = { kind: 'complete', machines: [] } as const;

export interface RunEnd {
  /** What was written, a list for each look that wrote something. */
  readonly looks: readonly (readonly WantedStep[])[];
  readonly word: string;
  /** How things stood each time when Defender for Endpoint began to come to machines: plan and WDATP are on since then. */
  readonly comings: readonly EndpointFacts[];
  /** What is wanted at the end and kept back. */
  readonly keptBack: readonly string[];
  readonly protection: string;
}

/** Looks again and again, each step judged on what is true then, until a look wants nothing more. */
export function runLooks(before: DefenderFacts, wish: WrittenSubscription, planTurnsEndpointOn: boolean): RunEnd {
  let facts = before;
  const comings: EndpointFacts[] = [];
  const looks: WantedStep[][] = [];
  for (let look = 0; look < 6; look++) {
    const decision = decide(facts, wish);
    const written: WantedStep[] = [];
    const made = new Set<Need>();
    for (const { id } of decision.steps) {
      const step = judgeAgain(facts, wish, id, made);
      if (step === undefined) continue;
      written.push(step);
      for (const need of step.produces) made.add(need);
      const then = applyStep(facts, step, planTurnsEndpointOn);
      if (!isCovered(facts) && isCovered(then)) comings.push(endpointFactsOf(then));
      facts = then;
    }
    if (written.length === 0) return { ...endOf(decision, looks, facts), comings };
    looks.push(written);
  }
  throw new Error('six looks have each written something');
}

function isCovered(facts: DefenderFacts): boolean {
  const { plan, wdatp } = endpointFactsOf(facts);
  return plan !== 'free' && wdatp === true;
}

function endOf(decision: SubscriptionDecision, looks: RunEnd['looks'], facts: DefenderFacts): Omit<RunEnd, 'comings'> {
  const { standing } = decision.record;
  const code = codeOf(standing);
  const { state, missing } = judgeEndpointProtection(endpointFactsOf(facts));
  return {
    looks,
    word: code === undefined ? standing.status : `${standing.status}(${code})`,
    keptBack: decision.wanted.map(({ step }) => step.id),
    protection: missing.length === 0 ? state : `${state}: ${missing.join(' ')}`,
  };
}

function decide(facts: DefenderFacts, wish: WrittenSubscription, activity?: string): SubscriptionDecision {
  const input = lookInput(facts, wish);
  const own = activity === undefined ? undefined : subscriptionServiceByActivity.get(activity);
  return own === undefined ? decideSubscription(input) : decideSubscription(input, [own]);
}

function judgeAgain(
  facts: DefenderFacts,
  wish: WrittenSubscription,
  id: string,
  made: ReadonlySet<Need>,
): WantedStep | undefined {
  const decision = decide(facts, wish, id.split(':')[0]);
  const judged = decision.wanted.find(({ step }) => step.id === id);
  if (judged?.verdict !== 'permitted') return undefined;
  return judged.step.needs.every((need) => made.has(need)) ? judged.step : undefined;
}

/** A look of an adopted, armed subscription that finds this and reaches nobody. */
export function lookInput(facts: DefenderFacts, wish: WrittenSubscription): SubscriptionLookInput {
  const asked = inputOf({ wish: { mode: 'enforce', ...wish }, parts: { defender: facts, reach: nobody } });
  const at = new Date(nowMs).toISOString();
  const profiles: readonly SubscriptionProfile[] = [asked.profile];
  return {
    record: { ...asked.record, eligibility: { state: 'adopted', at, by: 'test' } },
    lookId: lookIdSchema.parse('look-2'),
    facts: asked.facts,
    operations: {},
    controls: { arms: [{ scope: '*', by: 'test', at, why: 'test', planHash: undefined }], freezes: [] },
    foreignWrites: [],
    fleet: { ...asked.fleet, subscriptions: [...profiles] },
    cloud: 'AzureCloud',
    events: undefined,
    nowMs,
    wallNowMs: nowMs,
  };
}

/** What Azure makes of a write. A plan that is turned on turns WDATP on, as documented, or leaves it as it is. */
function applyStep({ plan, settings }: DefenderFacts, { write }: WantedStep, turnsOn: boolean): DefenderFacts {
  if (write.kind === 'putEndpointSetting') {
    return { plan, settings: { ...settings, [write.name]: write.body.properties.enabled } };
  }
  if (write.kind !== 'putDefenderPlan') throw new Error(`nobody wished for ${write.kind}`);
  const { pricingTier, subPlan } = write.body.properties;
  const isTurnedOn = plan.pricingTier === 'Free' && pricingTier === 'Standard';
  return {
    plan: { ...plan, pricingTier, subPlan },
    settings: isTurnedOn && turnsOn ? { ...settings, WDATP: true } : settings,
  };
}
