import { canonicalJson, type Json } from '../canonical-json.ts';
import type { Control } from '../controls/control.ts';
import type { FleetFile } from '../fleet/fleet-schema.ts';
import { controlsWithin, fleetWithin, isUnplaced } from '../fleet/resolve-groups.ts';
import { hostOf } from '../subscription/host-of-machine.ts';
import type { SubscriptionRecord } from '../subscription/subscription-record.ts';
import { isOtherHost } from './other-host.ts';

/** What is said of subscriptions by their management groups: by the file, and by operators. */
export interface SaidOfGroups {
  readonly fleet: FleetFile;
  /** Arms and freezes. */
  readonly controls: readonly Control[];
}

/**
 * Whether the machines of a subscription are judged otherwise by its row as a sweep shows it than by the row before: it
 * came into or left the scope, a profile, an exclusion, an arm or a freeze, or is another host to them.
 */
export function concernsMachines(
  said: SaidOfGroups,
  before: SubscriptionRecord | undefined,
  after: SubscriptionRecord,
  nowMs: number,
): boolean {
  const { fleet } = said;
  const { subscription } = after;
  return (
    readsAs(said, subscription, before) !== readsAs(said, subscription, after) ||
    isOtherHost({ fleet, nowMs }, before, after)
  );
}

function readsAs({ fleet, controls }: SaidOfGroups, id: string, record: SubscriptionRecord | undefined): string {
  const { place } = hostOf(fleet, id, record);
  const { scope, profiles } = fleetWithin(fleet, place);
  return canonicalJson(
    JSON.parse(
      JSON.stringify([
        isUnplaced(fleet, controls, place),
        scope,
        profiles.map(({ match }) => [match.scopes ?? null, match.managementGroups ?? null]),
        controlsWithin(controls, place).map((control) => control.scope),
      ]),
    ) as Json,
  );
}
