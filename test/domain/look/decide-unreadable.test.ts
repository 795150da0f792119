import { describe, expect, test } from 'vitest';
import type { RawFailure } from '../../../src/domain/failures/failure.ts';
import { decideTooEarly, decideUnreadable } from '../../../src/domain/look/decide-unreadable.ts';
import { hintOfStanding, untilOf } from '../../../src/domain/machine/standing.ts';
import { standingOf } from '../machine/standing-fixture.ts';
import { completeVm, minutesAgo, now, recordOf, wordOf } from './look-fixture.ts';

const facts = completeVm();
const usual = recordOf(facts, { standing: standingOf('Configured') });

function http(status: number, code: string, retryAfterSeconds?: number): RawFailure {
  return {
    source: 'http',
    status,
    code,
    message: 'text',
    detailCodes: [],
    retryAfterSeconds,
    correlationId: undefined,
  };
}

function inSeconds(seconds: number): string {
  return new Date(now + seconds * 1_000).toISOString();
}

describe('a read without an answer about the machine', () => {
  test.each([
    [
      '429 waits as told, a second more, and the spread',
      http(429, 'TooManyRequests', 303),
      'Pending(Throttled)',
      304 + 17,
    ],
    ['429 without a time waits a minute', http(429, 'TooManyRequests'), 'Pending(Throttled)', 60 + 17],
    ['409 waits as for a busy machine', http(409, 'Conflict'), 'Pending(Busy)', 120],
    ['a disabled subscription', http(409, 'ReadOnlyDisabledSubscription'), 'Pending(SubscriptionNotWritable)', 3_600],
    ['403 rests a day', http(403, 'AuthorizationFailed'), 'Failed(AuthorizationFailed)', 86_400],
    ['a long Retry-After of a server', http(503, 'ServerTimeout', 600), 'Failed(ServerError)', 600],
  ])('%s: parked', (_, raw, word, seconds) => {
    const decision = decideUnreadable(usual, raw, now, 17);
    expect(wordOf(decision)).toBe(word);
    expect(decision.next).toEqual({ kind: 'parked', dueAt: inSeconds(seconds) });
    expect(untilOf(decision.record.standing)).toBe(inSeconds(seconds));
    expect(decision.timeline).toHaveLength(1);
  });

  test('a 429 holds the machine back until the told time, without the spread', () => {
    expect(decideUnreadable(usual, http(429, 'TooManyRequests', 303), now, 17).record.notBefore).toBe(inSeconds(304));
    expect(decideUnreadable(usual, http(409, 'Conflict'), now, 17).record.notBefore).toBeUndefined();
    // Our own ladder is no word of Azure: an operator or a first report may come before it.
    const hours = { ...usual, waitingSince: { Throttled: minutesAgo(7 * 60) }, lookAttempts: 2 };
    const { record, next } = decideUnreadable(hours, http(429, 'TooManyRequests', 5), now, 0);
    expect(record).toMatchObject({ notBefore: inSeconds(6), lookAttempts: 3, lookRetryAt: inSeconds(24 * 60 * 60) });
    expect(next).toEqual({ kind: 'parked', dueAt: inSeconds(24 * 60 * 60) });
  });

  test('a passing trouble is tried again on the ladder: first in the instance, with the word as it was, then parked', () => {
    const first = decideUnreadable(usual, { source: 'network', message: 'reset' }, now, 0);
    expect(wordOf(first)).toBe('Configured');
    expect(first.next).toEqual({ kind: 'act', steps: [], waitSeconds: 60 });
    expect(first.timeline).toEqual([]);
    const second = decideUnreadable(first.record, { source: 'network', message: 'reset' }, now, 0);
    expect(wordOf(second)).toBe('Failed(NetworkFailure)');
    expect(second.next).toEqual({ kind: 'parked', dueAt: inSeconds(300) });
    expect(second.record).toMatchObject({ lookAttempts: 2, lookRetryAt: inSeconds(300) });
    expect(hintOfStanding(second.record.standing)).toContain('network');
  });

  test('what Azure calls wrong is tried again on the ladder', () => {
    const first = decideUnreadable(usual, http(400, 'BadRequest'), now, 17);
    expect(first.next).toEqual({ kind: 'act', steps: [], waitSeconds: 60 });
    const second = decideUnreadable(first.record, http(400, 'BadRequest'), now, 17);
    expect(wordOf(second)).toBe('Failed(RequestRejected)');
    expect(second.next).toEqual({ kind: 'parked', dueAt: inSeconds(300) });
  });

  test('a subscription that is not found is never Gone', () => {
    expect(decideUnreadable(usual, http(404, 'SubscriptionNotFound'), now, 0).record.standing.status).toBe(
      'Configured',
    );
  });

  test('nothing was seen: the time of the last look stays', () => {
    const raws = [
      http(429, 'TooManyRequests', 303),
      http(403, 'AuthorizationFailed'),
      http(500, 'InternalServerError'),
    ];
    for (const raw of raws) expect(decideUnreadable(usual, raw, now, 0).record.lastLookAt).toBe(usual.lastLookAt);
  });
});

describe('a machine that was told to wait', () => {
  test('is parked again without a call, until then and the spread', () => {
    const decision = decideTooEarly({ ...usual, notBefore: inSeconds(100) }, now, 17);
    expect(decision?.next).toEqual({ kind: 'parked', dueAt: inSeconds(117) });
    expect(decision === undefined ? '' : wordOf(decision)).toBe('Pending(Throttled)');
  });

  test.each([undefined, minutesAgo(1), inSeconds(0)])('is looked at when that time has come: %s', (notBefore) => {
    expect(decideTooEarly({ ...usual, notBefore }, now, 17)).toBeUndefined();
  });
});
