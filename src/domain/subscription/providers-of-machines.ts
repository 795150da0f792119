import type { FleetFile } from '../fleet/fleet-schema.ts';
import type { ResolvedProfile } from '../fleet/resolved-profile.ts';
import { covers } from '../scope.ts';
import type { SubscriptionSpec } from './subscription-record.ts';

/** The provider of associations, which are all that a machine is given of another one than its own. */
export const providerOfAssociations = 'Microsoft.Insights';

/**
 * The resource providers that machines of a subscription need besides those that they are of themselves. They follow from
 * the profiles alone, so that a machine that is made later finds what it needs. `fleet`: as it reads for the subscription.
 */
export function providersOfMachines(
  { profiles }: Pick<FleetFile, 'profiles'>,
  spec: Pick<SubscriptionSpec, 'workspace'>,
  subscription: string,
): readonly string[] {
  const root = `/subscriptions/${subscription}`;
  const meant = profiles.filter(({ match }) => match.scopes?.some((scope) => isIn(root, scope)) !== false);
  const last = meant.findIndex((profile) => isForAll(profile, root));
  const reached = last === -1 ? meant : meant.slice(0, last + 1);
  return reached.some((profile) => associates(profile, spec)) ? [providerOfAssociations] : [];
}

function isIn(root: string, scope: string): boolean {
  return covers(scope, root) || covers(root, scope);
}

/** No machine of the subscription gets to the profiles after it. */
function isForAll({ match: { scopes, ...rest } }: ResolvedProfile, root: string): boolean {
  const isFree = Object.values(rest).every((condition) => condition === undefined);
  return isFree && scopes?.some((scope) => covers(scope, root)) !== false;
}

function associates(
  { mode, rules, subscriptionRules }: ResolvedProfile,
  { workspace }: Pick<SubscriptionSpec, 'workspace'>,
): boolean {
  return mode === 'enforce' && (rules.length > 0 || (subscriptionRules && workspace !== 'none'));
}
