import { pickDuration } from '../../core/operations/durations.ts';
import type { Principal } from '../../core/request/principals.ts';
import { newResource } from '../../core/store/stored-resource.ts';
import type { SimContext } from '../../core/types.ts';
import { type ScaleSet, type SetInstance, setInstanceType } from './scale-set.ts';
import { profileOfInstance } from './set-model.ts';

/** Adds an instance of the model as it is now; it runs when it is brought up to date. */
export function addInstance(context: SimContext, set: ScaleSet, principal: Principal): SetInstance {
  const instanceId = String(set.nextInstance);
  set.nextInstance += 1;
  const instance: SetInstance = {
    ...newResource(context, { principal }, `${set.id}/virtualMachines/${instanceId}`, setInstanceType),
    setId: set.id,
    instanceId,
    vmId: context.random.guid(),
    os: set.os,
    osName: set.os === 'Windows' ? 'Microsoft Windows Server' : 'ubuntu',
    modelVersion: set.modelVersion,
    properties: profileOfInstance(set, instanceId),
    protection: undefined,
    provisioningState: 'Creating',
    power: 'creating',
    agentReadyAtMs: Number.POSITIVE_INFINITY,
  };
  context.setInstances.set(instance);
  return instance;
}

/** A new instance runs after a while, and its guest agent some time after that. */
export function bootInstance(context: SimContext, instance: SetInstance, done: () => void): void {
  context.after(pickDuration(context.random, context.durations.vmCreate), `creation of ${instance.id}`, () => {
    if (context.setInstances.get(instance.id) === instance && instance.power === 'creating') {
      instance.power = 'running';
      instance.agentReadyAtMs = context.time.now() + pickDuration(context.random, context.durations.agentReady);
    }
    done();
  });
}

/** Ends the creation of an instance at once, with its guest agent ready. */
export function startInstance({ time }: SimContext, instance: SetInstance): void {
  instance.provisioningState = 'Succeeded';
  instance.power = 'running';
  instance.agentReadyAtMs = time.now();
}
