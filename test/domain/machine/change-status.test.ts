import { describe, expect, test } from 'vitest';
import { changeStatus } from '../../../src/domain/machine/change-status.ts';
import type { MachineRecord } from '../../../src/domain/machine/machine-record.ts';
import { newRecord } from '../../../src/domain/machine/new-record.ts';
import { codeOf, detailOf, endWait, untilOf } from '../../../src/domain/machine/standing.ts';
import { machineStatuses } from '../../../src/domain/machine/status.ts';
import { vm } from '../../work/fixtures.ts';
import { standingOf } from './standing-fixture.ts';

const now = Date.parse('2026-03-01T12:00:00.000Z');
const at = (seconds: number): string => new Date(now + seconds * 1_000).toISOString();
const entry = { at: at(-60), what: 'status', text: 'x' } as const;
const recordOf = (parts: Partial<MachineRecord> = {}): MachineRecord => ({
  ...newRecord(vm('one'), at(-60)),
  ...{ latest: [entry], ...parts },
});

describe('what is said of a machine', () => {
  test('a new status gets its time and a line in the timeline', () => {
    const said = { status: 'Pending', code: 'Off', detail: 'stopped', until: at(600) } as const;
    const { record, timeline } = changeStatus(recordOf(), said, now);
    expect(record.standing).toEqual({ ...said, since: at(0) });
    expect(timeline).toEqual([{ at: at(0), what: 'status', text: 'Pending (Off): stopped', code: 'Off' }]);
    expect(record.latest).toEqual(timeline);
  });

  test('the same status and code keep their time and tell nothing, but what is new about them is kept', () => {
    const standing = standingOf('Failed', 'ServerError', { since: at(-900), detail: 'first', until: at(-1) });
    const said = { status: 'Failed', code: 'ServerError', detail: 'second', until: at(300) } as const;
    const { record, timeline } = changeStatus(recordOf({ standing }), said, now);
    expect(record.standing).toEqual({ ...said, since: at(-900) });
    expect(timeline).toEqual([]);
    expect(record.latest).toEqual([]);
  });

  test('another code of the same status is news', () => {
    const standing = standingOf('Held', 'ScopeLocked', { since: at(-900) });
    const { record, timeline } = changeStatus(recordOf({ standing }), { status: 'Held', code: 'PolicyDenied' }, now);
    expect(record.standing).toEqual({ status: 'Held', code: 'PolicyDenied', since: at(0) });
    expect(timeline).toMatchObject([{ text: 'Held (PolicyDenied)', code: 'PolicyDenied' }]);
  });

  test('a detail is kept in one line of 400 characters at most, without secrets', () => {
    const detail = `first\nsecond password=hunter2 ${'word '.repeat(200)}`;
    const said = { status: 'Held', code: 'PolicyDenied', detail } as const;
    const kept = detailOf(changeStatus(recordOf(), said, now).record.standing) ?? '';
    expect(kept).toHaveLength(400);
    expect(kept).toContain('first second password=(removed) word');
  });

  test('while reads fail, the next one waits as long; otherwise nothing holds it back', () => {
    const said = { status: 'Failed', code: 'ServerError', until: at(300) } as const;
    expect(changeStatus(recordOf({ lookAttempts: 2 }), said, now).record.lookRetryAt).toBe(at(300));
    expect(changeStatus(recordOf({ lookRetryAt: at(5) }), said, now).record.lookRetryAt).toBeUndefined();
  });
});

test('what does not go together does not compile', () => {
  // @ts-expect-error a machine that is as wanted has no reason
  changeStatus(recordOf(), { status: 'Configured', code: 'Off' }, now);
  // @ts-expect-error nothing waits without an end
  changeStatus(recordOf(), { status: 'Pending', code: 'Off' }, now);
  // @ts-expect-error a failure is no reason to wait
  changeStatus(recordOf(), { status: 'Pending', code: 'ServerError', until: at(60) }, now);
  // @ts-expect-error a status of another release is only read
  changeStatus(recordOf(), { status: 'Unknown', word: 'Verifying' }, now);
});

describe('a standing that a row has', () => {
  test.each(machineStatuses)('%s has no more than what goes with it', (status) => {
    const standing = standingOf(status, 'Code', { detail: 'why', until: at(60) });
    const has = [codeOf(standing), detailOf(standing), untilOf(standing)].filter((part) => part !== undefined);
    const expected: Readonly<Record<string, number>> = { Configured: 0, Discovered: 0, Gone: 1, Unsupported: 2 };
    expect(has).toHaveLength(expected[status] ?? 3);
  });

  test('a wait without an end, as an operator who onboards leaves it, is over', () => {
    expect(standingOf('Failed', 'ServerError', { since: at(-9) })).toMatchObject({ until: at(-9) });
    expect(endWait(standingOf('Pending', 'Off', { until: at(60) }), at(0))).toMatchObject({ until: at(0) });
    expect(untilOf(endWait(standingOf('Observed', 'NotArmed', { until: at(60) }), at(0)))).toBeUndefined();
  });

  test('a status of another release keeps its word and all that stands with it', () => {
    const flat = { since: at(-9), detail: 'why', until: at(60) };
    expect(standingOf('Verifying', 'Heartbeat', flat)).toEqual({
      ...{ status: 'Unknown', word: 'Verifying', code: 'Heartbeat' },
      ...flat,
    });
  });
});
