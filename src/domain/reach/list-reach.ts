import { hasEndpoint } from '../endpoint/other-edr.ts';
import type { DefenderFacts } from '../subscription/defender-facts.ts';
import type { ReachMachine } from '../subscription/reach-facts.ts';
import type { ReachedMachine } from '../subscription/reach-summary.ts';
import { classifyMachine, type ReachContext } from './classify-machine.ts';
import { type ReachedSystems, reachedSystems } from './reached-systems.ts';

export const reachSystems = ['windows', 'linux', 'unknown'] as const;
export type ReachSystem = (typeof reachSystems)[number];

/** A machine of a reach, with what only decisions read. */
export interface ListedMachine extends ReachedMachine {
  readonly system: ReachSystem;
  /** Whether Defender begins to install itself on it: not where its agent is there already. */
  readonly isNew: boolean;
}

/**
 * Every machine that Defender will look after once plan and settings are as wished and does not now, in the order of
 * their ids. Those that have its agent already stay on the list, so that it does not change while Defender works.
 */
export function listReach(
  machines: readonly ReachMachine[],
  defender: DefenderFacts,
  context: ReachContext,
): readonly ListedMachine[] {
  const systems = reachedSystems(defender, context.spec);
  return machines
    .filter((machine) => isReached(systemOf(machine), systems))
    .map((machine): ListedMachine => {
      const { id, name, isOff } = machine;
      const system = systemOf(machine);
      const has = hasEndpoint(machine);
      const isNew = !has || (system !== 'linux' && systems.renewsWindows);
      return { id, name, ...classifyMachine(machine, context), isOff, hasEndpoint: has, system, isNew };
    })
    .sort((one, other) => compare(one.id.toLowerCase(), other.id.toLowerCase()));
}

/** The systems of which machines can be on the list. */
export function systemsReached(defender: DefenderFacts, { spec }: ReachContext): readonly ReachSystem[] {
  const systems = reachedSystems(defender, spec);
  return reachSystems.filter((system) => isReached(system, systems));
}

/**
 * Those because of whom a person must agree first. With another EDR that is so beside Defender too: what Resource Graph shows
 * of an agent that is just being taken off is late, and the switch would bring it back.
 */
export function protectedOf(reach: readonly ListedMachine[]): readonly ListedMachine[] {
  return reach.filter(({ group, isNew }) => group === 'otherEdr' || (group !== 'wanted' && isNew));
}

function systemOf({ os }: ReachMachine): ReachSystem {
  return os === 'windows' || os === 'linux' ? os : 'unknown';
}

function isReached(system: ReachSystem, { windows, linux }: ReachedSystems): boolean {
  if (system === 'unknown') return windows || linux;
  return system === 'windows' ? windows : linux;
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
