import { canonicalJson } from '../canonical-json.ts';
import { sha256Hex } from '../hash.ts';
import type { ApprovedReach } from '../subscription/reach-summary.ts';
import type { ListedMachine, ReachSystem } from './list-reach.ts';
import type { WantedReach } from './wanted-reach.ts';

/**
 * Names a list by who is on it and in which group. What changes by the hour is no part of it: which of them are off, and
 * which have the extension already.
 */
export function hashOfReach(reach: readonly Pick<ListedMachine, 'id' | 'group'>[]): string {
  const pairs = reach.map(({ id, group }) => [id.toLowerCase(), group]);
  return sha256Hex(canonicalJson(pairs.sort(([one = ''], [other = '']) => (one < other ? -1 : 1))));
}

/** The same for each operating system. */
export function partsOfReach(reach: readonly ListedMachine[]): ApprovedReach['parts'] {
  const of = (system: ReachSystem): string => hashOfReach(reach.filter((machine) => machine.system === system));
  return { windows: of('windows'), linux: of('linux'), unknown: of('unknown') };
}

/**
 * Whether exactly this list was let through, for these writes. After one of several, a whole operating system may be off the
 * list because Defender covers it: what is left must be as it was. A machine that is gone is another list.
 */
export function isApproved({ machines, systems, steps }: WantedReach, approved: ApprovedReach | undefined): boolean {
  if (approved === undefined || !steps.every((step) => approved.steps.includes(step))) return false;
  if (approved.hash === hashOfReach(machines)) return true;
  const parts = partsOfReach(machines);
  return systems.every((system) => parts[system] === approved.parts[system]);
}
