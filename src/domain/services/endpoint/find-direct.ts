import type { FailureCode } from '../../failures/failure-list.ts';
import { findDisconnected, findExtensionObstacle, findRemovalObstacle } from '../../findings/find-obstacle.ts';
import type { Finding, Obstacle } from '../../findings/finding.ts';
import { judgeStep, judgeToldFailure } from '../../findings/judge-step.ts';
import { keepBack } from '../../findings/keep-back.ts';
import type { ServiceInput } from '../../findings/service.ts';
import { isSameId } from '../../ids.ts';
import type { ExtensionFacts } from '../../machine/machine-facts.ts';
import { activityOf } from '../../step/step-id.ts';
import type { StepRecord } from '../../step/step-record.ts';
import type { WantedStep } from '../../step/wanted-step.ts';
import { mayLag, writeState } from '../../step/write-state.ts';
import { extensionId } from '../../write/azure-write.ts';
import { endpointHandlerOf } from './endpoint-handlers.ts';
import { installStep, installStepId, removeStep, removeStepId, renameStep, retryStep } from './endpoint-steps.ts';
import { findOther } from './find-other.ts';
import { isDirect } from './is-direct.ts';
import { type ToldFailure, toldFailureOf } from './told-failure.ts';

/** From this many tries on, the same body again is pointless: remove ours and start over, or leave it to its owner. */
const triesBeforeRemoval = 2;
/** What the installer of Linux ends with, by the names of exit-codes.ts. */
const damagedExit = 15;
const withoutPackageExit = 30;

/** It is not there, and the app installs it. */
export function findAbsentDirect(input: ServiceInput): Finding {
  return send(input, installStep(input));
}

/** It names another machine, as after a move: written anew, so that it names this one. */
export function findMisnamedDirect(input: ServiceInput, extension: ExtensionFacts): Finding {
  return send(input, renameStep(input, extension));
}

/**
 * Our own write that has not ended, or ended badly: what the resource shows now may be what it was before, and its next
 * try is due when the row says so.
 */
export function findOwnWrite(input: ServiceInput): Obstacle | undefined {
  const { spec, history } = input;
  if (!isDirect(spec)) return undefined;
  const id = installStepId(spec.os);
  if (writeState(input, id) === 'working') return { kind: 'provisioning', what: activityOf(id) };
  return history.operations[id]?.state === 'failed' ? judgeStep(input, id) : undefined;
}

/**
 * It failed. While our row tells of no try, one is made at once: an operator who mended the cause only has to onboard the
 * machine again. After that the class of what the handler said decides. A missing package is fetched again at once, once. A
 * damaged agent, and one that failed twice, is removed and installed anew if it is ours; else its owner is asked.
 */
export function findFailedDirect(input: ServiceInput, extension: ExtensionFacts): Finding {
  const { spec, history } = input;
  const id = installStepId(spec.os);
  const removeId = removeStepId(spec.os);
  for (const one of [id, removeId]) {
    if (writeState(input, one) === 'working' || mayLag(input, one)) {
      return { kind: 'provisioning', what: activityOf(one) };
    }
  }
  const step = history.steps[id];
  const tries = step?.attempts ?? 0;
  const told = toldFailureOf(spec.os, extension, step?.failure);
  const early = isAtOnce(told, tries) ? undefined : judgeTold(input, told, step);
  if (early !== undefined) return early;
  const isOurs = isOwned(input, extension);
  if (tries >= triesBeforeRemoval && !isOurs) {
    return { kind: 'blocked', code: 'ForeignExtensionFailed', detail: told.detail };
  }
  const isPointless = tries >= triesBeforeRemoval || (told.exit === damagedExit && tries > 0);
  const mayRemove = isOurs && isPointless && (history.steps[removeId]?.attempts ?? 0) === 0;
  return send(input, mayRemove ? removeStep(input, extension) : retryStep(input, extension, tries + 1));
}

/** The package has a short life: one that came too late is fetched again at once. */
function isAtOnce({ exit }: ToldFailure, tries: number): boolean {
  return exit === withoutPackageExit && tries === 1;
}

/** The end of a write says no more than that a handler failed: then the handler itself is heard. */
const littleSaid: readonly FailureCode[] = ['ExtensionFailed', 'UnknownFailure'];
/** It says what a handler printed by words that any may print: an exit code of ours says it better. */
const printed: readonly FailureCode[] = [
  'ExtensionUnsupportedOs',
  'ExtensionMissingDependency',
  'ExtensionBadSettings',
  'ExtensionNonTransient',
  'PackageManagerLocked',
];

function judgeTold(input: ServiceInput, told: ToldFailure, step: StepRecord | undefined): Obstacle | undefined {
  const id = installStepId(input.spec.os);
  const ended = step?.failure?.code;
  const weaker = told.exit === undefined ? littleSaid : [...littleSaid, ...printed];
  const saysLittle = ended === undefined || weaker.some((code) => code === ended);
  if (step === undefined || step.attempts === 0 || !saysLittle) return judgeStep(input, id);
  return judgeToldFailure(told, id, step, input.now);
}

function isOwned({ facts, history }: ServiceInput, { name }: ExtensionFacts): boolean {
  const id = extensionId(facts.machine.resourceId, name);
  return history.owned.some((owned) => owned.state === 'confirmed' && isSameId(owned.resourceId, id));
}

/** What stands in the way of a write, else the write. */
function send(input: ServiceInput, step: WantedStep): Finding {
  const { facts, spec } = input;
  const wanted: Finding = { kind: 'wanted', steps: [step] };
  const isRemoval = step.write.kind === 'deleteExtension';
  const first = isRemoval ? undefined : (findOther(input, 'write') ?? findNotReady(input));
  const last = () =>
    isRemoval ? findRemovalObstacle(facts) : findExtensionObstacle(facts, endpointHandlerOf(spec.os));
  const obstacle = first ?? findDisconnected(facts) ?? last();
  return obstacle === undefined ? (judgeFor(input, step) ?? wanted) : keepBack(obstacle, wanted);
}

/** A retry was judged by what the handler said; every other write by what became of the last one. */
function judgeFor(input: ServiceInput, step: WantedStep): Obstacle | undefined {
  const isRetry = step.write.kind === 'putExtension' && step.write.body.properties.forceUpdateTag !== undefined;
  return isRetry ? undefined : judgeStep(input, step.id);
}

/** The plan of the subscription is the consent and the licence; its settings only decide whether Defender comes by itself. */
function findNotReady({ shared: { endpointCoverage: coverage } }: ServiceInput): Obstacle | undefined {
  switch (coverage.kind) {
    case 'off':
      return coverage.lacksPlan ? { kind: 'blocked', code: 'EndpointNotEnabled', detail: coverage.detail } : undefined;
    case 'coming':
      return coverage.lacksPlan
        ? { kind: 'waiting', reason: 'SubscriptionNotReady', detail: coverage.detail }
        : undefined;
    case 'unread':
      return { kind: 'waiting', reason: 'SubscriptionNotReady', detail: coverage.detail };
    default:
      return undefined;
  }
}
