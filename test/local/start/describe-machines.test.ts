import { describe, expect, it } from 'vitest';
import {
  countByStatus,
  describeChanges,
  describeCounts,
  describeSteps,
  type ShownMachine,
} from '../../../local/start/describe-machines.ts';

function machine(name: string, status: string, code: string | null = null): ShownMachine {
  return { key: name, name, status, code, since: '2026-01-05T08:00:00.000Z' };
}

describe('what the screen says of machines', () => {
  it('counts add up, the most frequent first', () => {
    const machines = [machine('a', 'Held', 'X'), machine('b', 'Configured'), machine('c', 'Configured')];
    expect(countByStatus(machines)).toEqual({ Held: 1, Configured: 2 });
    expect(describeCounts(machines, 1)).toBe('3 machines, 1 write: 2 Configured, 1 Held');
    expect(describeCounts([], 0)).toBe('0 machines, 0 writes');
  });

  it('steps are named with the machines they are taken on', () => {
    const busy = ['c', 'a', 'b'].map((name) => machine(name, 'InProgress', 'installExtension'));
    expect(describeSteps([...busy, machine('d', 'Held')], 2)).toEqual([
      '  installExtension             a, b and 1 more',
    ]);
  });

  it('arrivals are told once, steps on the way not at all', () => {
    const before = new Map([machine('a', 'InProgress', 'x'), machine('b', 'Configured')].map((one) => [one.key, one]));
    const after = [machine('a', 'Held', 'Lock'), machine('b', 'Configured'), machine('c', 'InProgress', 'x')];
    expect(describeChanges(before, after)).toEqual(['08:00:00  a                Held (Lock)']);
  });
});
