import { isEndpointExtension } from '../../endpoint/other-edr.ts';
import { findDisconnected, findRemovalObstacle } from '../../findings/find-obstacle.ts';
import type { Finding, Obstacle } from '../../findings/finding.ts';
import { judgeStep } from '../../findings/judge-step.ts';
import { keepBack } from '../../findings/keep-back.ts';
import type { ServiceInput } from '../../findings/service.ts';
import { isSameName } from '../../ids.ts';
import { splitExtensionType } from '../../machine/extension-type.ts';
import { isForeignMachine } from '../../machine/foreign-parts.ts';
import type { ExtensionFacts } from '../../machine/machine-facts.ts';
import type { MachineRecord, TimelineEntry } from '../../machine/machine-record.ts';
import { orderInTime, type RemovalOrder } from '../../machine/removal-order.ts';
import { activityOf } from '../../step/step-id.ts';
import type { StepRecord } from '../../step/step-record.ts';
import { mayLag, writeState } from '../../step/write-state.ts';
import { removeStep, removeStepId } from './endpoint-steps.ts';
import { isDirect } from './is-direct.ts';

const hourMs = 60 * 60_000;

export type RedeployOutcome =
  | {
      readonly kind: 'ordered';
      readonly record: MachineRecord;
      readonly entry: TimelineEntry;
      readonly order: RemovalOrder;
    }
  | RedeployRefusal;

export type RedeployRefusal =
  /** One is waiting to be carried out. */
  | { readonly kind: 'alreadyOrdered'; readonly order: RemovalOrder }
  /** The last look did not find an extension that is there and held up. */
  | { readonly kind: 'nothingHeld'; readonly why: string };

/**
 * A person lets Defender for Endpoint be taken off the machine, so that it is installed anew: the only way in which an
 * extension of somebody else is ever deleted. Only where the last look found it there and held up, as after a move to
 * another subscription ("Defender for Endpoint integration", Defender for Cloud docs: delete the extension, it comes back).
 * `nowMs`: app time.
 */
export function orderRedeploy(
  record: MachineRecord,
  { by, why }: { readonly by: string; readonly why: string },
  nowMs: number,
): RedeployOutcome {
  const pending = pendingRedeploy(record, nowMs);
  if (pending !== undefined) return { kind: 'alreadyOrdered', order: pending };
  const { incarnation, findings, facts, os } = record;
  const finding = findings.endpoint;
  if (isForeignMachine(record) || incarnation === undefined || os === 'unknown') {
    return { kind: 'nothingHeld', why: 'no look of this release has read the machine' };
  }
  if (finding?.kind !== 'blocked') {
    const found = finding === undefined ? 'its profile does not want Defender for Endpoint' : `it is ${finding.kind}`;
    return { kind: 'nothingHeld', why: found };
  }
  const extension = facts?.extensions.find(({ type }) => {
    const split = splitExtensionType(type);
    return isEndpointExtension(split.publisher, split.type);
  });
  if (extension === undefined) return { kind: 'nothingHeld', why: 'its extension is not on the machine' };
  const at = new Date(nowMs).toISOString();
  const until = new Date(nowMs + hourMs).toISOString();
  const order = { service: 'endpoint', extension: extension.name, incarnation, by, at, until, why };
  // What became of an earlier removal says nothing of this one.
  const { [removeStepId(os)]: _, ...steps } = record.steps;
  const text = `redeploy ${extension.name} until ${until}: ${why}`;
  return {
    kind: 'ordered',
    record: { ...record, steps, removalOrder: order, lookId: undefined },
    entry: { at, what: 'operator', text, by },
    order,
  };
}

/** The order that is still to be carried out. */
export function pendingRedeploy(record: MachineRecord, nowMs: number): RemovalOrder | undefined {
  const order = orderInTime(record.removalOrder, record.incarnation, nowMs);
  if (order === undefined || order.service !== 'endpoint' || record.os === 'unknown') return undefined;
  return isUsed(order, record.steps[removeStepId(record.os)]) ? undefined : order;
}

/** Once: a write that may have had an effect uses it up, one that Azure refused does not. */
function isUsed({ at }: RemovalOrder, step: StepRecord | undefined): boolean {
  return step?.writes.some((write) => write.at >= at && write.ended !== 'failed') === true;
}

/** What was found, or the removal that a person has ordered because of it. */
export function withRedeploy(input: ServiceInput, extension: ExtensionFacts, found: Finding): Finding {
  const { spec, facts, history, now } = input;
  const id = removeStepId(spec.os);
  if (writeState(input, id) === 'working' || (mayLag(input, id) && found.kind !== 'satisfied')) {
    return { kind: 'provisioning', what: activityOf(id) };
  }
  const order = orderInTime(input.removalOrder, facts.incarnation, now);
  if (order === undefined || found.kind !== 'blocked' || !isSameName(order.extension, extension.name)) return found;
  if (isUsed(order, history.steps[id])) return found;
  const gone = findNobodyBringsIt(input, found);
  if (gone !== undefined) return gone;
  const step = { ...removeStep(input, extension), why: `redeploy, ordered by ${order.by}: ${order.why}` };
  const obstacle = findDisconnected(facts) ?? findRemovalObstacle(facts);
  const wanted: Finding = { kind: 'wanted', steps: [step] };
  return obstacle === undefined ? (judgeStep(input, id) ?? wanted) : keepBack(obstacle, wanted);
}

/** Nothing is taken off a machine that would stay without. */
function findNobodyBringsIt(
  { spec, shared: { endpointCoverage: coverage } }: ServiceInput,
  found: Extract<Obstacle, { kind: 'blocked' }>,
): Finding | undefined {
  if (isDirect(spec) || coverage.kind === 'on' || coverage.kind === 'unknown') return undefined;
  return {
    ...found,
    detail: `${found.detail}; not removed, since Defender would not bring it back: ${coverage.detail}`,
  };
}
