import { describe, expect, it, test } from 'vitest';
import { isLookOverdue } from '../../../src/domain/discovery/look-again.ts';
import type { WrittenFleet } from '../../../src/domain/fleet/fleet-schema.ts';
import { newSubscription } from '../../../src/domain/subscription/new-subscription.ts';
import type { SubscriptionRecord } from '../../../src/domain/subscription/subscription-record.ts';
import { subscriptionRef } from '../../../src/domain/target/subscription-ref.ts';
import { fleetOf } from '../fleet/fleet-fixture.ts';

const platform = '/providers/Microsoft.Management/managementGroups/platform';
const scope = { managementGroups: [platform] };
const file = fleetOf({ scope, subscriptions: [{ mode: 'enforce', plan: 'P2' }] });
const hour = 60 * 60_000;
const lookedAt = Date.parse('2027-01-05T08:00:00Z');
const iso = (ms: number): string => new Date(ms).toISOString();

function rowOf(index: number, changes: Partial<SubscriptionRecord> = {}): SubscriptionRecord {
  const target = subscriptionRef(`5b5c0000-0000-4000-a000-${String(index).padStart(12, '0')}`);
  const row = newSubscription(target, iso(lookedAt - 24 * hour));
  return { ...row, managementGroups: ['platform'], lastLookAt: iso(lookedAt), ...changes };
}

const rows = Array.from({ length: 1_000 }, (_, index) => rowOf(index));
const overdue = (hours: number): number =>
  rows.filter((row) => isLookOverdue(file, row, lookedAt + hours * hour)).length;

describe('a thousand subscriptions that were looked at together', () => {
  it('C1: owe no look for three hours, and all owe one after six', () => {
    expect([overdue(2.9), overdue(6)]).toEqual([0, 1_000]);
  });

  it('C1: come back spread, in no half hour more than a fifth of them', () => {
    const halves = [3, 3.5, 4, 4.5, 5, 5.5];
    const each = halves.map((hours) => overdue(hours + 0.5) - overdue(hours));
    expect(Math.max(...each)).toBeLessThan(200);
    expect(Math.min(...each)).toBeGreaterThan(100);
  });
});

const late = lookedAt + 7 * hour;

test('one that no look has seen is owed one when it is that old itself', () => {
  const unseen = rowOf(1, { lastLookAt: undefined, firstSeenAt: iso(lookedAt) });
  expect(isLookOverdue(file, unseen, lookedAt + hour)).toBe(false);
  expect(isLookOverdue(file, unseen, late)).toBe(true);
});

it.each<[string, Partial<WrittenFleet>, Partial<SubscriptionRecord>, boolean]>([
  ['an entry that enforces', {}, {}, true],
  ['an entry that only observes', { subscriptions: [{ plan: 'P2' }] }, {}, true],
  ['no entry', { subscriptions: [] }, {}, false],
  ['an entry for others', { subscriptions: [{ match: { tags: { env: 'prod' } } }] }, {}, false],
  ['a group that it has left', {}, { managementGroups: ['other'] }, false],
  [
    'an exclusion',
    { scope: { ...scope, exclude: { scopes: [{ id: platform, by: 'ops', why: 'theirs' }] } } },
    {},
    false,
  ],
  ['a sweep that lacked it', {}, { discovery: { ...rowOf(1).discovery, missingSince: iso(lookedAt + hour) } }, false],
  ['its ladder', {}, { lookAttempts: 6, lookRetryAt: iso(late + hour) }, false],
  ['a ladder that is over', {}, { lookAttempts: 6, lookRetryAt: iso(late - hour) }, true],
])('with %s, one that nobody has looked at for hours is owed a look or not', (_, parts, changes, isOwed) => {
  const fleet = fleetOf({ scope, subscriptions: [{ mode: 'enforce', plan: 'P2' }], ...parts });
  expect(isLookOverdue(fleet, rowOf(1, changes), late)).toBe(isOwed);
});
