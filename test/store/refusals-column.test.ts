import { expect, it } from 'vitest';
import { readRefusals, toRefusalsColumn } from '../../src/store/refusals-column.ts';
import { entryAt } from './sample-record.ts';

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
