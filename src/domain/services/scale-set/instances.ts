import type { Finding } from '../../findings/finding.ts';
import { judgeStep } from '../../findings/judge-step.ts';
import type { Service, ServiceInput } from '../../findings/service.ts';
import { stepIdSchema } from '../../ids.ts';
import {
  describeInstances,
  nameInstances,
  type SortedInstances,
  sortInstances,
} from '../../machine/describe-instances.ts';
import type { InstanceFacts, ScaleSetFacts } from '../../machine/machine-facts.ts';
import type { Need, WantedStep } from '../../step/wanted-step.ts';
import { writeState } from '../../step/write-state.ts';
import { findAgent } from '../agent/agent-extension.ts';
import { whyPending } from './model-baseline.ts';

const activity = 'upgradeScaleSetInstances';
const stepId = stepIdSchema.parse(activity);
/** At most so much of a set is upgraded at a time, and at least one instance. */
const batchShare = 0.2;
/** So long after our change of the model a set is looked at closely; a rollout with pauses takes longer. Milliseconds. */
const closelyMs = 30 * 60_000;

/** Every instance of a Uniform scale set has its model, and what the model brings works on it. */
export const instancesService: Service = {
  name: 'scale-set',
  concerns: ({ kind }) => kind === 'scaleSet',
  activities: [activity],
  reads: ['instances'],
  handlers: [],
  find,
};

/** A Uniform scale set with its instances as this look read them. */
interface ReadSet {
  readonly set: ScaleSetFacts;
  readonly all: readonly InstanceFacts[];
  readonly sorted: SortedInstances;
  /** Name of the agent's extension in the model; undefined where it has none. */
  readonly agent: string | undefined;
  /** `47 of 50 instances current, 3 protected from actions`. */
  readonly text: string;
}

function find(input: ServiceInput): Finding {
  const { platform } = input.facts;
  if (platform.kind !== 'scaleSet') return { kind: 'not-applicable', reason: 'it is no scale set' };
  // While Azure works on a batch they tell nothing yet.
  if (writeState(input, stepId) === 'working') return working(input.lastDetail);
  if (platform.instances === undefined) return { kind: 'not-read', needs: 'instances' };
  const agent = findAgent(input.facts, input.spec.os)?.facts.name;
  const all = platform.instances;
  const text = describeInstances(all, agent);
  return judge(input, { set: platform, all, sorted: sortInstances(all, agent), agent, text });
}

function judge(input: ServiceInput, read: ReadSet): Finding {
  const { sorted, text, set, agent } = read;
  const { failed, working: busy, behind } = sorted;
  // A batch that failed, or was refused, decides before anything else is sent.
  const sent = judgeStep(input, stepId);
  if (sent?.kind === 'provisioning' && !isBatchSeen(input, sorted)) return working(text);
  if (sent?.kind === 'blocked') return { ...sent, detail: `${text}; ${sent.detail}` };
  if (failed.length > 0) {
    const detail = `${text}; failed on ${nameInstances(failed, agent)}`;
    const code = mayUpgrade(input, set) ? 'ScaleSetUpgradeFailed' : 'ExtensionFailed';
    return { kind: 'blocked', code, detail };
  }
  if (busy.length > 0) return { kind: 'provisioning', what: 'instances', detail: text };
  if (behind.length === 0) return { kind: 'satisfied', detail: text };
  return set.upgradePolicy === 'manual' ? findManual(input, read) : findRollout(input, text);
}

function working(detail: string | undefined): Finding {
  return { kind: 'provisioning', what: activity, ...(detail === undefined ? {} : { detail }) };
}

/** The end of the last batch is told, and every instance of it shows what it brought: no read can be from before. */
function isBatchSeen({ history }: ServiceInput, { current }: SortedInstances): boolean {
  const step = history.steps[stepId];
  if (step?.touches.part !== 'instances' || step.nextAttemptAt !== undefined) return false;
  const ids = new Set(current.map(({ id }) => id));
  return step.touches.ids.every((id) => ids.has(id));
}

function mayUpgrade({ spec }: ServiceInput, { upgradePolicy }: ScaleSetFacts): boolean {
  return upgradePolicy === 'manual' && spec.upgradeInstances;
}

/** Azure does it by itself, as the set's policy says. */
function findRollout({ history, now }: ServiceInput, detail: string): Finding {
  const changes = ['identity', 'ama', 'legacy-agent'];
  const times = Object.values(history.steps).flatMap((step) =>
    changes.includes(step.service) ? [Date.parse(step.lastAt)] : [],
  );
  const isRecent = times.some((atMs) => now - atMs < closelyMs);
  return isRecent
    ? { kind: 'provisioning', what: 'instances', detail }
    : { kind: 'waiting', reason: 'InstancesUpdating', detail };
}

/** Nobody brings the model to the instances of a Manual set: a person does, or we where the profile says so. */
function findManual(input: ServiceInput, read: ReadSet): Finding {
  const { set, sorted, text } = read;
  const pending = whyPending(set, input.baseline, sorted.behind, input.spec);
  const why = pending ?? (input.spec.upgradeInstances ? undefined : 'its profile lets the app upgrade no instances');
  if (why !== undefined) return { kind: 'blocked', code: 'PendingModelChange', detail: `${text}; ${why}` };
  const { provisioningState } = input.facts;
  if (/^(?:creating|updating)$/i.test(provisioningState)) {
    return { kind: 'provisioning', what: 'scaleSet', detail: `the set is ${provisioningState}; ${text}` };
  }
  return { kind: 'wanted', steps: [upgradeStep(input, read)] };
}

/** The next batch, by the order in which Azure lists the instances. Only once all that is ours is in the model. */
function upgradeStep({ facts, spec }: ServiceInput, { all, sorted, text }: ReadSet): WantedStep {
  const size = Math.max(1, Math.floor(all.length * batchShare));
  const instanceIds = sorted.behind.slice(0, size).map(({ id }) => id);
  const needs: readonly Need[] = spec.ama.install ? ['identity', 'agentInModel'] : ['identity'];
  return {
    id: stepId,
    service: 'scale-set',
    why: `upgrade ${instanceIds.length} of ${sorted.behind.length} instances that lack the model (${text})`,
    write: { kind: 'upgradeInstances', target: facts.machine, body: { instanceIds } },
    needs,
    produces: [],
    exclusive: true,
    creates: false,
    changesDefaultToken: false,
  };
}
