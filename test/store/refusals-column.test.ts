import { expect, it } from 'vitest';
import { newRecord } from '../../src/domain/machine/new-record.ts';
import { unreadableOperation } from '../../src/domain/step/fold-operations.ts';
import { refusalsOf } from '../../src/store/machine-shape.ts';
import { readRefusals, toRefusalsColumn } from '../../src/store/refusals-column.ts';
import { vm } from '../work/fixtures.ts';
import { entryAt, sampleStep, sampleTime } from './sample-record.ts';

const later = entryAt(60, '').at;

function refusal(seconds: number, text: string): { at: string; code: string; text: string } {
  return { at: entryAt(seconds, '').at, code: 'Refused', text };
}

it('gives back the refusals, newest first', () => {
  const column = toRefusalsColumn([refusal(1, 'a'), refusal(3, 'c "quoted"'), refusal(2, 'b')]);
  expect(readRefusals(column)).toEqual([refusal(3, 'c "quoted"'), refusal(2, 'b'), refusal(1, 'a')]);
  expect(toRefusalsColumn([])).toBe('');
  expect(readRefusals('')).toEqual([]);
  expect(readRefusals(undefined)).toEqual([]);
});

it('keeps the newest that fit 8,000 characters, and cuts their texts', () => {
  const many = Array.from({ length: 50 }, (_, index) => refusal(index, `${index} ${'x'.repeat(1_000)}`));
  const column = toRefusalsColumn(many);
  expect(column.length).toBeLessThanOrEqual(8_000);
  const kept = readRefusals(column);
  expect(kept.length).toBeGreaterThan(10);
  expect(kept.map(({ at }) => at)).toEqual(
    many
      .toReversed()
      .slice(0, kept.length)
      .map(({ at }) => at),
  );
  expect(kept.every(({ text }) => text.length === 500)).toBe(true);
});

it('tells every refusal of every step of a machine, and nothing that was only not answered', () => {
  const refusals = [
    { code: 'Busy', text: 'Busy: wait', at: [sampleTime, later] },
    { code: 'ScopeLocked', text: 'ScopeLocked', at: [later] },
  ];
  const other = [{ code: 'Busy', text: 'Busy: other', at: [later] }];
  const unanswered = [
    { code: 'NetworkFailure', text: 'timeout', at: [later] },
    { code: unreadableOperation.code, text: unreadableOperation.detail, at: [later] },
  ];
  const steps = {
    ...{ one: sampleStep({ refusals }), two: sampleStep({ refusals: other }) },
    ...{ three: sampleStep(), four: sampleStep({ refusals: unanswered }) },
  };
  expect(refusalsOf({ ...newRecord(vm('one'), sampleTime), steps })).toEqual([
    { code: 'Busy', text: 'Busy: wait', at: sampleTime },
    { code: 'Busy', text: 'Busy: wait', at: later },
    { code: 'ScopeLocked', text: 'ScopeLocked', at: later },
    { code: 'Busy', text: 'Busy: other', at: later },
  ]);
});
