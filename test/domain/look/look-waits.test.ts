import { expect, test } from 'vitest';
import { waitAfterWriteSeconds } from '../../../src/domain/look/look-waits.ts';
import { judgeProvisioning } from '../../../src/domain/step/judge-provisioning.ts';
import { now } from './look-fixture.ts';

test('after a write it is looked at after 45, then 75, then every 120 s, and never within 30', () => {
  const times: number[] = [];
  let atMs = now;
  for (let index = 0; index < 5; index++) {
    const seconds = waitAfterWriteSeconds(now, atMs);
    expect(seconds).toBeGreaterThanOrEqual(30);
    expect(seconds).toBeLessThanOrEqual(120);
    times.push(seconds);
    atMs += seconds * 1_000;
  }
  expect(times).toEqual([45, 75, 120, 120, 120]);
});

test('what others have begun is looked at every two minutes', () => {
  expect(waitAfterWriteSeconds(undefined, now)).toBe(120);
});

test.each([
  [0, 'watch'],
  [30, 'watch'],
  [31, 'park'],
  [120, 'park'],
  [121, 'timeout'],
] as const)('a provisioning that lasts %i minutes: %s', (minutes, expected) => {
  expect(judgeProvisioning(now - minutes * 60_000, now)).toBe(expected);
});
