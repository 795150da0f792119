import type { Discovery } from './subscription-record.ts';

/**
 * Why nobody knows in which management groups a subscription lies, and what ends that.
 * @param discovery undefined where it has no row
 */
export function describeUnplaced(discovery: Pick<Discovery, 'seenAt' | 'missingSince'> | undefined): string {
  const unknown = 'nobody knows in which management groups the subscription lies';
  if (discovery?.missingSince !== undefined) {
    return `${unknown}: no sweep has shown it since ${discovery.missingSince}; give the app Reader on it, or take it out of fleet.json`;
  }
  if (discovery?.seenAt === undefined) {
    return `${unknown}: no sweep has shown it yet; the next one does, or GET /api/status says why it did not`;
  }
  return `${unknown}: Azure Resource Graph showed it without them; the next sweep asks again`;
}
