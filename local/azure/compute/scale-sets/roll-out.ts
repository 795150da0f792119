import type { AsyncOperation, OperationHeader, OperationResult } from '../../core/operations/async-operations.ts';
import { pickDuration } from '../../core/operations/durations.ts';
import { type ArmErrorBody, armError } from '../../core/request/arm-error.ts';
import type { ArmRequest, SimContext } from '../../core/types.ts';
import { addInstance, bootInstance } from './instances.ts';
import { isProtected, type ScaleSet, type SetInstance, upgradeModeOf } from './scale-set.ts';
import { rollingPolicyOf } from './set-model.ts';
import { upgradeInstance } from './upgrade-instance.ts';

type Done = (trouble: ArmErrorBody | undefined) => void;

/** Text as Compute words it for VMs and scale sets (hashicorp/terraform-provider-azurerm, Azure/AKS; code `Conflict`). */
export function refuseConcurrent(set: ScaleSet): void {
  if (set.operation?.status !== 'InProgress') return;
  throw armError(
    409,
    'Conflict',
    'The request failed due to conflict with a concurrent request. To resolve it, please refer to https://aka.ms/activitylog to get more details on the conflicting requests.',
  );
}

/** Starts an operation on a set that ends when `work` calls back; the set is `Updating` until then. */
export function startSetOperation(
  context: SimContext,
  request: ArmRequest,
  set: ScaleSet,
  result: OperationResult,
  work: (done: Done) => void,
  tells?: readonly OperationHeader[],
): AsyncOperation {
  const operation = context.operations.start({
    url: request.url,
    apiVersion: request.apiVersion,
    resourceId: set.id,
    provider: 'Microsoft.Compute',
    location: set.location,
    durationMs: undefined,
    ...(tells === undefined ? {} : { tells }),
    result,
    end: () => undefined,
  });
  set.operation = operation;
  set.provisioningState = set.provisioningState === 'Creating' ? 'Creating' : 'Updating';
  work((trouble) => {
    set.provisioningState = trouble === undefined ? 'Succeeded' : 'Failed';
    operation.finish(trouble === undefined ? undefined : { error: trouble });
  });
  return operation;
}

/** After a change of the model: what the set's upgrade policy does with the instances that lack it. */
export function rollOut(context: SimContext, request: ArmRequest, set: ScaleSet, done: Done): void {
  const behind = instancesBehind(context, set).filter((instance) => !isProtected(instance));
  const updateMs = pickDuration(context.random, context.durations.vmUpdate);
  context.after(updateMs, `update of ${set.id}`, () => {
    const mode = upgradeModeOf(set);
    if (mode === 'Automatic') upgradeAll(context, request, set, behind, done);
    else if (mode === 'Rolling') roll(context, request, set, behind, done);
    else done(undefined);
  });
}

function instancesBehind(context: SimContext, set: ScaleSet): SetInstance[] {
  return context.setInstances.childrenOf(set.id).filter(({ modelVersion }) => modelVersion !== set.modelVersion);
}

/** All at once; what went wrong first is told. */
export function upgradeAll(
  context: SimContext,
  request: ArmRequest,
  set: ScaleSet,
  instances: readonly SetInstance[],
  done: Done,
): void {
  forEach(
    instances,
    (instance, end) => {
      upgradeInstance(context, set, instance, request.principal, end);
    },
    done,
  );
}

/** Starts work on each, and is done when the last has ended. */
function forEach<T>(items: readonly T[], start: (item: T, end: Done) => void, done: Done): void {
  let left = items.length;
  let trouble: ArmErrorBody | undefined;
  if (left === 0) done(undefined);
  for (const item of items) {
    start(item, (error) => {
      trouble ??= error;
      left -= 1;
      if (left === 0) done(trouble);
    });
  }
}

/**
 * In batches, with a pause between them; with `maxSurge` new instances take the place of the old ones (page "Upgrade policy
 * modes"). That it stops at the first failure, whatever the health of the others: no public source.
 */
function roll(
  context: SimContext,
  request: ArmRequest,
  set: ScaleSet,
  behind: readonly SetInstance[],
  done: Done,
): void {
  const { batchPercent, pauseMs, surges } = rollingPolicyOf(set);
  const total = context.setInstances.childrenOf(set.id).length;
  const size = Math.max(1, Math.floor((total * batchPercent) / 100));
  const batch = behind.slice(0, size);
  const next: Done = (trouble) => {
    if (trouble !== undefined || behind.length <= size) done(trouble);
    else context.after(pauseMs, `pause of ${set.id}`, () => roll(context, request, set, behind.slice(size), done));
  };
  if (surges) replaceAll(context, request, set, batch, next);
  else upgradeAll(context, request, set, batch, next);
}

function replaceAll(
  context: SimContext,
  request: ArmRequest,
  set: ScaleSet,
  old: readonly SetInstance[],
  done: Done,
): void {
  createInstances(context, request, set, old.length, (trouble) => {
    if (trouble === undefined) for (const { id } of old) context.remove(id);
    done(trouble);
  });
}

/** New instances always take the model as it is. */
export function createInstances(
  context: SimContext,
  request: ArmRequest,
  set: ScaleSet,
  count: number,
  done: Done,
): void {
  const added = Array.from({ length: count }, () => addInstance(context, set, request.principal));
  forEach(
    added,
    (instance, end) => bootInstance(context, instance, () => end(undefined)),
    // A seed has them ready at once.
    () => upgradeAll(context, request, set, added.filter(isBeingMade), done),
  );
}

const isBeingMade = ({ provisioningState }: SetInstance): boolean => provisioningState === 'Creating';

/** What the model's extensions have come to, once the instances have. */
export function endExtensions(context: SimContext, set: ScaleSet, state: 'Succeeded' | 'Failed'): void {
  for (const extension of context.setExtensions.childrenOf(set.id)) {
    if (['Creating', 'Updating'].includes(extension.provisioningState)) extension.provisioningState = state;
  }
}
