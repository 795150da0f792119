import { isAccepted } from '../../findings/accepted.ts';
import type { Finding, Obstacle } from '../../findings/finding.ts';
import { keepBackAll } from '../../findings/keep-back.ts';
import type { Service, ServiceInput } from '../../findings/service.ts';
import type { ScaleSetFacts } from '../../machine/machine-facts.ts';
import { changesModel } from '../../write/changes-model.ts';
import { whyPending } from './model-baseline.ts';

/**
 * The service, as far as the model of a scale set may be changed now. Where Azure brings a change to the instances by
 * itself, it brings them all that the model has, so nothing is written while the model has changes of others that they
 * lack; in a Manual set a change of the model touches no instance.
 */
export function withModelGuard(service: Service): Service {
  return { ...service, find: (input) => guardModel(input, service.find(input)) };
}

function guardModel(input: ServiceInput, finding: Finding): Finding {
  const { platform } = input.facts;
  if (
    platform.kind !== 'scaleSet' ||
    finding.kind !== 'wanted' ||
    !finding.steps.some(({ write }) => changesModel(write))
  )
    return finding;
  const obstacle = findObstacle(input, platform);
  return obstacle === undefined ? finding : keepBackAll(obstacle, finding);
}

const busyStates = ['creating', 'updating', 'deleting'];

function findObstacle({ facts, spec, baseline, accepted }: ServiceInput, set: ScaleSetFacts): Obstacle | undefined {
  // A second change while Azure is at one is refused (code Conflict), or starts a rollout within a rollout.
  if (busyStates.includes(facts.provisioningState.toLowerCase())) {
    return { kind: 'provisioning', what: 'scaleSet', detail: `the set is ${facts.provisioningState}` };
  }
  if (set.upgradePolicy === 'manual') return undefined;
  if (set.upgradePolicy === 'rolling' && set.surges && !spec.acceptSurge) {
    const found = {
      kind: 'blocked',
      code: 'SurgeReplacesInstances',
      detail: 'its rolling upgrade policy has maxSurge: each change of the model replaces every instance',
    } as const;
    if (!isAccepted(accepted, found)) return found;
  }
  const why = whyPending(set, baseline, [], spec);
  if (why === undefined) return undefined;
  return { kind: 'waiting', reason: 'InstancesUpdating', detail: `nothing is written to the model: ${why}` };
}
