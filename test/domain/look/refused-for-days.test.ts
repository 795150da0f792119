import { describe, expect, test } from 'vitest';
import { type DecodedFailure, decodeFailure } from '../../../src/domain/failures/decode-failure.ts';
import { type FailureCode, failureCodes, failureInfo } from '../../../src/domain/failures/failure-list.ts';
import type { Spec } from '../../../src/domain/fleet/spec.ts';
import { lookIdSchema } from '../../../src/domain/ids.ts';
import { decideLook } from '../../../src/domain/look/decide-look.ts';
import type { MachineRecord } from '../../../src/domain/machine/machine-record.ts';
import { detailOf } from '../../../src/domain/machine/standing.ts';
import { beginStep } from '../../../src/domain/step/begin-step.ts';
import { endStep } from '../../../src/domain/step/end-step.ts';
import type { OperationState } from '../../../src/domain/step/step-history.ts';
import type { WantedStep } from '../../../src/domain/step/wanted-step.ts';
import { addressedBy, touchedBy } from '../../../src/domain/write/touched.ts';
import { foundByUs, type SampleFailure, sampleFailures } from '../failures/sample-failures.ts';
import { builtInId, vmMachine } from '../services/facts.ts';
import { completeVm, lookOf, now, recordOf } from './look-fixture.ts';

const hour = 60 * 60_000;
const day = 24 * hour;
type Channel = 'answer' | 'operation';

/** A VM that lacks only the agent. */
const facts = vmMachine({
  identity: { system: false, userAssigned: [builtInId] },
  associations: completeVm().associations,
});

/** What 72 hours of the same refusal of the install come to. */
interface Days {
  /** App times of the writes, in milliseconds. */
  readonly writes: readonly number[];
  /** Of the first of them, the row right after its end was known. */
  readonly first: MachineRecord;
  readonly last: MachineRecord;
}

function refuseForDays(told: SampleFailure, channel: Channel): Days {
  const writes: number[] = [];
  let first: MachineRecord | undefined;
  let record = recordOf(facts);
  let boundSpec: Spec | undefined;
  let operations: Readonly<Record<string, OperationState>> = {};
  for (let nowMs = now; nowMs < now + 3 * day; ) {
    const lookId = lookIdSchema.parse(`look-${nowMs}`);
    const decision = decideLook({
      ...lookOf({ facts }),
      record,
      lookId,
      boundSpec,
      operations,
      nowMs,
      wallNowMs: nowMs,
    });
    record = decision.record;
    boundSpec = decision.bind?.spec ?? boundSpec;
    if (writes.length === 1) first ??= record;
    operations = {};
    for (const step of decision.steps) {
      writes.push(nowMs);
      record = endStep(beginStep(record, step, lookId, nowMs), step.id, endOf(step, told, channel), nowMs);
      if (channel === 'operation')
        operations = { [step.id]: { state: 'failed', code: told.code, message: told.message } };
    }
    if (decision.next.kind === 'settled') break;
    if (decision.next.kind === 'removed') throw new Error('the machine is there');
    const waitMs =
      decision.next.kind === 'act' ? decision.next.waitSeconds * 1_000 : Date.parse(decision.next.dueAt) - nowMs;
    nowMs += Math.max(1_000, waitMs);
  }
  if (first === undefined) throw new Error('nothing was written');
  return { writes, first, last: record };
}

function endOf(step: WantedStep, told: SampleFailure, channel: Channel) {
  if (channel === 'operation') {
    return { kind: 'accepted', operationUrl: 'https://o', correlationId: undefined, created: true } as const;
  }
  return { kind: 'failed', failure: decodeAnswer(step, told), correlationId: undefined } as const;
}

function decodeAnswer({ write }: WantedStep, told: SampleFailure): DecodedFailure {
  const raw = { ...told, detailCodes: [], retryAfterSeconds: undefined, correlationId: undefined };
  return decodeFailure({ source: 'http', ...raw }, addressedBy(write.target.resourceId, touchedBy(write)));
}

/** The most writes of any 24 hours. */
function mostADay(writes: readonly number[]): number {
  return Math.max(...writes.map((from) => writes.filter((at) => at >= from && at < from + day).length));
}

/** What became of the only step, with its times from the moment when its failure was known. */
function outcomeOf({ steps }: MachineRecord) {
  const [step] = Object.values(steps);
  const knownMs = Date.parse(step?.refusals[0]?.at[0] ?? '');
  const nextMs = step?.nextAttemptAt === undefined ? undefined : Date.parse(step.nextAttemptAt) - knownMs;
  return { failure: step?.failure, attempts: step?.attempts, waits: step?.waits, nextMs };
}

const samples = failureCodes.flatMap((code) => {
  const told = sampleFailures[code];
  return told === undefined ? [] : [[code, told] as const];
});

describe('the same refusal for 72 hours', () => {
  test('is tried for every failure that Azure says of a write', () => {
    const known: readonly FailureCode[] = [...samples.map(([code]) => code), ...foundByUs];
    expect([...known].sort()).toEqual([...failureCodes].sort());
  });

  test.each(samples)('%s: the same step by answer and by operation, twelve writes a day at most', (code, told) => {
    const answered = refuseForDays(told, 'answer');
    const ended = refuseForDays(told, 'operation');
    expect(outcomeOf(ended.first).failure?.code).toBe(code);
    // What an answer says in unknown words is known by its status.
    const isOfBoth = code !== 'UnknownFailure';
    if (isOfBoth) expect(outcomeOf(ended.first)).toEqual(outcomeOf(answered.first));
    for (const { writes, last } of isOfBoth ? [answered, ended] : [ended]) {
      expect(mostADay(writes)).toBeLessThanOrEqual(12);
      const isHeld = failureInfo(code).class === 'hold' || failureInfo(code).holdAfterTries !== undefined;
      expect(last.standing.status).toBe(isHeld ? 'Held' : 'Failed');
      expect(detailOf(last.standing)).toContain('Azure says');
    }
  });
});
