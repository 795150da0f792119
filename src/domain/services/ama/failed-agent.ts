import type { DecodedFailure } from '../../failures/decode-failure.ts';
import type { FailureCode } from '../../failures/failure-list.ts';
import { whoFailed } from '../../failures/who-failed.ts';
import { findExtensionObstacle } from '../../findings/find-obstacle.ts';
import type { Finding } from '../../findings/finding.ts';
import { judgeStep, judgeToldFailure } from '../../findings/judge-step.ts';
import { keepBack } from '../../findings/keep-back.ts';
import type { ServiceInput } from '../../findings/service.ts';
import type { ExtensionFacts } from '../../machine/machine-facts.ts';
import { activityOf } from '../../step/step-id.ts';
import type { FailedTry } from '../../step/step-record.ts';
import { mayLag, writeState } from '../../step/write-state.ts';
import { agentPublisher, type InstalledAgent } from '../agent/agent-extension.ts';
import type { DecidedIdentity } from '../agent/agent-identity.ts';
import { addressOfExtension, decodeExtension, isOwnedExtension, saysLittle } from '../agent/extension-failure.ts';
import { installStepId, removeStep, removeStepId, retryStep } from './agent-steps.ts';

/** From this many tries on, the same body again is pointless: remove ours and start over, or leave it to its owner. */
const triesBeforeRemoval = 2;

/**
 * An agent in state Failed. While our row tells of no try, one is made at once: an operator who mended the cause only
 * has to onboard the machine again. After that the failure's class decides: what a person must decide stays blocked,
 * the rest goes by the ladder. The third try removes and installs anew an agent that is ours, where it is certain that
 * it is ours that failed; one that is not ours is given up.
 */
export function findFailedAgent(input: ServiceInput, identity: DecidedIdentity, agent: InstalledAgent): Finding {
  const { facts, spec, history } = input;
  const stepId = installStepId(spec.os);
  const removeId = removeStepId(agent.facts.name);
  for (const id of [stepId, removeId]) {
    if (writeState(input, id) === 'working' || mayLag(input, id)) return { kind: 'provisioning', what: activityOf(id) };
  }
  const step = history.steps[stepId];
  const tries = step?.attempts ?? 0;
  const told = decodeExtension(facts.machine.resourceId, agent.facts);
  const isTold = step !== undefined && tries > 0 && saysLittle(step.failure?.code);
  const early = isTold ? judgeToldFailure(told, stepId, step, input.now) : judgeStep(input, stepId);
  if (early !== undefined) return early;
  const failure = isTold ? told : (step?.failure ?? told);
  // In the model of a scale set each try reaches every instance: a person decides on the next one.
  if (facts.platform.kind === 'scaleSet' && tries > 0) {
    return { kind: 'blocked', code: 'ScaleSetUpgradeFailed', detail: failure.detail };
  }
  const isOurs = isOwnedExtension(input, agent.facts.name);
  if (tries >= triesBeforeRemoval && !isOurs) {
    return { kind: 'blocked', code: 'ForeignExtensionFailed', detail: failure.detail };
  }
  if (agent.hasProtectedProxy) return { kind: 'blocked', code: 'ProtectedSettingsUnknown', detail: failure.detail };
  const isCertain = isOfAgent(failure) && isAgentNamed(facts.machine.resourceId, agent.facts, told, step?.failure);
  const mayRemove = isCertain && tries >= triesBeforeRemoval;
  const next: Finding =
    mayRemove && (history.steps[removeId]?.attempts ?? 0) === 0
      ? (judgeStep(input, removeId) ?? { kind: 'wanted', steps: [removeStep(input, agent)] })
      : { kind: 'wanted', steps: [retryStep(input, identity, agent, tries + 1)] };
  const obstacle = findExtensionObstacle(facts, `${agentPublisher}/${agent.facts.type}`);
  return obstacle === undefined ? next : keepBack(obstacle, next);
}

/** Failures of the agent on the machine: what Azure itself refuses or breaks is not mended by removing the agent. */
const ofAgent: readonly FailureCode[] = [
  'ExtensionFailed',
  'ExtensionMissingDependency',
  'PackageManagerLocked',
  'ExtensionNonTransient',
  'ProvisioningTimeout',
];

function isOfAgent({ code }: DecodedFailure | FailedTry): boolean {
  return ofAgent.some((one) => one === code);
}

/**
 * Nothing is removed in doubt: either the end of our write names the agent as what failed, or the agent's own instance
 * view tells how it failed, and neither may mean another extension.
 */
function isAgentNamed(
  targetId: string,
  agent: ExtensionFacts,
  told: DecodedFailure,
  ended: FailedTry | undefined,
): boolean {
  const address = addressOfExtension(targetId, agent);
  const [inEnd, inView] = [ended?.detail, agent.message].map((text) => whoFailed(text ?? '', address));
  if (inView === 'other' || inEnd === 'other') return false;
  if (inEnd === 'ours') return true;
  const isReported = agent.statusCode !== undefined && failedStatus.test(agent.statusCode) && isOfAgent(told);
  return isReported && inEnd === 'untold' && inView !== 'unclear';
}

/** Compute: `ProvisioningState/failed/1`; Arc: the handler's exit code. */
const failedStatus = /^ProvisioningState\/failed\b|^[1-9]\d{0,4}$/i;
