import type { StepId } from '../ids.ts';
import type { WantedStep } from '../step/wanted-step.ts';
import type { DefenderFacts } from '../subscription/defender-facts.ts';
import type { ReachMachine } from '../subscription/reach-facts.ts';
import type { ReachContext } from './classify-machine.ts';
import { type ListedMachine, listReach, type ReachSystem, systemsReached } from './list-reach.ts';

/** What writes that are wanted come to: whom Defender begins to install itself on, and by which steps. */
export interface WantedReach {
  /** In the order of their ids. */
  readonly machines: readonly ListedMachine[];
  /** Machines of other systems are not on the list: Defender looks after them already, or stays away. */
  readonly systems: readonly ReachSystem[];
  readonly steps: readonly StepId[];
}

/** Nothing that is wanted reaches anybody. */
export const reachesNobody: WantedReach = { machines: [], systems: [], steps: [] };

/** `reaching`: the wanted steps that let Defender begin to install itself. */
export function wantedReach(
  machines: readonly ReachMachine[],
  defender: DefenderFacts,
  reaching: readonly WantedStep[],
  context: ReachContext,
): WantedReach {
  return {
    machines: listReach(machines, defender, context),
    systems: systemsReached(defender, context),
    steps: reaching.map(({ id }) => id),
  };
}
