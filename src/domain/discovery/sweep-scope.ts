import { canonicalJson } from '../canonical-json.ts';
import type { FleetFile } from '../fleet/fleet-schema.ts';
import { managementGroupOf } from '../fleet/resolve-groups.ts';
import { sha256Hex } from '../hash.ts';
import { parseSubscriptionOf } from '../target/subscription-ref.ts';

/** What a run over the subscriptions asks for. */
export interface SweepScope {
  /**
   * Lower-case GUIDs of those that the file names, also by one of their resource groups: their machines need to know
   * where they lie and in which tenant. Those have a row, which says that the subscription itself is out of scope.
   */
  readonly subscriptions: readonly string[];
  /** Names of management groups. */
  readonly managementGroups: readonly string[];
}

export function sweepScopeOf({ scope }: FleetFile): SweepScope {
  const ofGroups = scope.resourceGroups.flatMap((id) => parseSubscriptionOf(id)?.subscription ?? []);
  return {
    subscriptions: [...new Set([...scope.subscriptions, ...ofGroups])].sort(),
    managementGroups: scope.managementGroups.flatMap((id) => managementGroupOf(id) ?? []).sort(),
  };
}

/** Names a scope by its content. */
export function sweepScopeHash({ subscriptions, managementGroups }: SweepScope): string {
  const groups = managementGroups.map((name) => name.toLowerCase());
  return sha256Hex(canonicalJson({ subscriptions, groups }));
}
