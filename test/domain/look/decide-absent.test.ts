import { expect, test } from 'vitest';
import { decideAbsent } from '../../../src/domain/look/decide-absent.ts';
import type { MachineRecord } from '../../../src/domain/machine/machine-record.ts';
import { untilOf } from '../../../src/domain/machine/standing.ts';
import { standingOf } from '../machine/standing-fixture.ts';
import { completeVm, now, recordOf } from './look-fixture.ts';

const facts = completeVm();

test('a machine that was seen before is Gone at the first 404, and its row is cleared for another one', () => {
  const record = recordOf(facts, {
    standing: standingOf('Failed', 'ServerError', { until: '2026-01-01T00:00:00.000Z' }),
    provisioningSince: '2026-01-01T00:00:00.000Z',
    findings: { ama: { kind: 'satisfied' } },
  });
  const { record: gone, timeline, next } = decideAbsent(record, now);
  expect(untilOf(gone.standing)).toBeUndefined();
  expect(gone).toMatchObject({
    standing: { status: 'Gone', detail: 'Azure answered 404', since: new Date(now).toISOString() },
    lookId: undefined,
    findings: {},
    wouldWrite: [],
    provisioningSince: undefined,
    incarnation: facts.incarnation,
  });
  expect(timeline).toMatchObject([{ what: 'status', text: 'Gone: Azure answered 404' }]);
  expect(next).toEqual({ kind: 'settled' });
});

test('a Gone that is looked at again is told once', () => {
  const first = decideAbsent(recordOf(facts, { standing: standingOf('Configured') }), now);
  expect(decideAbsent(first.record, now + 60_000).timeline).toEqual([]);
});

test('one that was never seen may only not be readable yet: 30, 60, 120 s, then its rows go', () => {
  let record: MachineRecord = recordOf(facts, { incarnation: undefined, standing: standingOf('Discovered') });
  const ends: unknown[] = [];
  for (let index = 0; index < 4; index++) {
    const decision = decideAbsent(record, now);
    record = decision.record;
    expect(record.standing.status).toBe('Discovered');
    ends.push(decision.next.kind === 'act' ? decision.next.waitSeconds : decision.next.kind);
  }
  expect(ends).toEqual([30, 60, 120, 'removed']);
});
