import type { FleetError } from './fleet-error.ts';
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
  if (!earlier.some(isCatchAll)) return [];
  const message = 'never used: an entry before it matches every subscription; put that one after this one';
  return [{ path: entry.match === undefined ? '' : '.match', message }];
}

function isCatchAll({ match }: EntryView): boolean {
  return Object.values(match ?? {}).every((value) => value === undefined || JSON.stringify(value) === '{}');
}
