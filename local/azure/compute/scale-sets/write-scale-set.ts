import { listAt, objectAt, textAt } from '../../core/json.ts';
import { pickDuration } from '../../core/operations/durations.ts';
import { ArmError, armError } from '../../core/request/arm-error.ts';
import { readBody } from '../../core/request/read-body.ts';
import { locationOf, refuseOtherLocation } from '../../core/store/location.ts';
import { checkPreconditions, etagOf, newResource, touch } from '../../core/store/stored-resource.ts';
import type { ArmReply, ArmRequest, JsonObject, SimContext } from '../../core/types.ts';
import { applyIdentity } from '../../identity/resource-identity.ts';
import { osOf } from '../virtual-machine.ts';
import { findSet, setIdOf } from './find-set.ts';
import { createInstances, endExtensions, refuseConcurrent, rollOut, startSetOperation } from './roll-out.ts';
import { capacityOf, type ScaleSet, scaleSetType } from './scale-set.ts';
import { scaleSetJson } from './scale-set-json.ts';
import { scaleSetShape } from './scale-set-shape.ts';
import { changedSetModel, listedExtensions, modelText, newSetModel } from './set-model.ts';
import { putListed } from './write-set-extension.ts';

/** PUT: creates a set with its instances (201), or updates one: what the body leaves out stays (200). */
export function putScaleSet(context: SimContext, request: ArmRequest): ArmReply {
  const body = readBody(request, scaleSetShape, ['location']);
  const existing = context.scaleSets.get(setIdOf(context, request));
  checkPreconditions(request, existing);
  refuseOtherLocation(existing, body, request.param('groupName'));
  return existing === undefined ? create(context, request, body) : update(context, request, existing, body, 'replace');
}

/** PATCH: merges; the identity map as well. */
export function patchScaleSet(context: SimContext, request: ArmRequest): ArmReply {
  const set = findSet(context, request);
  const body = readBody(request, scaleSetShape);
  checkPreconditions(request, set);
  return update(context, request, set, body, 'merge');
}

export function deleteScaleSet(context: SimContext, request: ArmRequest): ArmReply {
  const set = context.scaleSets.get(setIdOf(context, request));
  if (set === undefined) return { status: 204, publish: false };
  checkPreconditions(request, set);
  const operation = startSetOperation(context, request, set, 'gone', (done) => {
    context.after(pickDuration(context.random, context.durations.vmDelete), `deletion of ${set.id}`, () => {
      done(undefined);
      if (context.scaleSets.get(set.id) === set) context.remove(set.id);
    });
  });
  set.provisioningState = 'Deleting';
  return { status: 202, operation, resourceId: set.id };
}

function create(context: SimContext, request: ArmRequest, body: JsonObject): ArmReply {
  const id = setIdOf(context, request);
  const wanted = objectAt(body, 'properties') ?? {};
  const profile = objectAt(wanted, 'virtualMachineProfile');
  const isFlexible = textAt(wanted, 'orchestrationMode')?.toLowerCase() === 'flexible';
  const count = countOf(body) ?? 0;
  if (isFlexible && (profile !== undefined || count > 0)) throw ownInstances(request);
  const identity = objectAt(body, 'identity');
  const set: ScaleSet = {
    ...newResource(context, request, id, scaleSetType),
    location: locationOf(body) ?? '',
    orchestration: isFlexible ? 'Flexible' : 'Uniform',
    uniqueId: context.random.guid(),
    os: osOf(profile ?? {}),
    tags: objectAt(body, 'tags'),
    zones: listAt(body, 'zones'),
    plan: objectAt(body, 'plan'),
    managedBy: undefined,
    identity: identity === undefined ? undefined : applyIdentity(context, id, undefined, identity, 'replace'),
    sku: skuOf(body, { name: 'Standard_D2s_v5', tier: 'Standard' }),
    properties: isFlexible ? changedSetModel({ platformFaultDomainCount: 1 }, wanted) : newSetModel(wanted),
    provisioningState: 'Creating',
    modelVersion: 1,
    nextInstance: 0,
  };
  context.scaleSets.set(set);
  putListed(context, request, set, listedExtensions(body) ?? []);
  const operation = startSetOperation(context, request, set, json(context, set), (done) =>
    createInstances(context, request, set, count, (trouble) => {
      endExtensions(context, set, trouble === undefined ? 'Succeeded' : 'Failed');
      done(trouble);
    }),
  );
  return replyOf(context, set, 201, operation);
}

