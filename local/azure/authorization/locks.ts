import { listAt, objectAt, textAt } from '../core/json.ts';
import { armError } from '../core/request/arm-error.ts';
import { resourceNotFound } from '../core/request/not-found.ts';
import { readBody } from '../core/request/read-body.ts';
import { ResourceCollection, type StoredResource } from '../core/store/resource-collection.ts';
import { newResource, systemDataOf, touch } from '../core/store/stored-resource.ts';
import type { ArmReply, ArmRequest, Family, JsonObject, JsonValue, SimContext } from '../core/types.ts';
import { scopeOf } from './access-rules.ts';
import { scopeLocked } from './refusals.ts';
import { checkScopeExists, covers } from './scope.ts';

interface Lock extends StoredResource {
  readonly scope: string;
  level: 'CanNotDelete' | 'ReadOnly';
  notes: string | undefined;
  owners: JsonValue | undefined;
}

const type = 'Microsoft.Authorization/locks';
const path = '{*scope}/providers/Microsoft.Authorization/locks';
const shape = {
  id: 'string',
  name: 'string',
  type: 'string',
  systemData: 'any',
  properties: { level: 'string', notes: 'string', owners: [{ applicationId: 'string' }] },
} as const;

/** Management locks on subscriptions, resource groups and resources (Azure docs, "Lock your Azure resources"). */
export const lockFamily: Family = (context) => {
  const locks = new ResourceCollection<Lock>();
  context.collections.push(locks);
  context.hooks.authorize.push((request) => checkLocks(locks, request));
  return [
    {
      method: 'GET',
      path,
      operation: `${type}/read`,
      source: 'Azure REST API, Management Locks - List By Scope',
      executes: ['$filter'],
      handle: (request) => ({
        status: 200,
        body: {
          value: locks.all().filter(listedBy(request)).map(lockJson),
        },
      }),
    },
    {
      method: 'GET',
      path: `${path}/{name}`,
      operation: `${type}/read`,
      source: 'Azure REST API, Management Locks - Get By Scope',
      handle: (request) => ({ status: 200, body: lockJson(find(locks, request)) }),
    },
    {
      method: 'PUT',
      path: `${path}/{name}`,
      operation: `${type}/write`,
      source: 'Azure REST API, Management Locks - Create Or Update By Scope',
      publishes: 'write',
      handle: (request) => putLock(context, locks, request),
    },
    {
      method: 'DELETE',
      path: `${path}/{name}`,
      operation: `${type}/delete`,
      source: 'Azure REST API, Management Locks - Delete By Scope',
      publishes: 'delete',
      handle: (request) => (locks.delete(idOf(request)) ? { status: 200 } : { status: 204, publish: false }),
    },
  ];
};

function idOf(request: ArmRequest): string {
  return `${request.param('scope')}/providers/${type}/${request.param('name')}`;
}

function putLock(context: SimContext, locks: ResourceCollection<Lock>, request: ArmRequest): ArmReply {
  const properties = objectAt(readBody(request, shape, ['properties']), 'properties');
  const level = textAt(properties, 'level');
  if (level !== 'CanNotDelete' && level !== 'ReadOnly') {
    throw armError(
      400,
      'InvalidLockLevel',
      `The lock level '${level ?? ''}' is invalid. Use CanNotDelete or ReadOnly.`,
    );
  }
  checkScopeExists(context, request.param('scope'));
  const existing = locks.get(idOf(request));
  const lock: Lock = existing ?? {
    ...newResource(context, request, idOf(request), type),
    scope: request.param('scope'),
    level,
    notes: undefined,
    owners: undefined,
  };
  lock.level = level;
  lock.notes = textAt(properties, 'notes');
  lock.owners = listAt(properties, 'owners');
  if (existing === undefined) locks.set(lock);
  else touch(context, lock, request.principal);
  return { status: existing === undefined ? 201 : 200, body: lockJson(lock) };
}

/** A lock holds for its scope and everything below; locks themselves can be removed. */
function checkLocks(locks: ResourceCollection<Lock>, request: ArmRequest): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  if (request.operation.startsWith(`${type}/`)) return;
  const scope = scopeOf(request);
  const verb = request.method === 'DELETE' ? 'delete' : 'write';
  const holding = locks
    .all()
    .find((lock) => covers(lock.scope, scope) && (lock.level === 'ReadOnly' || request.method === 'DELETE'));
  if (holding !== undefined) throw scopeLocked(scope, verb, holding.scope);
}

/** A list shows the locks of the scope and below; `atScope()` those of the scope and above. */
function listedBy(request: ArmRequest): (lock: Lock) => boolean {
  const scope = request.param('scope');
  const filter = request.query.$filter ?? '';
  if (filter === '') return (lock) => covers(scope, lock.scope);
  if (/^atScope\(\)$/i.test(filter)) return (lock) => covers(lock.scope, scope);
  throw armError(501, 'SimulatorFilterUnknown', `The Azure simulator does not execute the $filter "${filter}".`);
}

function find(locks: ResourceCollection<Lock>, request: ArmRequest): Lock {
  const lock = locks.get(idOf(request));
  if (lock === undefined) throw resourceNotFound(idOf(request));
  return lock;
}

function lockJson(lock: Lock): JsonObject {
  return {
    id: lock.id,
    name: lock.name,
    type: lock.type,
    systemData: systemDataOf(lock),
    properties: { level: lock.level, notes: lock.notes, owners: lock.owners },
  };
}
