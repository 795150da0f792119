import { expect, it } from 'vitest';
import { admitStart } from '../../src/domain/work/admit-start.ts';

const limits = { inFlight: 10, perSubscription: 5, startsPerMinute: 3 };
const below = { inFlight: 9, inSubscription: 4, startedLastMinute: 2 };

it.each([
  ['the last free place', below, 'admitted'],
  ['a full fleet', { ...below, inFlight: 10 }, 'inFlightLimit'],
  ['a full subscription', { ...below, inSubscription: 5 }, 'subscriptionLimit'],
  ['a full minute', { ...below, startedLastMinute: 3 }, 'startRateLimit'],
  ['everything full', { inFlight: 99, inSubscription: 99, startedLastMinute: 99 }, 'startRateLimit'],
])('%s', (_, counts, admission) => {
  expect(admitStart(counts, limits)).toBe(admission);
});
