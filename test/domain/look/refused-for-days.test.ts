import { describe, expect, test } from 'vitest';
import { type FailureCode, failureCodes, failureInfo } from '../../../src/domain/failures/failure-list.ts';
import type { MachineRecord } from '../../../src/domain/machine/machine-record.ts';
import { detailOf, hintOfStanding } from '../../../src/domain/machine/standing.ts';
import { foundByUs, sampleFailures } from '../failures/sample-failures.ts';
import { accepted, lookForDays, mostADay, refused } from './days-of-looks.ts';

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
    const answered = lookForDays(() => ({ end: refused(told) }));
    const { code: said, message } = told;
    const ended = lookForDays(() => ({ end: accepted, operation: { state: 'failed', code: said, message } }));
    expect(outcomeOf(ended.first).failure?.code).toBe(code);
    expect(outcomeOf(ended.first)).toEqual(outcomeOf(answered.first));
    for (const { writes, last } of [answered, ended]) {
      expect(mostADay(writes)).toBeLessThanOrEqual(12);
      const isHeld = failureInfo(code).class === 'hold' || failureInfo(code).holdAfterTries !== undefined;
      expect(last.standing.status).toBe(isHeld ? 'Held' : 'Failed');
      expect(detailOf(last.standing)).toContain('Azure says');
    }
  });

  test.each([
    [409, 'SomethingNew'],
    [409, 'OperationNotAllowed'],
    [400, 'SomethingNew'],
    [403, 'SomethingNew'],
    [404, 'SomethingNew'],
    [418, 'SomethingNew'],
  ])('an unknown refusal (%i %s) is tried three times and then held with the words of Azure', (status, code) => {
    const told = { status, code, message: 'Azure says never.' };
    const operation = { state: 'failed', code, message: told.message } as const;
    for (const again of [() => ({ end: refused(told) }), () => ({ end: accepted, operation })]) {
      const { writes, last } = lookForDays(again);
      expect(writes).toHaveLength(3);
      expect([last.standing.status, detailOf(last.standing)]).toEqual(['Held', `${code}: Azure says never.`]);
      expect(hintOfStanding(last.standing)).toMatch(new RegExp(`^${code}: Azure says never\\.`));
    }
  });
});
