import type { OwnPlanFacts, PlanFacts } from '../subscription/defender-facts.ts';
import { serversPlanOf } from '../subscription/endpoint-facts.ts';

/** What a plan that is as wished comes to, in one line. */
export function describePlan(plan: PlanFacts, ownPlans: OwnPlanFacts | undefined): string {
  const now = serversPlanOf(plan);
  const word = now === 'standard' ? 'the full plan' : now;
  const manager = plan.managedBy === undefined ? '' : `, managed by ${plan.managedBy}`;
  const own = ownPlans === undefined ? undefined : describeOwnPlans(ownPlans);
  return `${word}${manager}${own === undefined ? '' : `; left as they are: ${own}`}`;
}

/** `own plans of machines: 3 Free, 1 Standard`; undefined where there is none. */
export function describeOwnPlans({ free, standard, asked, machines }: OwnPlanFacts): string | undefined {
  if (machines === 0) return undefined;
  if (machines === undefined || asked === 0) return 'own plans of machines, nobody knows how many';
  const isPart = asked < machines;
  if (free + standard === 0 && !isPart) return undefined;
  const part = isPart ? ` (${asked} of ${machines} machines were asked)` : '';
  return `own plans of machines: ${free} Free, ${standard} Standard${part}`;
}
