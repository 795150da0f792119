import { findDisconnected, findRemovalObstacle, findWentOff } from '../../findings/find-obstacle.ts';
import type { Finding, Obstacle } from '../../findings/finding.ts';
import { judgeStep } from '../../findings/judge-step.ts';
import { keepBack } from '../../findings/keep-back.ts';
import type { Service, ServiceInput } from '../../findings/service.ts';
import { type StepId, stepIdSchema } from '../../ids.ts';
import { type LegacyAgentType, legacyAgentTypes } from '../../legacy-agent.ts';
import type { ServiceName } from '../../service-name.ts';
import { activityOf } from '../../step/step-id.ts';
import type { WantedStep } from '../../step/wanted-step.ts';
import { writeState } from '../../step/write-state.ts';
import {
  describeLegacyAgent,
  findLegacyAgent,
  type InstalledLegacyAgent,
  legacyAgentHandlers,
} from './installed-legacy-agent.ts';
import { mayCarrySensor } from './may-carry-sensor.ts';

/**
 * The Log Analytics agent, which somebody else installed: told, or taken off once nothing needs it any more. A removal of
 * what is not ours, so it is asked for by the reviewed file, and never made in doubt.
 */
export const legacyAgentService: Service = {
  name: 'legacy-agent',
  concerns: (spec) => spec.legacyAgent !== 'leave',
  activities: ['removeLegacyAgent'],
  reads: ['associations', 'instances'],
  handlers: legacyAgentHandlers,
  find,
};

function find(input: ServiceInput): Finding {
  const agent = findLegacyAgent(input.facts);
  if (agent === undefined) return findGone(input);
  if (input.spec.legacyAgent !== 'remove') {
    return { kind: 'satisfied', detail: `${describeLegacyAgent(agent)}: reported, and left` };
  }
  const finding = findPresent(input, agent);
  const disconnected = findDisconnected(input.facts);
  return disconnected === undefined ? finding : keepBack(disconnected, finding);
}

/** One is gone once the operation of our removal has said so, too. */
function findGone(input: ServiceInput): Finding {
  const stepId = legacyAgentTypes.map(removeStepId).find((id) => writeState(input, id) === 'working');
  if (stepId !== undefined) return { kind: 'provisioning', what: activityOf(stepId) };
  return { kind: 'satisfied', detail: 'no Log Analytics agent' };
}

function findPresent(input: ServiceInput, agent: InstalledLegacyAgent): Finding {
  const { facts } = input;
  const state = agent.facts.provisioningState.toLowerCase();
  if (!['succeeded', 'failed', 'canceled'].includes(state)) return findWorking(input, agent, state);
  const step = removeStep(input, agent);
  const wanted: Finding = { kind: 'wanted', steps: [step] };
  const early = judgeStep(input, step.id);
  if (early !== undefined) return keepBack(early, wanted);
  const never = findNeverReady(input, agent);
  if (never !== undefined) return keepBack(never, wanted);
  // What is not in place yet says so itself: there is nothing to say here, and nothing to look after.
  if (!neededServices(input).every((service) => input.found.get(service)?.kind === 'satisfied')) return wanted;
  const obstacle = findPutBack(input) ?? findRemovalObstacle(facts);
  return obstacle === undefined ? wanted : keepBack(obstacle, wanted);
}

/** Creating, Updating, Deleting, ...: Azure is at it, unless the machine went off meanwhile. */
function findWorking(input: ServiceInput, { facts, type }: InstalledLegacyAgent, state: string): Finding {
  const isRemoval = state === 'deleting';
  const what = isRemoval ? activityOf(removeStepId(type)) : 'LogAnalyticsAgent';
  return findWentOff(input.facts) ?? { kind: 'provisioning', what, detail: `${facts.name} is ${state}` };
}

/**
 * What must be in place before: the new agent with its rules; and where the old one may carry the sensor, Defender for
 * Endpoint by its own extension.
 */
function neededServices({ facts, spec }: ServiceInput): readonly ServiceName[] {
  // The agent in the model of a scale set is not yet the agent on its instances.
  const instances = facts.platform.kind === 'scaleSet' ? (['scale-set'] as const) : [];
  const agent: readonly ServiceName[] = ['ama', 'data-collection', ...instances];
  return spec.endpoint !== 'none' && mayCarrySensor(facts) ? [...agent, 'endpoint'] : agent;
}

/** A service that never comes to be satisfied on this machine: then a person takes the agent off, or leaves it. */
function findNeverReady(
  input: ServiceInput,
  agent: InstalledLegacyAgent,
): Extract<Finding, { kind: 'blocked' }> | undefined {
  const why = neededServices(input).flatMap((service) => {
    const finding = input.found.get(service);
    return finding?.kind === 'not-applicable' ? [`${service} is not applicable: ${finding.reason}`] : [];
  });
  if (why.length === 0) return undefined;
  return { kind: 'blocked', code: 'LegacyAgentNeeded', detail: `${describeLegacyAgent(agent)}; ${why.join('; ')}` };
}

/** While Defender installs it wherever it is missing, taking it off changes nothing for good. */
function findPutBack({ legacyProvisioning }: ServiceInput): Obstacle | undefined {
  switch (legacyProvisioning.kind) {
    case 'off':
      return undefined;
    case 'on':
      return { kind: 'blocked', code: 'LegacyAutoProvisioning', detail: legacyProvisioning.detail };
    default:
      return { kind: 'waiting', reason: 'SubscriptionNotReady', detail: legacyProvisioning.detail };
  }
}

/** One step for whatever name it has, so that who puts it back under another one is counted, too. */
function removeStepId(type: LegacyAgentType): StepId {
  return stepIdSchema.parse(`removeLegacyAgent:${type}`);
}

function removeStep(input: ServiceInput, agent: InstalledLegacyAgent): WantedStep {
  const { facts, type } = agent;
  return {
    id: removeStepId(type),
    service: 'legacy-agent',
    why: `take off ${describeLegacyAgent(agent)}, once what replaces it is in place`,
    write: { kind: 'deleteLegacyAgent', target: input.facts.machine, name: facts.name, type },
    needs: neededServices(input).map((service) => `satisfied:${service}` as const),
    produces: [],
    exclusive: true,
    creates: false,
    changesDefaultToken: false,
  };
}
