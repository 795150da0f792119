import { pickDuration } from '../../core/operations/durations.ts';
import type { ArmErrorBody } from '../../core/request/arm-error.ts';
import type { Principal } from '../../core/request/principals.ts';
import { newResource, touch } from '../../core/store/stored-resource.ts';
import type { SimContext } from '../../core/types.ts';
import { resolveHandler } from '../../extensions/handler-catalogue.ts';
import { planProvisioning } from '../../extensions/provision-extension.ts';
import { type ScaleSet, type SetExtension, type SetInstance, setInstanceType } from './scale-set.ts';
import { profileOfInstance } from './set-model.ts';

/**
 * Brings an instance to the model as it is now: its extensions are installed, changed and removed. `done` tells what went
 * wrong; what an extension that suppresses its failures runs into is seen in the instance view alone
 * (Azure/bicep-types-az, `suppressFailures`). That an instance counts as having the model from the beginning of the work
 * on: no public source.
 */
export function upgradeInstance(
  context: SimContext,
  set: ScaleSet,
  instance: SetInstance,
  principal: Principal,
  done: (trouble: ArmErrorBody | undefined) => void,
): void {
  instance.modelVersion = set.modelVersion;
  instance.properties = profileOfInstance(set, instance.instanceId);
  instance.provisioningState = instance.provisioningState === 'Creating' ? 'Creating' : 'Updating';
  touch(context, instance, principal);
  const started = startExtensions(context, set, instance, principal);
  let left = started.length + 1;
  let trouble: ArmErrorBody | undefined;
  const end = (error: ArmErrorBody | undefined): void => {
    trouble ??= error;
    left -= 1;
    if (left > 0) return;
    if (context.setInstances.get(instance.id) === instance) {
      instance.provisioningState = trouble === undefined ? 'Succeeded' : 'Failed';
    }
    done(trouble);
  };
  for (const { durationMs, finish } of started) {
    if (durationMs !== undefined) context.after(durationMs, `extension on ${instance.id}`, () => end(finish()));
  }
  context.after(pickDuration(context.random, context.durations.vmUpdate), `update of ${instance.id}`, () =>
    end(undefined),
  );
}

interface Started {
  /** App time; undefined hangs. */
  readonly durationMs: number | undefined;
  finish(): ArmErrorBody | undefined;
}

function startExtensions(
  context: SimContext,
  set: ScaleSet,
  instance: SetInstance,
  principal: Principal,
): readonly Started[] {
  const wanted = context.setExtensions.childrenOf(set.id);
  for (const there of context.instanceExtensions.childrenOf(instance.id)) {
    if (!wanted.some(({ name }) => name.toLowerCase() === there.name.toLowerCase())) context.remove(there.id);
  }
  // What is off takes its extensions when it starts.
  if (instance.power !== 'running') return [];
  return wanted.flatMap((model) => startExtension(context, instance, model, principal) ?? []);
}

function startExtension(
  context: SimContext,
  instance: SetInstance,
  model: SetExtension,
  principal: Principal,
): Started | undefined {
  const id = `${instance.id}/extensions/${model.name}`;
  const there = context.instanceExtensions.get(id);
  const isSame = there !== undefined && JSON.stringify(there.wanted) === JSON.stringify(model.wanted);
  if (isSame && there.provisioningState === 'Succeeded') return undefined;
  const extension: SetExtension = there ?? {
    ...newResource(context, { principal }, id, `${setInstanceType}/extensions`),
    machineId: instance.id,
    wanted: model.wanted,
    provisioningState: 'Creating',
    installedVersion: undefined,
    status: undefined,
  };
  extension.wanted = model.wanted;
  extension.provisioningState = there === undefined ? 'Creating' : 'Updating';
  context.instanceExtensions.set(extension);
  const resolved = resolveHandler(context.catalogue, model.wanted);
  const plan = planProvisioning(context, extension, resolved, {
    os: instance.os,
    blockedBy: undefined,
    troubleAtEnd: () => undefined,
  });
  const waitMs = Math.max(0, instance.agentReadyAtMs - context.time.now());
  return {
    durationMs: plan.durationMs === undefined ? undefined : waitMs + plan.durationMs,
    finish: () => {
      if (context.instanceExtensions.get(id) !== extension) return undefined;
      const error = plan.end()?.error;
      return model.wanted.suppressFailures === true ? undefined : error;
    },
  };
}
