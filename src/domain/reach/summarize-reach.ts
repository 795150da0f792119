import type {
  ApprovedReach,
  ReachCount,
  ReachedMachine,
  ReachGroup,
  ReachSummary,
} from '../subscription/reach-summary.ts';
import { type ListedMachine, protectedOf, type ReachSystem } from './list-reach.ts';
import { hashOfReach, isApproved } from './reach-hash.ts';
import type { WantedReach } from './wanted-reach.ts';

/** Machines that a row, a reply and a detail name; the whole list has its own address. */
const mostNamed = 10;

/** A reach in short: counts, and the first of those that hold it up. `nowMs`: app time. */
export function summarizeReach(reach: WantedReach, approved: ApprovedReach | undefined, nowMs: number): ReachSummary {
  const { machines } = reach;
  const protectedOnes = protectedOf(machines);
  const held = isApproved(reach, approved) ? 'approved' : 'held';
  const ofSystem = (system: ReachSystem): number => machines.filter((machine) => machine.system === system).length;
  return {
    hash: hashOfReach(machines),
    at: new Date(nowMs).toISOString(),
    state: protectedOnes.length === 0 ? 'open' : held,
    counts: {
      wanted: countOf(machines, 'wanted'),
      excluded: countOf(machines, 'excluded'),
      observedOnly: countOf(machines, 'observedOnly'),
      otherEdr: countOf(machines, 'otherEdr'),
      unsupported: countOf(machines, 'unsupported'),
    },
    systems: { windows: ofSystem('windows'), linux: ofSystem('linux'), unknown: ofSystem('unknown') },
    first: protectedOnes.slice(0, mostNamed).map(toReached),
  };
}

/** A machine without what only decisions read. */
export function toReached({ id, name, group, why, isOff, hasEndpoint }: ListedMachine): ReachedMachine {
  return { id, name, group, why, isOff, hasEndpoint };
}

function countOf(machines: readonly ListedMachine[], group: ReachGroup): ReachCount {
  const ofGroup = machines.filter((machine) => machine.group === group);
  return {
    machines: ofGroup.length,
    off: ofGroup.filter(({ isOff }) => isOff).length,
    withEndpoint: ofGroup.filter((machine) => machine.hasEndpoint).length,
  };
}
