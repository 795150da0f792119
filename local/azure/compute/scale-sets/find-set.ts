import { armError } from '../../core/request/arm-error.ts';
import { parentNotFound, resourceNotFound } from '../../core/request/not-found.ts';
import { groupIdOf } from '../../core/store/resource-path.ts';
import type { ArmRequest, SimContext } from '../../core/types.ts';
import { type ScaleSet, type SetInstance, scaleSetType } from './scale-set.ts';

export const groupPath = `/subscriptions/{subscriptionId}/resourceGroups/{groupName}/providers/${scaleSetType}`;
export const setPath = `${groupPath}/{setName}`;

export function setIdOf(context: SimContext, request: ArmRequest): string {
  return `${groupIdOf(context, request)}/providers/${scaleSetType}/${request.param('setName')}`;
}

/** The set that the request's `{setName}` names; 404 ResourceNotFound. */
export function findSet(context: SimContext, request: ArmRequest): ScaleSet {
  const id = setIdOf(context, request);
  const set = context.scaleSets.get(id);
  if (set === undefined) throw resourceNotFound(id);
  return set;
}

/** The same for a request about a part of it; 404 ParentResourceNotFound. */
function findParentSet(context: SimContext, request: ArmRequest): ScaleSet {
  const id = setIdOf(context, request);
  const set = context.scaleSets.get(id);
  if (set === undefined) throw parentNotFound(id);
  return set;
}

/** The set, where what is asked of it is done for Uniform ones only here; 501 for a Flexible one. */
export function findUniformSet(context: SimContext, request: ArmRequest): ScaleSet {
  const set = findParentSet(context, request);
  if (set.orchestration === 'Uniform') return set;
  throw armError(
    501,
    'SimulatorFlexibleSet',
    `The Azure simulator does not execute ${request.operation} on the Flexible set '${set.name}': call its VMs.`,
  );
}

/** The instance that `{instanceId}` names. */
export function findInstance(context: SimContext, request: ArmRequest): SetInstance {
  const id = `${findUniformSet(context, request).id}/virtualMachines/${request.param('instanceId')}`;
  const instance = context.setInstances.get(id);
  if (instance === undefined) throw resourceNotFound(id);
  return instance;
}
