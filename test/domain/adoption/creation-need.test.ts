import { describe, expect, test } from 'vitest';
import { creationNeededSince, isCreationEarly, withCreation } from '../../../src/domain/adoption/creation-need.ts';
import type { MachineRecord } from '../../../src/domain/machine/machine-record.ts';
import { summarizeFacts } from '../../../src/domain/machine/summarize-facts.ts';
import { minutesAgo, now, recordOf } from '../look/look-fixture.ts';
import { arcMachine, vmMachine } from '../services/facts.ts';

const reported = arcMachine({ incarnation: 'first+uuid', createdAt: undefined });
const silent = arcMachine({ incarnation: undefined, createdAt: undefined });
const heardAt = minutesAgo(10);
const longAgo = minutesAgo(60 * 24 * 400);

/** The row of a machine that we heard of ten minutes ago and whose eligibility is not decided. */
function rowOf(changes: Partial<MachineRecord> = {}): MachineRecord {
  return recordOf(reported, { firstSeenAt: heardAt, incarnation: undefined, eligibility: undefined, ...changes });
}

describe('a list of creation times', () => {
  const decided = { state: 'new', at: heardAt, by: 'first look' } as const;
  test.each([
    ['from when we heard of an Arc machine, at its first look', rowOf(), reported, Date.parse(heardAt)],
    [
      'from when we heard of it, while nothing is decided',
      rowOf({ incarnation: 'first+uuid' }),
      reported,
      Date.parse(heardAt),
    ],
    ['from now on, of one that was made anew', rowOf({ incarnation: 'former', eligibility: decided }), reported, now],
    ['not for one that is decided', rowOf({ incarnation: 'first', eligibility: decided }), reported, undefined],
    ['not for one that has not reported', rowOf(), silent, undefined],
    ['not for a VM, whose own GET tells', rowOf(), vmMachine({ createdAt: undefined }), undefined],
  ])('is needed %s', (_, row, facts, sinceMs) => {
    expect(creationNeededSince(row, facts, now)).toBe(sinceMs);
  });
});

describe('a time of creation counts', () => {
  const sinceMs = now - 10 * 60_000;
  const after = { sinceMs, readAtMs: sinceMs };
  const before = { sinceMs, readAtMs: sinceMs - 1 };
  test.each([
    ['from a list that is no older than the machine', { ...after, createdAt: longAgo }, longAgo],
    [
      'not from an older list, which may show a former machine of the name',
      { ...before, createdAt: longAgo },
      undefined,
    ],
    ['from an older list if it shows the machine as new', { ...before, createdAt: heardAt }, heardAt],
    [
      'not from an older list if the machine was a day and more old',
      { ...before, createdAt: minutesAgo(10 + 24 * 60 + 1) },
      undefined,
    ],
    ['not where the list lacks the machine', { ...after, createdAt: undefined }, undefined],
  ])('%s', (_, read, createdAt) => {
    expect(withCreation(reported, rowOf(), read).createdAt).toBe(createdAt);
  });

  test('as the look before knew it, of the same machine only', () => {
    const facts = (incarnation: string) => rowOf({ incarnation, facts: recordFacts(longAgo) });
    expect(withCreation(reported, facts('first')).createdAt).toBe(longAgo);
    expect(withCreation(reported, facts('former')).createdAt).toBeUndefined();
    expect(withCreation(reported, rowOf({ facts: recordFacts(longAgo) })).createdAt).toBeUndefined();
  });

  test('as the machine’s own GET tells it, and not of a machine that has not reported', () => {
    const told = { ...reported, createdAt: heardAt };
    expect(withCreation(told, rowOf(), { ...after, createdAt: longAgo }).createdAt).toBe(heardAt);
    expect(withCreation(silent, rowOf(), { ...after, createdAt: longAgo }).createdAt).toBeUndefined();
  });
});

describe('that a machine was there before us is said', () => {
  const early = (heardMinutesAgo: number, createdAt: string | undefined, known: Partial<MachineRecord> = {}): boolean =>
    isCreationEarly(rowOf(known), { ...reported, createdAt }, minutesAgo(heardMinutesAgo), now);

  test('only when the list had a quarter of an hour to show it', () => {
    expect([0, 14, 15, 16].map((minutes) => early(minutes, undefined))).toEqual([true, true, false, false]);
  });

  test('only a quarter of an hour after it was made anew, as the list may still show the former one', () => {
    const former = { incarnation: 'former' };
    expect([1, 14, 15].map((minutes) => early(minutes, longAgo, former))).toEqual([true, true, false]);
  });

  test('at once of one that we never knew and that the list shows as old', () => {
    expect(early(0, longAgo)).toBe(false);
  });

  test('at once, that it is new, when the list shows it so', () => {
    expect(early(0, minutesAgo(3))).toBe(false);
    expect(early(0, minutesAgo(3), { incarnation: 'former' })).toBe(false);
  });

  test('at once of a VM', () => {
    expect(isCreationEarly(rowOf(), vmMachine({ createdAt: undefined }), minutesAgo(0), now)).toBe(false);
  });
});

function recordFacts(createdAt: string): MachineRecord['facts'] {
  return summarizeFacts({ ...reported, createdAt }, undefined);
}
