import type { Obstacle } from '../findings/finding.ts';
import { judgeStep } from '../findings/judge-step.ts';
import { keepBack } from '../findings/keep-back.ts';
import { isSameName } from '../ids.ts';
import type { WantedStep } from '../step/wanted-step.ts';
import type { DefenderFacts, OwnPlanFacts, PlanFacts } from '../subscription/defender-facts.ts';
import { serversPlanOf } from '../subscription/endpoint-facts.ts';
import { changePlan, decidedByPlan, type PlanChange, planBodyOf } from '../subscription/plan-change.ts';
import type { SubscriptionSpec } from '../subscription/subscription-record.ts';
import type {
  SubscriptionFinding,
  SubscriptionInput,
  SubscriptionService,
} from '../subscription/subscription-service.ts';
import { planStepId, undonePlanOf } from '../subscription/undone-plan.ts';
import { describeOwnPlans, describePlan } from './describe-plan.ts';
import { findUnexcludable, keepBackBehind, settingNeed, settingsToLeaveOut } from './left-out.ts';
import { planResourceNeed } from './plan-gate.ts';
import { findUnconfirmed } from './tenant-consent.ts';
import { wouldInstallEndpoint } from './would-install-endpoint.ts';

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
  const { defender, ownPlans } = facts.parts;
  if (defender === undefined) return { kind: 'not-read', needs: 'defender' };
  const { plan } = defender;
  if (hasOwnPlans(plan) && ownPlans === undefined) return { kind: 'not-read', needs: 'ownPlans' };
  const change = changePlan(plan, spec);
  const inPlace = { kind: 'satisfied', detail: describePlan(plan, ownPlans) } as const;
  if (plan.managedBy !== undefined) return change === undefined ? inPlace : notFought(plan.managedBy, change);
  const undone = undonePlanOf(input.record);
  if (change === undefined && undone === undefined) return inPlace;
  const why = changedBy(change, plan, ownPlans) ?? `the plan once more: ${undone?.detail}`;
  const step = stepOf(input, defender, why, change?.body ?? planBodyOf(plan, spec));
  return findObstacle(input, defender, step) ?? { kind: 'wanted', steps: [step] };
}

function notFought(managedBy: string, { why }: PlanChange): Obstacle {
  return {
    kind: 'blocked',
    code: 'PlanManagedElsewhere',
    detail: `${managedBy} manages the plan, so this is not written: ${why}`,
  };
}

/** Azure tells that machines differ from the subscription's plan, and not how many (`resourcesCoverageStatus`). */
function hasOwnPlans(plan: PlanFacts): boolean {
  if (plan.coverage === undefined) return false;
  return plan.coverage !== (serversPlanOf(plan) === 'free' ? 'NotCovered' : 'FullyCovered');
}

function wishesSomething({ plan, enforce, agentlessScanning, fileIntegrityMonitoring }: SubscriptionSpec): boolean {
  return [plan, enforce, agentlessScanning.state, fileIntegrityMonitoring].some((wish) => wish !== 'unmanaged');
}

function findObstacle(input: SubscriptionInput, defender: DefenderFacts, step: WantedStep): Obstacle | undefined {
  const unconfirmed = findUnconfirmed(input, [step]);
  if (unconfirmed !== undefined) return unconfirmed;
  const impossible = wouldInstallEndpoint(defender, input.spec, step.write, input.cloud) ? findUnexcludable(input) : [];
  const [first, ...also] = keepBackBehind(impossible, [step]);
  if (first !== undefined) return { ...first, ...(also.length === 0 ? {} : { also }) };
  const open = judgeStep(input, planStepId);
  return open === undefined ? undefined : keepBack(open, { kind: 'wanted', steps: [step] });
}

/** `enforce` takes the machines' own plans away (pricings 2024-01-01), so they are told with it. */
function changedBy(
  change: PlanChange | undefined,
  plan: PlanFacts,
  ownPlans: OwnPlanFacts | undefined,
): string | undefined {
  if (change?.body.properties.enforce !== 'True' || isSameName(plan.enforce ?? '', 'True')) return change?.why;
  const own = ownPlans === undefined ? undefined : describeOwnPlans(ownPlans);
  return own === undefined ? change.why : `${change.why}, which takes away ${own}`;
}

function stepOf(
  { facts, spec, cloud }: SubscriptionInput,
  defender: DefenderFacts,
  why: string,
  body: Extract<WantedStep['write'], { kind: 'putDefenderPlan' }>['body'],
): WantedStep {
  const { target } = facts;
  const write = { kind: 'putDefenderPlan', target, body, decided: decidedByPlan(spec) } as const;
  const turnsEndpointOn = wouldInstallEndpoint(defender, spec, write, cloud);
  return {
    id: planStepId,
    service: 'defender-plan',
    why,
    write,
    needs: turnsEndpointOn ? settingsToLeaveOut(defender, spec).map((name) => settingNeed(target, name)) : [],
    produces: [planResourceNeed(target)],
    exclusive: false,
    creates: false,
    changesDefaultToken: false,
  };
}
