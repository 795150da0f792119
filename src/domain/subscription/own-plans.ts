import { isSameName } from '../ids.ts';
import type { PlanFacts } from './defender-facts.ts';

/**
 * Whether `enforce` turned on may take their own plans from machines (pricings 2024-01-01): not where it is on, nor where
 * Azure says that every machine has the subscription's plan.
 */
export function mayTakeOwnPlans({ enforce, coverage }: PlanFacts): boolean {
  return !isSameName(enforce ?? '', 'True') && !isSameName(coverage ?? '', 'FullyCovered');
}
