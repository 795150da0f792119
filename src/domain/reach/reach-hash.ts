import { canonicalJson } from '../canonical-json.ts';
import { sha256Hex } from '../hash.ts';
import type { ApprovedReach } from '../subscription/reach-summary.ts';
import { type ListedMachine, type ReachSystem, reachSystems } from './list-reach.ts';

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
 * Whether exactly this list was let through. After one of several writes only the machines of one operating system may be
 * left of it: then those must be as they were.
 */
export function isApproved(reach: readonly ListedMachine[], approved: ApprovedReach | undefined): boolean {
  if (approved === undefined) return false;
  if (approved.hash === hashOfReach(reach)) return true;
  const parts = partsOfReach(reach);
  return reachSystems.every(
    (system) => parts[system] === approved.parts[system] || !reach.some((machine) => machine.system === system),
  );
}
