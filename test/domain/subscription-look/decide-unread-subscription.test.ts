import { expect, it } from 'vitest';
import { lookIdSchema } from '../../../src/domain/ids.ts';
import { detailOf } from '../../../src/domain/machine/standing.ts';
import type { SubscriptionRecord } from '../../../src/domain/subscription/subscription-record.ts';
import { decideUnreadSubscription } from '../../../src/domain/subscription-look/decide-unread-subscription.ts';
import { fleetOf } from '../fleet/fleet-fixture.ts';
import { subscriptionOf } from '../subscription/record-fixture.ts';

const now = '7e4a47ed-0000-4000-a000-0000000000ff';

/** What it says of a subscription whose read is refused because it is in another tenant. */
function toldOf(record: SubscriptionRecord): string | undefined {
  const failure = {
    ...{ source: 'http' as const, status: 401, code: 'InvalidAuthenticationTokenTenant', detailCodes: [] },
    message: `It must match the tenant 'https://sts.windows.net/${now}/' associated with this subscription.`,
    ...{ retryAfterSeconds: undefined, correlationId: undefined },
  };
  const lookId = lookIdSchema.parse('look-1');
  const decided = decideUnreadSubscription({ record, lookId, failure, fleet: fleetOf(), nowMs: 0, jitterSeconds: 0 });
  expect(decided.record.standing).toMatchObject({ status: 'Held', code: 'SubscriptionChangedTenant' });
  return detailOf(decided.record.standing);
}

it('E17: a subscription that is refused for its tenant says which one it was in and which it is in', () => {
  expect(toldOf(subscriptionOf({ tenantId: 't1' }))).toBe(`it was in tenant t1 and is in ${now} now`);
});

it('E17: onboarded where the app has no token, it says so, and of no tenant that it was in', () => {
  expect(toldOf(subscriptionOf())).toBe(`it is in tenant ${now}, of which the app has no token`);
});