function ownInstances({ operation }: ArmRequest): ArmError {
  return armError(
    501,
    'SimulatorFlexibleSet',
    `The Azure simulator does not execute ${operation} for a Flexible set that makes its own instances: make it without a profile and capacity, and VMs that name it.`,
  );
}

function update(
  context: SimContext,
  request: ArmRequest,
  set: ScaleSet,
  body: JsonObject,
  mode: 'merge' | 'replace',
): ArmReply {
  refuseConcurrent(set);
  const before = modelText(context, set);
  const wanted = objectAt(body, 'properties') ?? {};
  const properties = changedSetModel(set.properties, wanted);
  if (properties.orchestrationMode !== set.properties.orchestrationMode) throw notAllowed('orchestrationMode');
  const isFlexible = set.orchestration === 'Flexible';
  const listed = listedExtensions(body);
  if (isFlexible && (objectAt(properties, 'virtualMachineProfile') !== undefined || countOf(body)))
    throw ownInstances(request);
  const identity = objectAt(body, 'identity');
  if (identity !== undefined) set.identity = applyIdentity(context, set.id, set.identity, identity, mode);
  set.properties = properties;
  set.sku = skuOf(body, set.sku);
  set.tags = objectAt(body, 'tags') ?? set.tags;
  if (listed !== undefined) putListed(context, request, set, listed);
  touch(context, set, request.principal);
  if (modelText(context, set) !== before) set.modelVersion += 1;
  // A PATCH names the operation and nothing else, as that of a VM (recordings of azure-cli, vm identity assign).
  const tells = mode === 'merge' ? (['azure-asyncoperation'] as const) : undefined;
  const more = isFlexible ? 0 : (countOf(body) ?? capacityOf(context, set)) - capacityOf(context, set);
  const work = (done: Parameters<typeof rollOut>[3]): void => {
    for (const { id } of more < 0 ? context.setInstances.childrenOf(set.id).slice(more) : []) context.remove(id);
    rollOut(context, request, set, (trouble) => {
      endExtensions(context, set, trouble === undefined ? 'Succeeded' : 'Failed');
      if (trouble !== undefined || more <= 0) done(trouble);
      else createInstances(context, request, set, more, done);
    });
  };
  return replyOf(context, set, 200, startSetOperation(context, request, set, json(context, set), work, tells));
}

function countOf(body: JsonObject): number | undefined {
  const capacity = objectAt(body, 'sku')?.capacity;
  return typeof capacity === 'number' ? capacity : undefined;
}

function skuOf(body: JsonObject, before: ScaleSet['sku']): ScaleSet['sku'] {
  const sku = objectAt(body, 'sku');
  return { name: textAt(sku, 'name') ?? before.name, tier: textAt(sku, 'tier') ?? before.tier };
}

function notAllowed(target: string): ArmError {
  return new ArmError(409, {
    code: 'PropertyChangeNotAllowed',
    message: `Changing property '${target}' is not allowed.`,
    target,
  });
}

function json(context: SimContext, set: ScaleSet): () => JsonObject {
  return () => scaleSetJson(context, set);
}

function replyOf(
  context: SimContext,
  set: ScaleSet,
  status: number,
  operation: ReturnType<typeof startSetOperation>,
): ArmReply {
  const headers = { etag: etagOf(set), 'azure-asyncnotification': 'Enabled' };
  return { status, headers, body: scaleSetJson(context, set), operation, resourceId: set.id };
}
