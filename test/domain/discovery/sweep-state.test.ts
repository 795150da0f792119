import { describe, expect, test } from 'vitest';
import {
  beginSweep,
  completeSweep,
  failSweep,
  knownOfScope,
  noSweepYet,
  type SweepState,
  scopeTold,
} from '../../../src/domain/discovery/sweep-state.ts';

const now = Date.parse('2027-01-05T08:00:00Z');
const minute = 60_000;
const interval = 30 * minute;
const none = noSweepYet('subscriptions');
const begin = (state: SweepState, nowMs: number, intervalMs: number, scopeHash = 'a') =>
  beginSweep(state, { scopeHash, nowMs, intervalMs });
const run = { scopeHash: 'a', shown: ['s1', 's2'], counts: { shown: 2 }, nowMs: now };

describe('a run begins', () => {
  test('at first, and not while another one may be going on', () => {
    const begun = begin(none, now, interval);
    expect(begun?.startedAt).toBe('2027-01-05T08:00:00.000Z');
    expect(begun === undefined || begin(begun, now + 9 * minute, interval)).toBeUndefined();
    expect(begun && begin(begun, now + 11 * minute, interval)).toBeDefined();
  });

  test('not again when one has just ended complete; at the next time by the clock, though that is a second early', () => {
    const ended = completeSweep(none, run);
    expect(begin(ended, now + minute, interval)).toBeUndefined();
    expect(begin(ended, now + interval - 1_000, interval)).toBeDefined();
  });

  test('at once when the last one was of another scope, or one of another owed every look since', () => {
    const ended = completeSweep(none, run);
    expect(begin(ended, now + minute, interval, 'b')?.told?.scopeHash).toBe('some');
    const other = { ...failSweep(ended, 'throttled', now, 'b'), gap: undefined };
    expect(begin(other, now + minute, interval)).toBeDefined();
    expect(begin(other, now + minute, interval, 'b')).toBeUndefined();
  });

  test('at once when the last one was not complete', () => {
    expect(begin(failSweep(completeSweep(none, run), 'throttled', now), now + 1_000, interval)).toBeDefined();
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
    counts: { shown: 2 },
    completedAt: '2027-01-05T08:00:00.000Z',
    gap: { at: '2027-01-05T08:30:00.000Z', why: 'page 2 was refused' },
  });
  expect(completeSweep(failed, run).gap).toBeUndefined();
});

describe('the scope for which rows were owed looks', () => {
  test('is that of the last run that owed them, complete or not', () => {
    expect(scopeTold(none)).toBeUndefined();
    expect(scopeTold(failSweep(none, 'x', now, 'a'))).toBe('a');
    const ended = completeSweep(none, run);
    expect(scopeTold(ended)).toBe('a');
    const partial = failSweep(ended, 'x', now + minute, 'b');
    expect(scopeTold(partial)).toBe('b');
    expect(scopeTold(failSweep(partial, 'ended by an error', now + minute))).toBe('b');
    expect(scopeTold(completeSweep(partial, run))).toBe('a');
  });

  test('decides nothing of what is new', () => {
    const partial = failSweep(completeSweep(none, run), 'x', now, 'b');
    expect(knownOfScope(partial, 'b')).toBeUndefined();
    expect(knownOfScope(partial, 'a')).toBeDefined();
  });

  test('is that of a complete run of a release that does not know it, which leaves its column as it was', () => {
    const partial = failSweep(completeSweep(none, run), 'x', now, 'b');
    const { told } = partial;
    const later = { ...completeSweep(partial, { ...run, scopeHash: 'c', nowMs: now + minute }), told };
    expect(scopeTold(later)).toBe('c');
  });
});

describe('what complete runs have shown', () => {
  const known = (state: Parameters<typeof knownOfScope>[0], scopeHash = 'a') => {
    const ids = knownOfScope(state, scopeHash);
    return ids === undefined ? undefined : [...ids].sort();
  };

  test('is kept though a later one lacks it, and through runs that were not complete', () => {
    const later = completeSweep(completeSweep(none, run), { ...run, shown: ['s3'] });
    expect(known(failSweep(later, 'throttled', now))).toEqual(['s1', 's2', 's3']);
  });

  test('makes nothing new where no complete run was of the same scope, or what was shown cannot be read', () => {
    const ended = completeSweep(none, run);
    expect(known(none)).toBeUndefined();
    expect(known(ended, 'b')).toBeUndefined();
    expect(known({ ...ended, known: undefined })).toBeUndefined();
    expect(known(completeSweep(ended, { ...run, scopeHash: 'b', shown: [] }), 'b')).toEqual(['s1', 's2']);
  });

  test('is forgotten beyond ten thousand, what was not shown for longest first; where more are shown, nothing is new', () => {
    const many = Array.from({ length: 9_999 }, (_, index) => `n${index}`);
    const full = completeSweep(completeSweep(none, run), { ...run, shown: many });
    expect(full.known).toHaveLength(10_000);
    expect(full.known).toEqual(expect.arrayContaining(['s1', 'n9998']));
    expect(known(completeSweep(none, { ...run, shown: [...many, 's1', 's2'] }))).toBeUndefined();
  });
});
