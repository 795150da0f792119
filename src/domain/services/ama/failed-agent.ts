import { type DecodedFailure, decodeFailure } from '../../failures/decode-failure.ts';
import type { RawFailure } from '../../failures/failure.ts';
import { readExitCode } from '../../failures/read-exit-code.ts';
import { findExtensionObstacle } from '../../findings/find-obstacle.ts';
import type { Finding } from '../../findings/finding.ts';
import { judgeStep, judgeToldFailure } from '../../findings/judge-step.ts';
import { keepBack } from '../../findings/keep-back.ts';
import type { ServiceInput } from '../../findings/service.ts';
import type { ExtensionFacts } from '../../machine/machine-facts.ts';
import { activityOf } from '../../step/step-id.ts';
import { mayLag, writeState } from '../../step/write-state.ts';
import { addressedBy } from '../../write/touched.ts';
import { agentPublisher, type InstalledAgent } from '../agent/agent-extension.ts';
import type { DecidedIdentity } from '../agent/agent-identity.ts';
import { installStepId, removeStep, removeStepId, retryStep } from './agent-steps.ts';

/** From this many tries on, the same body again is pointless: remove ours and start over, or leave it to its owner. */
const triesBeforeRemoval = 2;

/**
 * An agent in state Failed. While our row tells of no try, one is made at once: an operator who mended the cause only
 * has to onboard the machine again. After that the failure's class decides: what a person must decide stays blocked,
 * the rest goes by the ladder. The third try removes and installs anew an agent that is ours; one that is not is given
 * up.
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
  const isOurs = isOwned(input, agent.facts.name);
  if (tries >= triesBeforeRemoval && !isOurs) {
    return { kind: 'blocked', code: 'ForeignExtensionFailed', detail: failure.detail };
  }
  if (agent.hasProtectedProxy) return { kind: 'blocked', code: 'ProtectedSettingsUnknown', detail: failure.detail };
  const mayRemove = failure.code !== 'BlockedByExtension' && tries >= triesBeforeRemoval;
  const next: Finding =
    mayRemove && (history.steps[removeId]?.attempts ?? 0) === 0
      ? (judgeStep(input, removeId) ?? { kind: 'wanted', steps: [removeStep(input, agent)] })
      : { kind: 'wanted', steps: [retryStep(input, identity, agent, tries + 1)] };
  const obstacle = findExtensionObstacle(facts, `${agentPublisher}/${agent.facts.type}`);
  return obstacle === undefined ? next : keepBack(obstacle, next);
}

/** An operation often says only that the extension failed, or cannot be read; the instance view then knows why. */
function saysLittle(code: string | undefined): boolean {
  return code === undefined || code === 'ExtensionFailed' || code === 'UnknownFailure';
}

function decodeExtension(targetId: string, extension: ExtensionFacts): DecodedFailure {
  const { name, publisher, type, statusCode, message, provisioningState } = extension;
  const told = [statusCode, message].filter((part) => part !== undefined).join(' ');
  const raw: RawFailure = {
    source: 'operation',
    code: statusCode ?? provisioningState,
    message: message ?? 'the extension reported no message',
    exitCode: readExitCode(told) ?? bareExitCode(statusCode),
  };
  const decoded = decodeFailure(raw, addressedBy(targetId, { part: 'extension', name, publisher, type }));
  return decoded.code === 'UnknownFailure' ? { ...decoded, code: 'ExtensionFailed' } : decoded;
}

function isOwned({ facts, history }: ServiceInput, name: string): boolean {
  const id = `${facts.machine.resourceId}/extensions/${name}`.toLowerCase();
  return history.owned.some((owned) => owned.state === 'confirmed' && owned.resourceId.toLowerCase() === id);
}

/** Arc gives the handler's exit code as the whole status code. */
function bareExitCode(statusCode: string | undefined): number | undefined {
  return statusCode !== undefined && /^[1-9]\d{0,4}$/.test(statusCode) ? Number(statusCode) : undefined;
}
