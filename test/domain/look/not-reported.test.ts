import { describe, expect, test } from 'vitest';
import { decideLook } from '../../../src/domain/look/decide-look.ts';
import { decideTooEarly } from '../../../src/domain/look/decide-unreadable.ts';
import { mayReportFirst } from '../../../src/domain/look/not-reported.ts';
import { untilOf } from '../../../src/domain/machine/standing.ts';
import { standingOf } from '../machine/standing-fixture.ts';
import { arcMachine, vmMachine } from '../services/facts.ts';
import { lookOf, minutesAgo, now, recordOf, wordOf } from './look-fixture.ts';

const silent = arcMachine({ incarnation: undefined }, { status: undefined });
const neverReported = { eligibility: undefined, incarnation: undefined };
const hour = 60;

function inMinutes(minutes: number): string {
  return new Date(now + minutes * 60_000).toISOString();
}

describe('an Arc machine that has not reported', () => {
  test.each([
    [0, hour],
    [30, hour],
    [hour, hour],
    [2 * hour, 2 * hour],
    [5 * hour, 5 * hour],
    [6 * hour, 6 * hour],
    [7 * hour, 6 * hour],
    [30 * 24 * hour, 6 * hour],
  ])('is looked at again, silent for %i minutes already, in %i', (silentMinutes, waitMinutes) => {
    const standing = standingOf('Pending', 'NotReported', { since: minutesAgo(silentMinutes), until: minutesAgo(0) });
    const decision = decideLook(lookOf({ facts: silent, record: { ...neverReported, standing } }));
    expect(wordOf(decision)).toBe('Pending(NotReported)');
    expect(decision.next).toEqual({ kind: 'parked', dueAt: inMinutes(waitMinutes) });
    expect(untilOf(decision.record.standing)).toBe(inMinutes(waitMinutes));
    expect(decision.record.standing.since).toBe(minutesAgo(silentMinutes));
  });

  test.each([
    ['the first time', standingOf('Discovered')],
    [
      'after another word that lasted long',
      standingOf('Failed', 'ServerError', { since: minutesAgo(20 * hour), until: minutesAgo(1) }),
    ],
  ])('waits an hour when that is seen %s', (_, standing) => {
    const decision = decideLook(lookOf({ facts: silent, record: { ...neverReported, standing } }));
    expect(decision.next).toEqual({ kind: 'parked', dueAt: inMinutes(hour) });
    expect(decision).toMatchObject({ steps: [], record: { wouldWrite: [], eligibility: undefined } });
  });

  test('whose creation Azure does not show yet is looked at in a minute', () => {
    const facts = arcMachine({ createdAt: undefined });
    const record = { eligibility: undefined, firstSeenAt: minutesAgo(1) };
    const decision = decideLook(lookOf({ facts, record }));
    expect(wordOf(decision)).toBe('Pending(Settling)');
    expect(decision.next).toEqual({ kind: 'parked', dueAt: inMinutes(1) });
  });
});

describe('a look before the ladder’s time', () => {
  const onLadder = { lookAttempts: 4, lookRetryAt: inMinutes(4 * hour) };

  test('is made at an Arc machine that never reported: its event can be that of its first report', () => {
    const silentOne = recordOf(silent, onLadder);
    expect(decideTooEarly(silentOne, now, 0, mayReportFirst(silentOne))).toBeUndefined();
  });

  test('is not made at one that has reported, nor at a VM', () => {
    for (const facts of [arcMachine(), vmMachine()]) {
      const one = recordOf(facts, onLadder);
      const decision = decideTooEarly(one, now, 0, mayReportFirst(one));
      expect(decision?.next).toEqual({ kind: 'parked', dueAt: onLadder.lookRetryAt });
    }
    const unread = recordOf(vmMachine(), { ...onLadder, incarnation: undefined });
    expect(decideTooEarly(unread, now, 0, mayReportFirst(unread))?.next).toEqual({
      kind: 'parked',
      dueAt: onLadder.lookRetryAt,
    });
  });

  test('is not made while Azure told to wait, whoever the event is of', () => {
    const told = recordOf(silent, { ...onLadder, notBefore: inMinutes(2) });
    expect(decideTooEarly(told, now, 0, mayReportFirst(told))?.next).toEqual({ kind: 'parked', dueAt: inMinutes(2) });
  });
});
