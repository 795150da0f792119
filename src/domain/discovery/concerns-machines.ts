import { canonicalJson, type Json } from '../canonical-json.ts';
import type { Control } from '../controls/control.ts';
import type { FleetFile } from '../fleet/fleet-schema.ts';
import { controlsWithin, fleetWithin, isUnplaced } from '../fleet/resolve-groups.ts';
import { hostOf } from '../subscription/host-of-machine.ts';
import type { SubscriptionRecord } from '../subscription/subscription-record.ts';

/** What is said of subscriptions by their management groups: by the file, and by operators. */
export interface SaidOfGroups {
  readonly fleet: FleetFile;
  /** Arms and freezes. */
  readonly controls: readonly Control[];
}

/**
 * Whether the machines of a subscription are judged otherwise by its row as it is now than by the row before: it came
 * into or left the scope, a profile, an exclusion, an arm or a freeze, or lets them be written no more or again.
 */
export function concernsMachines(
  said: SaidOfGroups,
  before: SubscriptionRecord | undefined,
  after: SubscriptionRecord,
): boolean {
  const { subscription } = after;
  return readsAs(said, subscription, before) !== readsAs(said, subscription, after);
}

function readsAs({ fleet, controls }: SaidOfGroups, id: string, record: SubscriptionRecord | undefined): string {
  const { place, trouble } = hostOf(id, record);
  const { scope, profiles } = fleetWithin(fleet, place);
  return canonicalJson(
    JSON.parse(
      JSON.stringify([
        trouble?.kind ?? null,
        isUnplaced(fleet, controls, place),
        scope,
        profiles.map(({ match }) => match.scopes ?? null),
        controlsWithin(controls, place).map((control) => control.scope),
      ]),
    ) as Json,
  );
}
