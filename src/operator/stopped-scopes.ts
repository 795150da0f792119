import { hintOf } from '../domain/failures/failure-list.ts';
import { covers } from '../domain/scope.ts';
import type { ScopeStop, SubscriptionStops } from '../domain/stops/scope-stop.ts';
import { leastRoleOf } from '../domain/write/permissions.ts';
import type { Ports } from '../ports/ports.ts';

/** A scope in which nothing is written because rights are missing, and what ends that. */
export interface StoppedScope {
  readonly scope: string;
  readonly since: string;
  readonly action: string;
  readonly role: string | undefined;
  readonly detail: string;
  readonly hint: string;
  /** Targets that were refused there within a day. */
  readonly refused: number;
  readonly nextTryAt: string;
}

/** Every scope that is stopped now, the oldest first. */
export async function listStoppedScopes(ports: Pick<Ports, 'store'>): Promise<readonly StoppedScope[]> {
  const rows = await ports.store.stops.list();
  return rows
    .flatMap((row) => row.stops.map((stop) => describe(stop, row)))
    .sort((a, b) => (a.since < b.since ? -1 : 1));
}

function describe({ scope, since, action, detail, tryAt }: ScopeStop, { denials }: SubscriptionStops): StoppedScope {
  const refused = denials.filter(({ resourceId }) => covers(scope, resourceId)).length;
  const hint = `${hintOf('AuthorizationFailed') ?? ''} One machine an hour tries; its first success lifts the stop, and all others go on.`;
  return { scope, since, action, role: leastRoleOf(action), detail, hint, refused, nextTryAt: tryAt };
}
