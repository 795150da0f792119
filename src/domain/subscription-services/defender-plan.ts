import type { Obstacle } from '../findings/finding.ts';
import { judgeStep } from '../findings/judge-step.ts';
import { keepBack } from '../findings/keep-back.ts';
import { stepIdSchema } from '../ids.ts';
import type { WantedStep } from '../step/wanted-step.ts';
import type { DefenderFacts } from '../subscription/defender-facts.ts';
import { serversPlanOf } from '../subscription/endpoint-facts.ts';
import { changePlan, planBodyOf } from '../subscription/plan-change.ts';
import type { SubscriptionSpec } from '../subscription/subscription-record.ts';
import type {
  SubscriptionFinding,
  SubscriptionInput,
  SubscriptionService,
} from '../subscription/subscription-service.ts';
import { planResourceNeed } from './plan-gate.ts';
import { findUnconfirmed } from './tenant-consent.ts';
import { findUnexcludableLinux } from './unexcludable-linux.ts';
import { wouldInstallEndpoint } from './would-install-endpoint.ts';

const stepId = stepIdSchema.parse('setDefenderPlan');

/**
 * The plan of Defender for Servers with its extensions. Only what the file names is changed. Machines with a plan of their
 * own are left as they are: nothing here writes below the subscription, and `enforce` goes back as it was read.
 */
export const defenderPlanService: SubscriptionService = {
  name: 'defender-plan',
  activities: ['setDefenderPlan'],
  find,
};

function find(input: SubscriptionInput): SubscriptionFinding {
  const { facts, spec } = input;
  if (!wishesSomething(spec)) {
    return { kind: 'not-applicable', reason: 'fleet.json leaves the plan of Defender for Servers as it is' };
  }
  const { defender } = facts.parts;
  if (defender === undefined) return { kind: 'not-read', needs: 'defender' };
  const { plan } = defender;
  const change = changePlan(plan, spec);
  if (change === undefined && !isUndone(input)) return { kind: 'satisfied', detail: describe(defender) };
  if (plan.managedBy !== undefined) {
    const detail = `${plan.managedBy} manages the plan${change === undefined ? '' : `, so this is not written: ${change.why}`}`;
    return { kind: 'blocked', code: 'PlanManagedElsewhere', detail };
  }
  const why = change?.why ?? 'the plan once more, because one of its extensions failed';
  const step = stepOf(input, why, change?.body ?? planBodyOf(plan, spec));
  return findObstacle(input, defender, step) ?? { kind: 'wanted', steps: [step] };
}

function wishesSomething({ plan, enforce, agentlessScanning, fileIntegrityMonitoring }: SubscriptionSpec): boolean {
  return [plan, enforce, agentlessScanning.state, fileIntegrityMonitoring].some((wish) => wish !== 'unmanaged');
}

/**
 * Only the answer to a write tells that an extension failed, which the plan may not show later on (specification of
 * pricings, PutPricingByNamePartialSuccess): so it is written again until Azure answers without a failure.
 */
function isUndone({ history }: SubscriptionInput): boolean {
  return history.steps[stepId]?.failure?.code === 'PlanExtensionFailed';
}

function findObstacle(input: SubscriptionInput, defender: DefenderFacts, step: WantedStep): Obstacle | undefined {
  const unconfirmed = findUnconfirmed(input, [step]);
  if (unconfirmed !== undefined) return unconfirmed;
  const linux = wouldInstallEndpoint(defender, step.write) ? findUnexcludableLinux(input) : undefined;
  if (linux !== undefined) return keepBack(linux, { kind: 'wanted', steps: [step] });
  return judgeStep(input, stepId);
}

function describe({ plan }: DefenderFacts): string {
  const now = serversPlanOf(plan);
  const word = now === 'standard' ? 'the full plan' : now;
  const manager = plan.managedBy === undefined ? '' : `, managed by ${plan.managedBy}`;
  const own = plan.coverage === 'PartiallyCovered' ? ', and some machines have a plan of their own, which stays' : '';
  return `${word}${manager}${own}`;
}

function stepOf(
  { facts }: SubscriptionInput,
  why: string,
  body: Extract<WantedStep['write'], { kind: 'putDefenderPlan' }>['body'],
): WantedStep {
  return {
    id: stepId,
    service: 'defender-plan',
    why,
    write: { kind: 'putDefenderPlan', target: facts.target, body },
    needs: [],
    produces: [planResourceNeed(facts.target)],
    exclusive: false,
    creates: false,
    changesDefaultToken: false,
  };
}
