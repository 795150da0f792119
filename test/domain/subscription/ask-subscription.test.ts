import { expect, it } from 'vitest';
import { askDueMs } from '../../../src/domain/subscription/ask-subscription.ts';
import { newSubscription } from '../../../src/domain/subscription/new-subscription.ts';
import type { SubscriptionRecord } from '../../../src/domain/subscription/subscription-record.ts';
import { subscriptionRef } from '../../../src/domain/target/subscription-ref.ts';

const now = Date.parse('2026-01-01T12:00:00Z');
const fresh = newSubscription(subscriptionRef('11111111-2222-3333-4444-555555555555'), '2026-01-01T11:00:00.000Z');

function lookedAt(minutesAgo: number, standing: SubscriptionRecord['standing']): SubscriptionRecord {
  return { ...fresh, lastLookAt: new Date(now - minutesAgo * 60_000).toISOString(), standing };
}

const since = '2026-01-01T11:30:00.000Z';
const configured = { status: 'Configured', since } as const;
const held = { status: 'Held', code: 'PolicyDenied', since } as const;

it.each([
  ['one that nobody knows', undefined, 0],
  ['one that nobody has looked at', fresh, 0],
  ['one that was in place an hour ago', lookedAt(60, configured), 0],
  ['one that was in place just now', lookedAt(0, configured), 2],
  ['one that is held since a minute', lookedAt(1, held), 14],
  ['one that was held an hour ago', lookedAt(60, held), 0],
] as const)('%s is looked at in due time because a machine waits', (_, row, inMinutes) => {
  expect(askDueMs(row, now)).toBe(now + inMinutes * 60_000);
});
