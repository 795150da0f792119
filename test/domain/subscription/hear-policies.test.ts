import { describe, expect, it, test } from 'vitest';
import { noPolicies } from '../../../src/domain/coexistence/policy-reading.ts';
import type { WrittenFleet } from '../../../src/domain/fleet/fleet-schema.ts';
import { hearPolicies } from '../../../src/domain/subscription/hear-policies.ts';
import { hostOf } from '../../../src/domain/subscription/host-of-machine.ts';
import type { SubscriptionRecord } from '../../../src/domain/subscription/subscription-record.ts';
import { fleetOf, subscription } from '../fleet/fleet-fixture.ts';
import { standingOf } from '../machine/standing-fixture.ts';
import { subscriptionOf } from './record-fixture.ts';

const nowMs = Date.parse('2026-03-01T12:00:00.000Z');
const group = '/providers/Microsoft.Management/managementGroups/platform';
const readingOf = (minutesAgo: number) => ({
  ...noPolicies,
  readAt: new Date(nowMs - minutesAgo * 60_000).toISOString(),
});
const row = (changes: Partial<SubscriptionRecord> = {}) =>
  subscriptionOf({ state: 'Enabled', managementGroups: ['platform'], ...changes });

function hear(record: SubscriptionRecord | undefined, fleet: Partial<WrittenFleet> = { subscriptions: [{}] }) {
  return hearPolicies(fleetOf(fleet), hostOf(fleetOf(fleet), subscription, record), nowMs);
}

describe('what Azure Policy wants where a machine is', () => {
  it('is what the row keeps, for two sweeps and some', () => {
    const young = readingOf(134);
    expect(hear(row({ policies: young }))).toEqual({ kind: 'read', reading: young });
    expect(hear(row({ policies: readingOf(135) }))).toEqual({
      kind: 'unread',
      detail: 'what Azure Policy wants in its subscription was last read at 2026-03-01T09:45:00.000Z',
    });
  });

  it('is not known before anybody has read it, and the right that is missing is named', () => {
    const detail = 'what Azure Policy wants in its subscription has not been read yet';
    expect(hear(undefined)).toEqual({ kind: 'unread', detail });
    expect(hear(row())).toEqual({ kind: 'unread', detail });
    const standing = standingOf('Failed', 'AuthorizationFailed', { detail: 'a right is missing', until: 'later' });
    expect(hear(row({ standing }))).toEqual({
      kind: 'unread',
      detail: `${detail}; its subscription is Failed (AuthorizationFailed): a right is missing`,
    });
  });
});

const other = '22222222-2222-4333-8444-555555555555';

test.each<[string, string, SubscriptionRecord | undefined, Partial<WrittenFleet>]>([
  ['no entry of the file is there', 'unheard', row(), {}],
  [
    'an entry is for another subscription',
    'unheard',
    undefined,
    { scope: { subscriptions: [subscription, other] }, subscriptions: [{ match: { subscriptions: [other] } }] },
  ],
  [
    'an entry is for it by name',
    'unread',
    undefined,
    { subscriptions: [{ match: { subscriptions: [subscription] } }] },
  ],
  ['an entry that only observes is for it', 'unread', row(), { subscriptions: [{ mode: 'observe' }] }],
  [
    'an entry is for those with a tag it has',
    'unread',
    row({ tags: { a: 'b' } }),
    { subscriptions: [{ match: { tags: { a: 'b' } } }] },
  ],
  ['an entry is for those with a tag it lacks', 'unheard', row(), { subscriptions: [{ match: { tags: { a: 'b' } } }] }],
  [
    'nobody has seen its tags yet',
    'unread',
    row({ state: undefined }),
    { subscriptions: [{ match: { tags: { a: 'b' } } }] },
  ],
  ['it lies below a group in scope', 'unread', row(), { scope: { managementGroups: [group] }, subscriptions: [{}] }],
  [
    'only one of its resource groups is in scope',
    'unheard',
    row(),
    { scope: { resourceGroups: [`/subscriptions/${subscription}/resourceGroups/shop`] }, subscriptions: [{}] },
  ],
  ['it takes no writes', 'unheard', row({ state: 'Disabled' }), { subscriptions: [{}] }],
])('where %s: %s', (_, expected, record, fleet) => {
  expect(hear(record, fleet).kind).toBe(expected);
});
