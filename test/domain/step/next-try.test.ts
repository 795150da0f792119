import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeFailure } from '../../../src/domain/failures/decode-failure.ts';
import { failureCodes, failureInfo } from '../../../src/domain/failures/failure-list.ts';
import { endStep } from '../../../src/domain/step/end-step.ts';
import { foldOperations } from '../../../src/domain/step/fold-operations.ts';
import { nextTry } from '../../../src/domain/step/next-try.ts';
import { addRefusal, mostRefusalsPerDay } from '../../../src/domain/step/refusals.ts';
import type { StepRecord } from '../../../src/domain/step/step-record.ts';
import { lookId, now, recordOf } from '../look/look-fixture.ts';
import { step as wanted } from '../permit/permit-request.ts';
import { vmMachine } from '../services/facts.ts';
import { minutesAgo, stepRecord } from '../services/service-input.ts';

const inSeconds = (seconds: number): string => new Date(now + seconds * 1_000).toISOString();
const busy = { code: 'Busy', class: 'wait', detail: 'Conflict: x', pendingReason: 'Busy' } as const;

/** Codes by which Azure says the same in an answer and at the end of an operation. */
const sameInBoth = [
  'OperationPreempted',
  'TooManyRequests',
  'ScopeLocked',
  'RequestDisallowedByPolicy',
  'AuthorizationFailed',
  'InternalServerError',
  'AnotherOperationInProgress',
  'PreconditionFailed',
  'VMExtensionProvisioningTimeout',
  'VMExtensionHandlerNonTransientError',
  'VMNotRunning',
];

describe('an answer and the end of an operation', () => {
  test('with the same code leave the same step, whatever was tried before', () => {
    const before = fc.record({
      attempts: fc.integer({ min: 1, max: 8 }),
      waits: fc.integer({ min: 0, max: 5 }),
      waitingSince: fc.constantFrom(undefined, minutesAgo(1), minutesAgo(119), minutesAgo(5_000)),
      refusals: fc
        .array(fc.integer({ min: 1, max: 2_000 }), { maxLength: 14 })
        .map((minutes) => [{ code: 'Busy', text: 'x', at: minutes.sort((a, b) => b - a).map(minutesAgo) }]),
    });
    fc.assert(
      fc.property(before, fc.constantFrom(...sameInBoth), (changes, code) => {
        const asked = { ...stepRecord({ ...changes, operationUrl: 'https://o', lookId }, 'accepted') };
        const record = recordOf(vmMachine(), { steps: { [wanted.id]: asked } });
        const raw = { code, message: 'x' };
        const answered = decodeFailure({ ...raw, ...answerless, source: 'http', status: 400 });
        const end = { kind: 'failed', failure: answered, correlationId: undefined } as const;
        const refused = endStep(record, wanted.id, end, now);
        const folded = foldOperations(record, { [wanted.id]: { state: 'failed', ...raw } }, () => 'unread', now);
        const ofOperation = folded.steps[wanted.id];
        expect({ ...refused.steps[wanted.id], correlationId: undefined }).toEqual(ofOperation);
        expect(refused.notBefore).toBe(folded.notBefore);
      }),
      { seed: 21, numRuns: 1_000 },
    );
  });
});

const answerless = { detailCodes: [], retryAfterSeconds: undefined, correlationId: undefined };

describe('a wait', () => {
  test('is no try while it lasts', () => {
    const next = nextTry(stepRecord({ attempts: 3 }), busy, now);
    expect(next).toEqual({
      treatment: 'wait',
      attempts: 2,
      waits: 1,
      waitingSince: inSeconds(0),
      nextAttemptAt: inSeconds(120),
    });
  });

  test('that has lasted as long as it may becomes a failed try on the ladder', () => {
    const waiting = stepRecord({ attempts: 1, waits: 12, waitingSince: minutesAgo(111) });
    expect(nextTry(waiting, busy, now)).toMatchObject({
      treatment: 'retry',
      attempts: 1,
      nextAttemptAt: inSeconds(3_600),
    });
    const later = stepRecord({ attempts: 4, waits: 15, waitingSince: minutesAgo(200) });
    expect(nextTry(later, busy, now)).toMatchObject({ treatment: 'retry', nextAttemptAt: inSeconds(86_400) });
  });

  test('of a kind that allows three in a row makes the fourth a failed try, soon', () => {
    const changed = { code: 'PreconditionFailed', class: 'wait', detail: 'x', retryAfterSeconds: 1 } as const;
    const third = stepRecord({ attempts: 1, waits: 2, waitingSince: minutesAgo(1) });
    expect(nextTry(third, changed, now)).toMatchObject({ treatment: 'wait', nextAttemptAt: inSeconds(30) });
    const fourth = stepRecord({ attempts: 1, waits: 3, waitingSince: minutesAgo(2) });
    expect(nextTry(fourth, changed, now)).toMatchObject({ treatment: 'retry', nextAttemptAt: inSeconds(60) });
  });

  test('goes on where the last one of another kind began', () => {
    const throttled = { code: 'Throttled', class: 'wait', detail: 'x', pendingReason: 'Throttled' } as const;
    const waiting = stepRecord({ waits: 2, waitingSince: minutesAgo(10) });
    expect(nextTry(waiting, throttled, now)).toMatchObject({ treatment: 'wait', waitingSince: minutesAgo(10) });
  });

  test.each(failureCodes.filter((code) => failureInfo(code).class === 'wait'))('of %s has an end', (code) => {
    expect(failureInfo(code).wait?.longestSeconds).toBeGreaterThan(0);
  });
});

describe('twelve refusals within a day', () => {
  const spread = (count: number): StepRecord => {
    const at = Array.from({ length: count }, (_, index) => minutesAgo(60 * (count - index)));
    return stepRecord({ refusals: [{ code: 'Busy', text: 'x', at }] });
  };

  test('are the most: the step rests until the oldest is a day old', () => {
    expect(nextTry(spread(11), busy, now)).toMatchObject({ treatment: 'wait', nextAttemptAt: inSeconds(120) });
    expect(nextTry(spread(12), busy, now)).toMatchObject({
      treatment: 'fail',
      nextAttemptAt: inSeconds(12 * 60 * 60),
    });
  });

  test('what only a person can mend stays with the person', () => {
    const locked = { code: 'ScopeLocked', class: 'hold', detail: 'x' } as const;
    expect(nextTry(spread(12), locked, now)).toMatchObject({ treatment: 'hold', nextAttemptAt: undefined });
  });

  test('are counted over all their kinds, and a day later no more', () => {
    let groups: StepRecord['refusals'] = [];
    for (let index = 0; index < mostRefusalsPerDay; index++) {
      const nowMs = now - (25 * 60 - index) * 60_000;
      groups = addRefusal(groups, { code: index % 2 === 0 ? 'Busy' : 'ServerError', text: 'x' }, nowMs);
    }
    expect(groups.map(({ at }) => at.length)).toEqual([6, 6]);
    expect(addRefusal(groups, { code: 'Busy', text: 'y' }, now)).toEqual([
      { code: 'Busy', text: 'y', at: [inSeconds(0)] },
    ]);
  });
});
