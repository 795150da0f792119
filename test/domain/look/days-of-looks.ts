import { type DecodedFailure, decodeFailure } from '../../../src/domain/failures/decode-failure.ts';
import type { Spec } from '../../../src/domain/fleet/spec.ts';
import { lookIdSchema } from '../../../src/domain/ids.ts';
import { decideLook } from '../../../src/domain/look/decide-look.ts';
import type { MachineFacts } from '../../../src/domain/machine/machine-facts.ts';
import type { MachineRecord } from '../../../src/domain/machine/machine-record.ts';
import { beginStep } from '../../../src/domain/step/begin-step.ts';
import { endStep, type StepEnd } from '../../../src/domain/step/end-step.ts';
import type { OperationState } from '../../../src/domain/step/step-history.ts';
import type { WantedStep } from '../../../src/domain/step/wanted-step.ts';
import { addressedBy, touchedBy } from '../../../src/domain/write/touched.ts';
import type { SampleFailure } from '../failures/sample-failures.ts';
import { builtInId, vmMachine } from '../services/facts.ts';
import { completeVm, lookOf, now, recordOf } from './look-fixture.ts';

export const minute = 60_000;
const day = 24 * 60 * minute;

/** A VM that lacks only the agent. */
export const withoutAgent = vmMachine({
  identity: { system: false, userAssigned: [builtInId] },
  associations: completeVm().associations,
});

/** What becomes of the write with this number, counted from 1; nothing: the app dies before it is answered. */
export interface Fate {
  readonly end?: (step: WantedStep) => StepEnd;
  /** What its operation says at the next look. */
  readonly operation?: OperationState;
  /** How the machine looks from then on. */
  readonly facts?: MachineFacts;
}

export interface Days {
  /** App times of the writes, in milliseconds. */
  readonly writes: readonly number[];
  readonly removals: number;
  readonly looks: number;
  /** The row at the first look after the first write. */
  readonly first: MachineRecord;
  readonly last: MachineRecord;
}

/** Three days of looks at one machine, each when it is due. `factsAt` is what others make of the machine meanwhile. */
export function lookForDays(fateOf: (writeNumber: number) => Fate, factsAt?: (sinceMs: number) => MachineFacts): Days {
  const writes: number[] = [];
  let [looks, removals] = [0, 0];
  let facts = withoutAgent;
  let first: MachineRecord | undefined;
  let record = recordOf(facts);
  let boundSpec: Spec | undefined;
  let operations: Readonly<Record<string, OperationState>> = {};
  for (let nowMs = now; nowMs < now + 3 * day; looks++) {
    facts = factsAt?.(nowMs - now) ?? facts;
    const lookId = lookIdSchema.parse(`look-${nowMs}`);
    const input = { ...lookOf({ facts }), record, lookId, boundSpec, operations, nowMs, wallNowMs: nowMs };
    const decision = decideLook(input);
    record = decision.record;
    boundSpec = decision.bind?.spec ?? boundSpec;
    if (writes.length === 1) first ??= record;
    operations = {};
    for (const step of decision.steps) {
      writes.push(nowMs);
      if (step.write.kind === 'deleteExtension') removals++;
      const fate = fateOf(writes.length);
      record = beginStep(record, step, lookId, nowMs);
      if (fate.end !== undefined) record = endStep(record, step.id, fate.end(step), nowMs);
      if (fate.operation !== undefined) operations = { [step.id]: fate.operation };
      facts = fate.facts ?? facts;
    }
    const waitMs = waitOf(decision.next, nowMs);
    if (waitMs === undefined && factsAt === undefined) break;
    nowMs += Math.min(waitMs ?? day, factsAt === undefined ? day : 30 * minute);
  }
  if (first === undefined) throw new Error('nothing was written');
  return { writes, removals, looks, first, last: record };
}

function waitOf(next: ReturnType<typeof decideLook>['next'], nowMs: number): number | undefined {
  switch (next.kind) {
    case 'act':
      return next.waitSeconds * 1_000;
    case 'parked':
      return Math.max(1_000, Date.parse(next.dueAt) - nowMs);
    default:
      return undefined;
  }
}

export function accepted(): StepEnd {
  return { kind: 'accepted', operationUrl: 'https://o', correlationId: undefined, created: true };
}

/** An answer that refuses the write. */
export function refused(told: SampleFailure): (step: WantedStep) => StepEnd {
  return ({ write }) => {
    const raw = { ...told, detailCodes: [], retryAfterSeconds: undefined, correlationId: undefined };
    const about = addressedBy(write.target.resourceId, touchedBy(write));
    const failure: DecodedFailure = decodeFailure({ source: 'http', ...raw }, about);
    return { kind: 'failed', failure, correlationId: undefined };
  };
}

/** The most of them in any 24 hours. */
export function mostADay(times: readonly number[]): number {
  return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + day).length));
}
