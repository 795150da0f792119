import { expect, it } from 'vitest';
import type { DefenderSummary } from '../../src/domain/subscription/subscription-record.ts';
import { parseSubscription, toStoredSubscription } from '../../src/store/subscription-schema.ts';
import { subscriptionOf } from '../domain/subscription/record-fixture.ts';

const readAt = '2026-03-01T12:00:00.000Z';
const defender: DefenderSummary = { plan: 'standard', wdatp: true, unified: 'absent', excludeLinux: false, readAt };

function storedAnew(body: object): DefenderSummary | undefined {
  return parseSubscription(JSON.parse(JSON.stringify(body))).defender;
}

it('E11: what was read of Defender is read back from the row', () => {
  expect(storedAnew(toStoredSubscription(subscriptionOf({ defender })))).toEqual(defender);
});

it('E11: a row without it, or with words of another release in it, says that it was not read', () => {
  const { defender: _, ...older } = toStoredSubscription(subscriptionOf({ defender }));
  expect(storedAnew(older)).toBeUndefined();
  expect(storedAnew({ ...older, defender: { ...defender, plan: 'P3' } })).toBeUndefined();
  expect(storedAnew({ ...older, defender: { ...defender, wdatp: 'perhaps' } })).toBeUndefined();
});
