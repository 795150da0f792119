import type { Obstacle } from '../findings/finding.ts';
import type { ReachFacts } from '../subscription/reach-facts.ts';
import { type ApprovedReach, type ReachGroup, reachGroups } from '../subscription/reach-summary.ts';
import { type ListedMachine, protectedOf } from './list-reach.ts';
import { hashOfReach, isApproved } from './reach-hash.ts';
import type { WantedReach } from './wanted-reach.ts';

const mostNamed = 3;

const groupWords: Readonly<Record<ReachGroup, string>> = {
  wanted: 'wanted by their profile',
  excluded: 'excluded',
  observedOnly: 'observed only',
  otherEdr: 'with another EDR',
  unsupported: 'unsupported',
};

/**
 * Why a write that lets Defender begin to install itself is kept back: it would come to machines that nobody wants it on,
 * and no person has let exactly this list through. Undefined where it may go on.
 */
export function judgeReach(reach: WantedReach, approved: ApprovedReach | undefined): Obstacle | undefined {
  const protectedOnes = protectedOf(reach.machines);
  if (protectedOnes.length === 0 || isApproved(reach, approved)) return undefined;
  return { kind: 'blocked', code: 'ReachesProtectedMachines', detail: describe(reach.machines, protectedOnes) };
}

/** The list is not complete, so nobody can say whom the write would reach. */
export function judgeIncomplete({ why, isThrottled }: Extract<ReachFacts, { kind: 'incomplete' }>): Obstacle {
  const detail = `whom Defender would reach is not known: ${why}`;
  return isThrottled
    ? { kind: 'waiting', reason: 'Throttled', detail }
    : { kind: 'blocked', code: 'ReachNotKnown', detail };
}

function describe(reach: readonly ListedMachine[], protectedOnes: readonly ListedMachine[]): string {
  const named = protectedOnes
    .slice(0, mostNamed)
    .map(({ name, why, group }) => `${name} (${groupWords[group]}: ${why})`);
  const more = protectedOnes.length > mostNamed ? [`${protectedOnes.length - mostNamed} more`] : [];
  const counts = reachGroups.map(
    (group) => `${reach.filter((machine) => machine.group === group).length} ${groupWords[group]}`,
  );
  return [
    `Defender would install itself on ${[...named, ...more].join(', ')}`,
    `in all ${counts.join(', ')}`,
    `reachHash ${hashOfReach(reach)}`,
    'a plan Free of a machine is no shield: no source says that it keeps the agent away',
  ].join('; ');
}
