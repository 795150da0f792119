import { expect, it } from 'vitest';
import { isSameReading, keepPolicies } from '../../../src/domain/coexistence/keep-policies.ts';
import { assignment, exemption, nowMs } from './policy-fixture.ts';

it('keeps what is enforced of known definitions, with the parameters that are compared, in lower case', () => {
  const kept = keepPolicies(
    [
      assignment({ parameters: { DcrResourceId: 'r', listOfLinuxImageIdToInclude: 'x', Effect: 'Disabled' } }),
      assignment({ definition: '00000000-0000-4000-8000-000000000000' }),
      assignment({ mode: 'DoNotEnforce' }),
    ],
    [],
    nowMs,
  );
  expect(kept.assignments).toEqual([assignment({ parameters: { dcrresourceid: 'r', effect: 'Disabled' } })]);
  expect(kept).toMatchObject({ readAt: '2026-11-29T12:00:00.000Z', left: 0 });
});

it('keeps exemptions from these that have not ended', () => {
  const ended = exemption({ expiresOn: '2026-11-29T12:00:00.000Z' });
  const others = exemption({ assignmentId: '/x' });
  expect(keepPolicies([assignment()], [exemption(), ended, others], nowMs).exemptions).toEqual([exemption()]);
});

it('keeps no more than a row can hold, and counts the rest', () => {
  const many = Array.from({ length: 400 }, (_, index) => assignment({ id: `/a/${String(index).padStart(3, '0')}` }));
  const kept = keepPolicies(many, [], nowMs);
  expect(kept.assignments.length).toBeGreaterThan(20);
  expect(kept.assignments.length + kept.left).toBe(400);
  expect(JSON.stringify(kept).length).toBeLessThan(13_000);
});

it('is the same whenever it was read, and whatever the order of its members', () => {
  const now = keepPolicies([assignment()], [], nowMs);
  expect(isSameReading(now, keepPolicies([assignment()], [], nowMs + 60_000))).toBe(true);
  const { id, ...rest } = assignment();
  expect(isSameReading(now, { ...now, assignments: [{ ...rest, id }] })).toBe(true);
  expect(isSameReading(now, keepPolicies([], [], nowMs))).toBe(false);
});
