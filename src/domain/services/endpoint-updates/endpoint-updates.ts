import { whyUnavailable } from '../../cloud/is-available.ts';
import { findDisconnected } from '../../findings/find-obstacle.ts';
import type { Finding } from '../../findings/finding.ts';
import { judgeStep } from '../../findings/judge-step.ts';
import { keepBack } from '../../findings/keep-back.ts';
import type { Service, ServiceInput } from '../../findings/service.ts';
import type { Spec } from '../../fleet/spec.ts';
import { isSameName, stepIdSchema } from '../../ids.ts';
import type { WantedStep } from '../../step/wanted-step.ts';

const stepId = stepIdSchema.parse('excludeFromEndpointUpdates');

/** Stops the updates of Defender for Endpoint on a Linux machine ("Enable Defender for Endpoint integration"). */
const tag = 'ExcludeMdeAutoUpdate';

/**
 * Somebody else updates Defender for Endpoint on the machine, so Defender shall not: told to it by a tag. It needs no running
 * machine, and whether the agent is there is not its business. A tag that the profile no longer asks for stays.
 */
export const endpointUpdatesService: Service = {
  name: 'endpoint-updates',
  concerns: ({ os, endpoint }: Spec) => os === 'linux' && endpoint !== 'none' && endpoint.autoUpdate === 'off',
  activities: ['excludeFromEndpointUpdates'],
  reads: [],
  handlers: [],
  find,
};

function find(input: ServiceInput): Finding {
  const { facts, cloud } = input;
  if (facts.platform.kind === 'scaleSet') {
    return { kind: 'not-applicable', reason: 'ScaleSet: Defender deploys to no Uniform scale set' };
  }
  const lack = whyUnavailable(cloud, 'endpointProtection');
  if (lack !== undefined) return { kind: 'not-applicable', reason: lack };
  const [, value] = Object.entries(facts.tags).find(([name]) => isSameName(name, tag)) ?? [];
  if (value !== undefined && isSameName(value, 'true')) return { kind: 'satisfied' };
  const wanted: Finding = { kind: 'wanted', steps: [tagStep(input)] };
  const obstacle = findDisconnected(facts) ?? judgeStep(input, stepId);
  return obstacle === undefined ? wanted : keepBack(obstacle, wanted);
}

/** Merge leaves every other tag alone (Azure REST API, "Tags - Update At Scope"). */
function tagStep({ facts }: ServiceInput): WantedStep {
  return {
    id: stepId,
    service: 'endpoint-updates',
    why: `set the tag ${tag}, so that Defender does not update its agent`,
    write: { kind: 'mergeTags', target: facts.machine, tags: { [tag]: 'true' } },
    needs: [],
    produces: [],
    exclusive: false,
    creates: false,
    changesDefaultToken: false,
  };
}
