import type { Finding } from '../../findings/finding.ts';
import { judgeStep, judgeToldFailure } from '../../findings/judge-step.ts';
import type { ServiceInput } from '../../findings/service.ts';
import type { ExtensionFacts } from '../../machine/machine-facts.ts';
import { activityOf } from '../../step/step-id.ts';
import { mayLag, writeState } from '../../step/write-state.ts';
import { decodeExtension, isOwnedExtension, saysLittle } from '../agent/extension-failure.ts';
import { installStepId } from './security-agent-step.ts';

/** After so many tries one that is not ours is left to its owner. */
const triesOfOthers = 2;

/** The failed extension is tried again so many times already; undefined: something else is to be said first. */
export type FailedAgent =
  | { readonly kind: 'retry'; readonly tryNumber: number }
  | { readonly kind: 'say'; readonly finding: Finding };

/** One try is made at once, then the class of the failure decides. The agent is deprecated, so it is never removed for it. */
export function judgeFailed(input: ServiceInput, extension: ExtensionFacts): FailedAgent {
  const { facts, spec, history, now } = input;
  const id = installStepId(spec.os);
  if (writeState(input, id) === 'working' || mayLag(input, id))
    return say({ kind: 'provisioning', what: activityOf(id) });
  const step = history.steps[id];
  const tries = step?.attempts ?? 0;
  const told = decodeExtension(facts.machine.resourceId, extension);
  const isTold = step !== undefined && tries > 0 && saysLittle(step.failure?.code);
  const early = isTold ? judgeToldFailure(told, id, step, now) : judgeStep(input, id);
  if (early !== undefined) return say(early);
  if (tries >= triesOfOthers && !isOwnedExtension(input, extension.name)) {
    return say({ kind: 'blocked', code: 'ForeignExtensionFailed', detail: told.detail });
  }
  return { kind: 'retry', tryNumber: tries + 1 };
}

function say(finding: Finding): FailedAgent {
  return { kind: 'say', finding };
}
