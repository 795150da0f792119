import type { Obstacle } from '../findings/finding.ts';
import { detailLimit } from '../redact.ts';
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

/** What the approval takes comes first, and names only as far as the rest has room in a row: its end would be cut. */
function describe(reach: readonly ListedMachine[], protectedOnes: readonly ListedMachine[]): string {
  const counts = reachGroups.map(
    (group) => `${reach.filter((machine) => machine.group === group).length} ${groupWords[group]}`,
  );
  const around = [
    `reachHash ${hashOfReach(reach)}`,
    'Defender would install itself on ',
    `in all ${counts.join(', ')}`,
    'a plan Free of a machine is no shield',
  ] as const;
  const [hash, before, ...behind] = around;
  const names = nameSome(protectedOnes, detailLimit - around.join('; ').length);
  return [hash, `${before}${names}`, ...behind].join('; ');
}

/** The first few, with the reason where there is room for it, and how many more there are. */
function nameSome(machines: readonly ListedMachine[], room: number): string {
  let told = '';
  for (const [index, { name, why, group }] of machines.slice(0, mostNamed).entries()) {
    const [between, more] = [index === 0 ? '' : ', ', machines.length - index - 1];
    const most = room - told.length - between.length - (more === 0 ? 0 : `, ${more} more`.length);
    const word = groupWords[group];
    const fit = [`${name} (${word}: ${why})`, `${name} (${word})`].find((text) => text.length <= most);
    if (fit === undefined) return told === '' ? `${machines.length} machines` : `${told}, ${more + 1} more`;
    told = `${told}${between}${fit}`;
  }
  return machines.length > mostNamed ? `${told}, ${machines.length - mostNamed} more` : told;
}
