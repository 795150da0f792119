import { describe, expect, it } from 'vitest';
import { adopt, decideEligibility } from '../../../src/domain/adoption/eligibility.ts';

const firstSeenAt = '2026-03-02T12:00:00.000Z';
const nowMs = Date.parse('2026-03-02T12:00:05.000Z');

describe('decideEligibility', () => {
  it.each([
    { case: 'made a minute before we heard of it', createdAt: '2026-03-02T11:59:00Z', state: 'new' },
    { case: 'made exactly 24 h before', createdAt: '2026-03-01T12:00:00.000Z', state: 'new' },
    { case: 'made a millisecond more than 24 h before', createdAt: '2026-03-01T11:59:59.999Z', state: 'awaiting' },
    { case: 'made after we first heard of its name', createdAt: '2026-03-05T12:00:00Z', state: 'new' },
    { case: 'without a time of creation', createdAt: undefined, state: 'awaiting' },
    { case: 'with a time that cannot be read', createdAt: 'yesterday', state: 'awaiting' },
  ])('a machine $case is $state', ({ createdAt, state }) => {
    expect(decideEligibility({ createdAt, firstSeenAt, nowMs })).toEqual({
      state,
      at: '2026-03-02T12:00:05.000Z',
      by: 'first look',
    });
  });

  it('is overruled by an operator, who is named', () => {
    expect(adopt('ann', nowMs)).toEqual({ state: 'adopted', at: '2026-03-02T12:00:05.000Z', by: 'ann' });
  });
});
