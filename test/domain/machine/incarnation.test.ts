import { expect, test } from 'vitest';
import { isSameMachine } from '../../../src/domain/machine/incarnation.ts';

test.each([
  ['the same VM', 'a-1', 'a-1', true],
  ['another VM', 'a-1', 'a-2', false],
  ['an Arc machine whose second id was found later', 'a-1', 'a-1+u-1', true],
  ['an Arc machine that no longer tells its second id', 'a-1+u-1', 'a-1', true],
  ['an Arc machine on other hardware', 'a-1+u-1', 'a-1+u-2', false],
  ['an Arc machine registered anew', 'a-1+u-1', 'a-2+u-1', false],
])('%s', (_, before, now, same) => {
  expect(isSameMachine(before, now)).toBe(same);
});
