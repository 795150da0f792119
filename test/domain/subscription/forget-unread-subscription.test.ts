import { expect, it } from 'vitest';
import { isForeignSubscription } from '../../../src/domain/subscription/foreign-subscription.ts';
import { forgetUnreadOf } from '../../../src/domain/subscription/forget-unread-subscription.ts';
import { parseSubscription, toStoredSubscription } from '../../../src/store/subscription-schema.ts';
import { subscriptionOf } from './record-fixture.ts';

it('lets an operator begin anew where another release bound the row: its spec and steps go, all else of it stays', () => {
  const later = {
    ...toStoredSubscription(subscriptionOf()),
    moon: 'full',
    bound: { hash: 'later', spec: { plan: 'P9' } },
  };
  const steps = { setDefenderPlan: { service: 'defender-plan', odd: true } };
  const record = parseSubscription({ ...later, steps });
  expect(isForeignSubscription(record)).toBe(true);
  const anew = forgetUnreadOf(record);
  expect(isForeignSubscription(anew)).toBe(false);
  const stored = toStoredSubscription({ ...anew, bound: undefined, steps: {} });
  expect(stored).toMatchObject({ moon: 'full', steps: {} });
  expect(stored).not.toHaveProperty('bound');
});

it('leaves a row alone of which everything is known', () => {
  const record = subscriptionOf();
  expect(forgetUnreadOf(record)).toBe(record);
});
