import { describe, expect, test } from 'vitest';
import { beginSweep, completeSweep, failSweep, noSweepYet } from '../../../src/domain/discovery/sweep-state.ts';

const now = Date.parse('2027-01-05T08:00:00Z');
const minute = 60_000;
const interval = 30 * minute;
const none = noSweepYet('subscriptions');
const run = { scopeHash: 'a', counts: { shown: 3 }, nowMs: now };

describe('a run begins', () => {
  test('at first, and not while another one may be going on', () => {
    const begun = beginSweep(none, now, interval);
    expect(begun?.startedAt).toBe('2027-01-05T08:00:00.000Z');
    expect(begun === undefined || beginSweep(begun, now + 9 * minute, interval)).toBeUndefined();
    expect(begun && beginSweep(begun, now + 11 * minute, interval)).toBeDefined();
  });

  test('not again when one has just ended complete; at the next time by the clock, though that is a second early', () => {
    const ended = completeSweep(none, run);
    expect(beginSweep(ended, now + minute, interval)).toBeUndefined();
    expect(beginSweep(ended, now + interval - 1_000, interval)).toBeDefined();
  });

  test('at once when the last one was not complete', () => {
    expect(beginSweep(failSweep(completeSweep(none, run), 'throttled', now), now + 1_000, interval)).toBeDefined();
  });
});

test('the first complete run of a scope is remembered, and forgotten with the scope', () => {
  const first = completeSweep(none, run);
  const later = completeSweep(first, { ...run, nowMs: now + interval });
  expect(later).toMatchObject({
    firstCompletedAt: '2027-01-05T08:00:00.000Z',
    completedAt: '2027-01-05T08:30:00.000Z',
    busyUntil: undefined,
  });
  expect(completeSweep(later, { ...run, scopeHash: 'b', nowMs: now + 2 * interval }).firstCompletedAt).toBe(
    '2027-01-05T09:00:00.000Z',
  );
});

test('a run that was not complete keeps what the last complete one found, and says why', () => {
  const failed = failSweep(completeSweep(none, run), 'page 2 was refused', now + interval);
  expect(failed).toMatchObject({
    counts: { shown: 3 },
    completedAt: '2027-01-05T08:00:00.000Z',
    gap: { at: '2027-01-05T08:30:00.000Z', why: 'page 2 was refused' },
  });
  expect(completeSweep(failed, run).gap).toBeUndefined();
});
