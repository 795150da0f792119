import { expect, test } from 'vitest';
import { machineStatuses, toCoarseStatus } from '../../../src/domain/machine/status.ts';

test('A4: every status has one of the four words of Automanage, but what is gone or left out', () => {
  expect(machineStatuses.map((status) => [status, toCoarseStatus(status)])).toEqual([
    ['Gone', undefined],
    ['Excluded', undefined],
    ['Unsupported', 'Failed'],
    ['InProgress', 'In-progress'],
    ['Held', 'Failed'],
    ['Observed', 'Pending'],
    ['Failed', 'Failed'],
    ['Pending', 'Pending'],
    ['Configured', 'Configured'],
    ['Discovered', 'Pending'],
  ]);
});
