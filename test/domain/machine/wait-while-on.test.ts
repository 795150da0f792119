import { expect, it } from 'vitest';
import { beginWaitWhileOn, goOnWaitingWhileOn } from '../../../src/domain/machine/wait-while-on.ts';

const start = Date.parse('2027-01-05T08:00:00.000Z');
const minute = 60_000;

/** The seconds that count after looks at these minutes, each of which saw the machine on or not. */
function countedAfter(...looks: readonly (readonly [minutes: number, isOn: boolean])[]): number | undefined {
  const [[, isOn] = [0, false], ...later] = looks;
  const first = { x: beginWaitWhileOn(isOn, start) };
  const last = later.reduce<ReturnType<typeof goOnWaitingWhileOn>>(
    (waits, [minutes, seen]) => goOnWaitingWhileOn(waits, seen, start + minutes * minute),
    first,
  );
  return last?.x?.seconds;
}

it('counts between two looks in a row that saw the machine on, and nothing else', () => {
  expect(countedAfter([0, true], [15, true])).toBe(15 * 60);
  expect(countedAfter([0, true], [15, false], [30, true])).toBe(0);
  expect(countedAfter([0, false], [15, true], [30, true])).toBe(15 * 60);
  expect(countedAfter([0, true], [15, true], [30, false], [600, false], [610, true], [620, true])).toBe(25 * 60);
});

it('counts nothing where the clock was set back', () => {
  expect(countedAfter([0, true], [-15, true])).toBe(0);
});

it('is nothing where nothing waits', () => {
  expect(goOnWaitingWhileOn(undefined, true, start)).toBeUndefined();
});
