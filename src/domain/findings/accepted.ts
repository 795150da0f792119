import { canonicalJson } from '../canonical-json.ts';
import { sha256Hex } from '../hash.ts';
import type { Acceptance } from '../machine/acceptance.ts';
import type { Obstacle } from './finding.ts';

type Found = Pick<Extract<Obstacle, { kind: 'blocked' }>, 'code' | 'detail' | 'about'>;

const hashLength = 16;

/**
 * Names what stands in the way, for a person to accept exactly that: the same things in another order or case give the
 * same hash, and so does another wording of the detail.
 */
export function hashOfFound({ code, detail, about }: Found): string {
  const things = (about ?? [detail]).map((thing) => thing.toLowerCase()).sort();
  return sha256Hex(canonicalJson([code, ...things])).slice(0, hashLength);
}

/** Whether a person has accepted exactly this, by one of the acceptances in force. */
export function isAccepted(accepted: readonly Acceptance[], found: Found): boolean {
  const hash = hashOfFound(found);
  return accepted.some((one) => one.code === found.code && one.hash === hash);
}
