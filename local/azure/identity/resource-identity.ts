import { isObject, objectAt, textAt } from '../core/json.ts';
import { type ArmError, armError } from '../core/request/arm-error.ts';
import type { JsonObject, JsonValue, SimContext } from '../core/types.ts';

interface AssignedIdentity {
  /** In the casing of the first assignment. */
  readonly id: string;
  readonly principalId: string;
  readonly clientId: string;
}

/** The identities of a resource. `userAssigned` is keyed by lower-case id. */
export interface ResourceIdentity {
  readonly systemPrincipalId: string | undefined;
  readonly userAssigned: ReadonlyMap<string, AssignedIdentity>;
}

/**
 * Applies the `identity` of a body. A PATCH merges the map and null removes one; a `type` without UserAssigned drops
 * them all, one without SystemAssigned drops the system identity; a PUT replaces (Microsoft Learn, "Configure managed
 * identities on an Azure VM using REST API calls").
 */
export function applyIdentity(
  context: SimContext,
  resourceId: string,
  current: ResourceIdentity | undefined,
  body: JsonObject,
  mode: 'merge' | 'replace',
): ResourceIdentity | undefined {
  const { system, user } = readType(resourceId, body);
  const systemPrincipalId = system ? (current?.systemPrincipalId ?? context.random.guid()) : undefined;
  const listed = objectAt(body, 'userAssignedIdentities') ?? {};
  if (!user) {
    if (Object.values(listed).some(isObject)) {
      throw refused(
        resourceId,
        `Identities are listed, but the type '${textAt(body, 'type')}' does not contain UserAssigned.`,
      );
    }
    return system ? { systemPrincipalId, userAssigned: new Map() } : undefined;
  }
  const userAssigned = new Map(mode === 'merge' ? current?.userAssigned : undefined);
  for (const [id, value] of Object.entries(listed)) assignOne(context, resourceId, userAssigned, id, value);
  if (userAssigned.size === 0) {
    throw refused(
      resourceId,
      "The required property 'userAssignedIdentities' of property type 'UserAssigned' is missing.",
    );
  }
  return { systemPrincipalId, userAssigned };
}

export function identityJson(context: SimContext, identity: ResourceIdentity | undefined): JsonObject | undefined {
  if (identity === undefined) return undefined;
  const { systemPrincipalId, userAssigned } = identity;
  const system = systemPrincipalId === undefined ? [] : ['SystemAssigned'];
  const user = userAssigned.size === 0 ? [] : ['UserAssigned'];
  return {
    type: [...system, ...user].join(', '),
    principalId: systemPrincipalId,
    tenantId: systemPrincipalId === undefined ? undefined : context.tenantId,
    userAssignedIdentities:
      userAssigned.size === 0
        ? undefined
        : Object.fromEntries(
            [...userAssigned.values()].map(({ id, principalId, clientId }) => [id, { principalId, clientId }]),
          ),
  };
}

function readType(resourceId: string, body: JsonObject): { system: boolean; user: boolean } {
  const type = textAt(body, 'type');
  const parts = (type ?? '').split(',').map((part) => part.trim().toLowerCase());
  const known = ['systemassigned', 'userassigned', 'none'];
  if (type === undefined || !parts.every((part) => known.includes(part))) {
    throw refused(resourceId, `The identity type '${type ?? ''}' is not SystemAssigned, UserAssigned, both, or None.`);
  }
  return { system: parts.includes('systemassigned'), user: parts.includes('userassigned') };
}

function assignOne(
  context: SimContext,
  resourceId: string,
  userAssigned: Map<string, AssignedIdentity>,
  id: string,
  value: JsonValue | undefined,
): void {
  const key = id.toLowerCase();
  if (value === null) {
    userAssigned.delete(key);
    return;
  }
  const found = context.identities.get(id);
  if (found === undefined) throw refused(resourceId, `Resource '${id}' was not found.`);
  const { principalId, clientId } = found;
  userAssigned.set(key, { id: userAssigned.get(key)?.id ?? id, principalId, clientId });
}

function refused(resourceId: string, why: string): ArmError {
  const inner = JSON.stringify({ error: { code: 'BadRequest', message: why } });
  return armError(
    400,
    'FailedIdentityOperation',
    `Identity operation for resource '${resourceId}' failed with error 'Failed to perform resource identity operation. Status: 'BadRequest'. Response: '${inner}'.'.`,
  );
}
