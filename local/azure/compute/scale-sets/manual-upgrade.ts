import { isList } from '../../core/json.ts';
import { ArmError } from '../../core/request/arm-error.ts';
import { readBody } from '../../core/request/read-body.ts';
import type { ArmReply, ArmRequest, SimContext } from '../../core/types.ts';
import { findUniformSet } from './find-set.ts';
import { refuseConcurrent, startSetOperation, upgradeAll } from './roll-out.ts';
import { isProtected, type ScaleSet, type SetInstance } from './scale-set.ts';

/** Brings the instances that are named, or `*` for all, to the model; those that have it already are left alone. */
export function upgradeManually(context: SimContext, request: ArmRequest): ArmReply {
  const set = findUniformSet(context, request);
  const { instanceIds } = readBody(request, { instanceIds: ['string'] }, ['instanceIds']);
  const named = isList(instanceIds) ? instanceIds.map(String) : [];
  const instances = instancesNamed(context, set, named);
  refuseConcurrent(set);
  const operation = startSetOperation(context, request, set, 'empty', (done) => {
    const behind = instances.filter((each) => each.modelVersion !== set.modelVersion && !isProtected(each));
    upgradeAll(context, request, set, behind, done);
  });
  return { status: 202, operation, resourceId: set.id };
}

/** The words of the refusal are as they are remembered of Compute: no public source. */
function instancesNamed(context: SimContext, set: ScaleSet, ids: readonly string[]): readonly SetInstance[] {
  const all = context.setInstances.childrenOf(set.id);
  if (ids.includes('*')) return all;
  return ids.map((id) => {
    const found = all.find(({ instanceId }) => instanceId === id);
    if (found !== undefined) return found;
    throw new ArmError(400, {
      code: 'InvalidParameter',
      message: `The provided instanceId ${id} is not an active Virtual Machine Scale Set VM instanceId.`,
      target: 'instanceIds',
    });
  });
}
