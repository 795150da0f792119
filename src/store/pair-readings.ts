import type { Json } from '../domain/canonical-json.ts';
import { isFields } from './json-fields.ts';
import { nameElement } from './name-element.ts';
import { isSameJson } from './same-json.ts';

/** A stored list, by what was read of it. */
export interface Readings {
  /** What each element that was read was stored as, in the order of reading. */
  readonly storedOf: readonly (Json | undefined)[];
  /** What was not read. */
  readonly unread: readonly Json[];
}

/**
 * Finds what each element was read from. Elements are left out in reading and keep their order, so lists of one length
 * are the same elements; otherwise it is the one of its name that is most like it, for two may have one name.
 */
export function pairReadings(stored: readonly Json[], read: readonly Json[]): Readings {
  if (stored.length === read.length) return { storedOf: stored, unread: [] };
  const left = [...stored];
  const storedOf = read.map((element) => {
    const named = left.filter((one) => nameElement(one) === nameElement(element));
    const [best] = named.toSorted((a, b) => countSame(b, element) - countSame(a, element));
    if (best !== undefined) left.splice(left.indexOf(best), 1);
    return best;
  });
  return { storedOf, unread: left };
}

/** How many fields of what was read are as they are stored. */
function countSame(stored: Json, read: Json): number {
  if (!isFields(stored) || !isFields(read)) return 0;
  return Object.entries(read).filter(([name, value]) => {
    const before = stored[name];
    return before !== undefined && isSameJson(before, value);
  }).length;
}
