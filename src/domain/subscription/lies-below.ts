import { isBelowGroup, type SubscriptionPlace } from '../fleet/resolve-groups.ts';
import { covers } from '../scope.ts';

/** Whether a subscription as a whole lies below one of these scopes: `*`, itself, or one of its management groups. */
export function liesBelow(
  record: SubscriptionPlace & { readonly resourceId: string },
  scopes: readonly string[],
): boolean {
  return scopes.some((scope) => covers(scope, record.resourceId) || isBelowGroup(record, scope));
}
