import { describe, expect, test } from 'vitest';
import { lookIdSchema, stepIdSchema } from '../../../src/domain/ids.ts';
import { isNewIn } from '../../../src/domain/step/new-in.ts';
import type { OwnedResource, StepRecord, StepRow } from '../../../src/domain/step/step-record.ts';

const nowMs = Date.parse('2026-01-05T08:00:00Z');
const group = '/subscriptions/5b5c0000-0000-4000-a000-0000000000c1/resourceGroups/Logs';
const thisLook = lookIdSchema.parse('look-2');
const olderLook = lookIdSchema.parse('look-1');
const stepId = stepIdSchema.parse('putSharedObject:group');
const at = (secondsAgo: number): string => new Date(nowMs - secondsAgo * 1_000).toISOString();

const madeStep: StepRecord = {
  service: 'workspaces',
  touches: { part: 'resource', resourceId: group },
  firstAt: at(5),
  lastAt: at(5),
  lookId: thisLook,
  writes: [{ at: at(5), bodyHash: 'x', ended: 'succeeded' }],
  operationUrl: undefined,
  correlationId: undefined,
  failure: undefined,
  attempts: 1,
  waits: 0,
  waitingSince: undefined,
  nextAttemptAt: undefined,
  refusals: [],
};
const intent: OwnedResource = { stepId, resourceId: group, state: 'intent', lookId: thisLook, at: at(5) };

function rowOf(step: Partial<StepRecord> = {}, owned: readonly OwnedResource[] = [intent]): StepRow {
  const steps = { [stepId]: { ...madeStep, ...step } };
  return { resourceId: '', steps, owned, notBefore: undefined, unread: undefined };
}

describe('a group is new', () => {
  test('when a step of this look made it seconds ago, however it is written', () => {
    expect(isNewIn(rowOf(), thisLook, group.toUpperCase(), nowMs)).toBe(true);
  });

  test.each([
    ['another look made it', rowOf({ lookId: olderLook }, [{ ...intent, lookId: olderLook }])],
    ['it was there before, and only changed', rowOf({}, [])],
    ['its write is not known to have succeeded', rowOf({ writes: [{ at: at(5), bodyHash: 'x', ended: 'sent' }] })],
    ['more than half a minute went by', rowOf({ lastAt: at(31) })],
    ['another resource was made', rowOf({ touches: { part: 'resource', resourceId: `${group}2` } })],
  ])('not when %s', (_, row) => {
    expect(isNewIn(row, thisLook, group, nowMs)).toBe(false);
  });
});
