import { describe, expect, it } from 'vitest';
import type { WrittenFleet } from '../../../src/domain/fleet/fleet-schema.ts';
import { lookIdSchema } from '../../../src/domain/ids.ts';
import { detailOf } from '../../../src/domain/machine/standing.ts';
import { newSubscription } from '../../../src/domain/subscription/new-subscription.ts';
import type { Discovery, SubscriptionRecord } from '../../../src/domain/subscription/subscription-record.ts';
import { concludeBeforehand, concludeUnread } from '../../../src/domain/subscription-look/conclude-beforehand.ts';
import { subscriptionRef } from '../../../src/domain/target/subscription-ref.ts';
import { fleetOf, subscription } from '../fleet/fleet-fixture.ts';

const nowMs = Date.parse('2027-01-05T08:00:00Z');
const since = '2027-01-05T07:00:00.000Z';
const grouped = { scope: { managementGroups: ['/providers/Microsoft.Management/managementGroups/platform'] } };

/** A row of which no run has told the groups. */
function unplacedOf(discovery: Partial<Discovery>): SubscriptionRecord {
  const row = newSubscription(subscriptionRef(subscription), since);
  return { ...row, discovery: { ...row.discovery, ...discovery } };
}

/** What is said of it, read as enabled and by this file. */
function saidOf(record: SubscriptionRecord, file: Partial<WrittenFleet>): SubscriptionRecord['standing'] | undefined {
  const core = { displayName: 'Shop', tenantId: 't', state: 'Enabled', quotaId: undefined, tags: {} };
  const input = {
    ...{ record, operations: {}, foreignWrites: [], fleet: fleetOf(file), nowMs, wallNowMs: nowMs, events: undefined },
    ...{
      controls: { arms: [], freezes: [] },
      cloud: 'AzureCloud' as const,
      facts: { target: record, core, parts: {} },
    },
  };
  return concludeBeforehand({ ...input, lookId: lookIdSchema.parse('look-1') }, record)?.record.standing;
}

describe('a subscription of which nobody knows the groups, while the file names one', () => {
  it('waits for a sweep, and says which', () => {
    const never = saidOf(unplacedOf({}), grouped);
    expect(never).toMatchObject({ status: 'Pending', code: 'SubscriptionNotReady' });
    expect(never && detailOf(never)).toContain('no sweep has shown it yet');
    const shown = saidOf(unplacedOf({ seenAt: since }), grouped);
    expect(shown && detailOf(shown)).toContain('showed it without them');
  });

  it('is held where sweeps do not show it, read or not, and not out of a scope that may cover it', () => {
    const missing = unplacedOf({ missingSince: since });
    const held = { status: 'Held', code: 'ScopeNotReadable' };
    expect(saidOf(missing, grouped)).toMatchObject(held);
    expect(concludeUnread({ fleet: fleetOf(grouped), nowMs }, missing)?.record.standing).toMatchObject(held);
  });

  it('is out of a scope that names no group', () => {
    const other = { scope: { subscriptions: ['5b5c0000-0000-4000-a000-0000000000ee'] } };
    const record = unplacedOf({ missingSince: since });
    expect(saidOf(record, other)).toMatchObject({ status: 'Excluded', code: 'OutOfScope' });
  });
});
