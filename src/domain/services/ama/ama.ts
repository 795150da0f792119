import { agentNeeds } from '../../cloud/agent-hosts.ts';
import { extensionStateOf, findInPlace } from '../../findings/extension-state.ts';
import { findDisconnected, findExtensionObstacle, findWentOff } from '../../findings/find-obstacle.ts';
import type { Finding } from '../../findings/finding.ts';
import { judgeStep } from '../../findings/judge-step.ts';
import { keepBack } from '../../findings/keep-back.ts';
import type { Service, ServiceInput } from '../../findings/service.ts';
import { isSameId } from '../../ids.ts';
import { activityOf } from '../../step/step-id.ts';
import type { WantedStep } from '../../step/wanted-step.ts';
import { writeState } from '../../step/write-state.ts';
import { compareVersions } from '../../versions.ts';
import {
  agentHandlers,
  agentPublisher,
  agentTypeOf,
  findAgent,
  type InstalledAgent,
} from '../agent/agent-extension.ts';
import { agentIdentity, type DecidedIdentity } from '../agent/agent-identity.ts';
import { changeStep, installStep, installStepId } from './agent-steps.ts';
import { findFailedAgent } from './failed-agent.ts';

/** The Azure Monitor Agent: installed, with the right identity, not older than the profile allows, kept up to date. */
export const amaService: Service = {
  name: 'ama',
  activities: ['installExtension', 'removeExtension'],
  reads: [],
  handlers: agentHandlers,
  policyFacet: 'agent',
  outbound: agentNeeds,
  find,
};

function find(input: ServiceInput): Finding {
  const { facts, spec } = input;
  if (!spec.ama.install) return { kind: 'not-applicable', reason: 'the profile does not want the agent' };
  const disconnected = findDisconnected(facts);
  const finding = findAgentState(input);
  return disconnected === undefined ? finding : keepBack(disconnected, finding);
}

function findAgentState(input: ServiceInput): Finding {
  const { facts, spec } = input;
  const identity = agentIdentity(input);
  if (identity.kind === 'undecided') return identity.finding;
  const agent = findAgent(facts, spec.os);
  switch (agent === undefined ? undefined : extensionStateOf(agent.facts)) {
    case undefined:
    case 'deleted':
      return send(input, installStep(input, identity));
    case 'succeeded':
      return agent === undefined ? notReady : findInstalled(input, identity, agent);
    case 'failed':
    case 'canceled':
      return agent === undefined ? notReady : findFailedAgent(input, identity, agent);
    default:
      return findWorking(input, agent?.facts.provisioningState ?? '');
  }
}

const notReady: Finding = { kind: 'waiting', reason: 'AgentNotReady' };

/** Creating, Updating, Deleting, Accepted, ...: Azure is at it, unless the machine went off meanwhile. */
function findWorking({ facts, spec }: ServiceInput, state: string): Finding {
  const what = state.toLowerCase() === 'deleting' ? 'removeExtension' : activityOf(installStepId(spec.os));
  return findWentOff(facts) ?? { kind: 'provisioning', what };
}

function findInstalled(input: ServiceInput, identity: DecidedIdentity, agent: InstalledAgent): Finding {
  const { spec, history } = input;
  const stepId = installStepId(spec.os);
  // What is seen may be older than our write, or than the end of its operation that this look has just read.
  if (writeState(input, stepId) === 'working') return { kind: 'provisioning', what: activityOf(stepId) };
  // Its operation ended badly: its next try is due when the row says so, whatever the resource shows meanwhile.
  const failed = history.operations[stepId]?.state === 'failed' ? judgeStep(input, stepId) : undefined;
  if (failed !== undefined) return failed;
  const { installedVersion } = agent.facts;
  if (installedVersion !== undefined && compareVersions(installedVersion, spec.ama.minimumVersion) < 0) {
    const detail = `${installedVersion} is installed, the profile asks for ${spec.ama.minimumVersion} or newer`;
    return { kind: 'blocked', code: 'VersionBelowFloor', detail };
  }
  const [why] = differencesOf(input, identity, agent);
  if (why === undefined) return findProvided(input, agent);
  if (agent.hasProtectedProxy) return { kind: 'blocked', code: 'ProtectedSettingsUnknown', detail: why };
  return send(input, changeStep(input, identity, agent, why));
}

/** The instances of a scale set are upgraded once the agent is in its model. */
function findProvided({ facts }: ServiceInput, agent: InstalledAgent): Finding {
  const found = findInPlace(facts, agent.facts);
  const isInModel = facts.platform.kind === 'scaleSet' && found.kind === 'satisfied';
  return isInModel ? { ...found, provides: ['agentInModel'] } : found;
}

/** What of the installed agent is not as the spec wants it, in words; empty when all is well. */
function differencesOf(
  { facts, spec }: ServiceInput,
  identity: DecidedIdentity,
  agent: InstalledAgent,
): readonly string[] {
  const differences: string[] = [];
  const { identityId, hasAuthentication } = agent;
  if (identity.kind === 'user' && (identityId === undefined || !isSameId(identityId, identity.resourceId))) {
    differences.push(`let the agent use ${identity.resourceId.slice(identity.resourceId.lastIndexOf('/') + 1)}`);
  }
  if (identity.kind === 'system' && hasAuthentication) {
    differences.push(`let the agent use the ${facts.platform.kind === 'arc' ? 'Arc' : 'system-assigned'} identity`);
  }
  if ((agent.facts.enableAutomaticUpgrade ?? false) !== spec.ama.automaticUpgrade) {
    differences.push(`turn automatic upgrade ${spec.ama.automaticUpgrade ? 'on' : 'off'}`);
  }
  return differences;
}

/** What stands in the way of an extension write, else the write. */
function send(input: ServiceInput, step: WantedStep): Finding {
  const wanted: Finding = { kind: 'wanted', steps: [step] };
  const obstacle = findExtensionObstacle(input.facts, `${agentPublisher}/${agentTypeOf(input.spec.os)}`);
  return obstacle === undefined ? (judgeStep(input, step.id) ?? wanted) : keepBack(obstacle, wanted);
}
