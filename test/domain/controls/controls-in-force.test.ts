import { describe, expect, it } from 'vitest';
import type { Control } from '../../../src/domain/controls/control.ts';
import { isArmed, isFrozen } from '../../../src/domain/controls/controls-in-force.ts';
import { group, recordOf } from '../adoption/record-fixture.ts';

const { resourceId } = recordOf('web');
const control = (scope: string): Control => ({
  scope,
  by: 'ann',
  at: '2026-03-01T12:00:00Z',
  why: 'x',
  planHash: undefined,
});

describe('controls', () => {
  it('are not in force where no scope covers the machine', () => {
    expect(isArmed({ arms: [] }, resourceId)).toBe(false);
    expect(isArmed({ arms: [control(group.slice(0, -1))] }, resourceId)).toBe(false);
    expect(isFrozen({ freezes: [control(`${resourceId}2`)] }, resourceId)).toBe(false);
  });

  it.each(['*', group, `${group.toLowerCase()}/`, resourceId])('are in force for %s', (scope) => {
    expect(isArmed({ arms: [control(`${group}2`), control(scope)] }, resourceId)).toBe(true);
    expect(isFrozen({ freezes: [control(scope)] }, resourceId)).toBe(true);
  });
});
