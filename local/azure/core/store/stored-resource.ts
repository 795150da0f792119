import { armError } from '../request/arm-error.ts';
import type { Principal } from '../request/principals.ts';
import type { ArmRequest, JsonObject, SimContext } from '../types.ts';
import { parseArmId } from './arm-id.ts';
import type { StoredResource } from './resource-collection.ts';

/** The common part of a resource that is created now by the caller; `type` in its official casing. */
export function newResource(
  context: SimContext,
  request: { readonly principal: Principal },
  id: string,
  type: string,
): StoredResource {
  const now = context.time.now();
  return {
    id,
    name: parseArmId(id).name,
    type,
    version: 1,
    createdAtMs: now,
    createdBy: request.principal,
    modifiedAtMs: now,
    modifiedBy: request.principal,
    operation: undefined,
  };
}

/** Notes a change: a new ETag, who and when. */
export function touch(context: SimContext, resource: StoredResource, principal: Principal): void {
  resource.version += 1;
  resource.modifiedAtMs = context.time.now();
  resource.modifiedBy = principal;
}

export function etagOf(resource: StoredResource): string {
  return `"${resource.version}"`;
}

/** `systemData` of ARM. */
export function systemDataOf(resource: StoredResource): JsonObject {
  return {
    createdBy: resource.createdBy.clientId,
    createdByType: 'Application',
    createdAt: new Date(resource.createdAtMs).toISOString(),
    lastModifiedBy: resource.modifiedBy.clientId,
    lastModifiedByType: 'Application',
    lastModifiedAt: new Date(resource.modifiedAtMs).toISOString(),
  };
}

/** If-Match and If-None-Match: 412 when the stored ETag is another one than the caller has seen. */
export function checkPreconditions(request: ArmRequest, existing: StoredResource | undefined): void {
  const ifMatch = request.headers['if-match'];
  const ifNoneMatch = request.headers['if-none-match'];
  const failed = (why: string): never => {
    throw armError(
      412,
      'PreconditionFailed',
      `The condition specified using HTTP conditional header(s) is not met. ${why}`,
    );
  };
  if (ifMatch !== undefined) {
    if (existing === undefined) failed(`If-Match ${ifMatch} was sent, but the resource does not exist.`);
    else if (ifMatch !== '*' && ifMatch !== etagOf(existing)) {
      failed(`If-Match ${ifMatch} was sent, but the ETag is ${etagOf(existing)}.`);
    }
  }
  if (
    ifNoneMatch !== undefined &&
    existing !== undefined &&
    (ifNoneMatch === '*' || ifNoneMatch === etagOf(existing))
  ) {
    failed(`If-None-Match ${ifNoneMatch} was sent, but the resource exists with ETag ${etagOf(existing)}.`);
  }
}

/** Any resource of the simulator, of whatever type. */
export function findResource(context: SimContext, id: string): StoredResource | undefined {
  for (const collection of context.collections) {
    const found = collection.get(id);
    if (found !== undefined) return found;
  }
  return undefined;
}
