import type { FleetError } from './fleet-error.ts';
import { hasTag } from './has-tag.ts';
import { findImpossibleWishes } from './impossible-wishes.ts';
import { findOutside } from './subscriptions-outside.ts';
import { type EntryView, viewSubscriptions } from './subscriptions-view.ts';

/**
 * Checks what no single field of `subscriptions[]` can tell: wishes that exclude each other, ids that lie outside of
 * scope, entries that can never be reached. Reads the file leniently, so that these errors are listed together with those
 * of its shape; of what cannot be read nothing is said.
 */
export function checkSubscriptions(written: unknown): readonly FleetError[] {
  const { scope, subscriptions } = viewSubscriptions(written);
  return subscriptions.flatMap((entry, index) =>
    [
      ...findImpossibleWishes(entry),
      ...findOutside(entry, scope),
      ...findUnreachable(entry, subscriptions.slice(0, index)),
    ].map(({ path, message }) => ({ path: `subscriptions[${index}]${path}`, message })),
  );
}

function findUnreachable(entry: EntryView, earlier: readonly EntryView[]): readonly FleetError[] {
  const path = entry.match === undefined ? '' : '.match';
  if (earlier.some(({ match }) => matchesAll(match, {}))) {
    return [
      { path, message: 'never used: an entry before it matches every subscription; put that one after this one' },
    ];
  }
  const index = earlier.findIndex(({ match }) => matchesAll(match, entry.match));
  if (index === -1) return [];
  const message = `never used: subscriptions[${index}] matches every subscription that this one does; put it after this one, or remove one`;
  return [{ path, message }];
}

/** Whether every subscription that `later` matches is matched by `earlier`; what cannot be read matches nothing. */
function matchesAll(earlier: EntryView['match'], later: EntryView['match']): boolean {
  const { subscriptions, managementGroups, tags, ...others } = earlier ?? {};
  if (Object.values(others).some((value) => value !== undefined)) return false;
  return (
    isAmong(later?.subscriptions, subscriptions) &&
    isAmong(later?.managementGroups, managementGroups) &&
    Object.entries(tags ?? {}).every(([name, value]) => hasTag(later?.tags ?? {}, name, value))
  );
}

/** Any one of the ids is enough, and without a list every id is. */
function isAmong(ids: readonly string[] | undefined, among: readonly string[] | undefined): boolean {
  if (among === undefined) return true;
  const known = among.map((id) => id.toLowerCase());
  return ids?.every((id) => known.includes(id.toLowerCase())) ?? false;
}
