import { z } from 'zod';
import { subscriptionOfId } from '../domain/arm-id.ts';
import type { RoleRights } from '../domain/permit/effective-rights.ts';
import type { PartOutcome } from '../ports/azure.ts';
import type { Clock } from '../ports/ports.ts';
import { apiVersions } from './api-versions.ts';
import { AppTimeCache } from './app-time-cache.ts';
import type { ArmCaller } from './arm-caller.ts';
import { authorizationCall } from './authorization-call.ts';
import { readPages } from './read-pages.ts';

const keptSeconds = { found: 300, failed: 60 } as const;
const freshSeconds = 15;
const actions = z.array(z.string()).nullish();
const roleSchema = z
  .object({ actions, notActions: actions })
  .transform((role): RoleRights => ({ actions: role.actions ?? [], notActions: role.notActions ?? [] }));

/** Reads what the app's own roles allow at a scope (Azure REST API, Permissions - List For Resource), once for many. */
export class PermissionReader {
  readonly #caller: ArmCaller;
  readonly #kept: AppTimeCache<PartOutcome<readonly RoleRights[]>>;
  readonly #fresh: AppTimeCache<PartOutcome<readonly RoleRights[]>>;

  constructor(caller: ArmCaller, clock: Clock) {
    this.#caller = caller;
    this.#kept = new AppTimeCache(clock);
    this.#fresh = new AppTimeCache(clock);
  }

  /** `fresh`: of the last 15 seconds of app time, so that a role which was just given counts. */
  async read(scope: string, age: 'kept' | 'fresh'): Promise<PartOutcome<readonly RoleRights[]>> {
    const key = scope.toLowerCase();
    if (age === 'fresh')
      return await this.#fresh.get(
        key,
        async () => await this.#list(scope),
        () => freshSeconds,
      );
    return await this.#kept.get(
      key,
      async () => await this.read(scope, 'fresh'),
      ({ kind }) => keptSeconds[kind],
    );
  }

  async #list(scope: string): Promise<PartOutcome<readonly RoleRights[]>> {
    const asked = { subscription: subscriptionOfId(scope), key: undefined };
    return await readPages(
      this.#caller,
      authorizationCall(asked, scope, 'permissions', apiVersions.authorization),
      roleSchema,
    );
  }
}
