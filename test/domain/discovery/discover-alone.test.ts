import { expect, test } from 'vitest';
import { type AnswerAlone, discoverAlone } from '../../../src/domain/discovery/discover-alone.ts';
import type { RawFailure } from '../../../src/domain/failures/failure.ts';
import { newSubscription } from '../../../src/domain/subscription/new-subscription.ts';
import { subscriptionRef } from '../../../src/domain/target/subscription-ref.ts';
import { subscription } from '../fleet/fleet-fixture.ts';

const now = Date.parse('2027-01-05T08:00:00Z');
const row = { ...newSubscription(subscriptionRef(subscription), '2027-01-04T08:00:00.000Z'), lookRetryAt: 'later' };
const missing = { ...row, discovery: { ...row.discovery, missingSince: '2027-01-05T07:00:00.000Z' } };

function refused(status: number, code: string, message = 'x'): AnswerAlone {
  const failure: RawFailure = {
    ...{ source: 'http', status, code, message, detailCodes: [] },
    ...{ retryAfterSeconds: undefined, correlationId: undefined },
  };
  return { kind: 'failed', failure };
}

const moved = "The access token is from the wrong issuer. It must match the tenant 'https://sts.windows.net/x/'.";

test.each<[string, AnswerAlone]>([
  ['is not there', { kind: 'gone' }],
  ['may not be read by the app', refused(403, 'AuthorizationFailed')],
  ['is in another tenant', refused(401, 'InvalidAuthenticationTokenTenant', moved)],
])('a subscription that %s is missing from then on, and looked at now', (_, answer) => {
  expect(discoverAlone(row, answer, now)).toMatchObject({
    kind: 'missing',
    record: { discovery: { missingSince: '2027-01-05T08:00:00.000Z' }, lookRetryAt: undefined },
  });
  expect(discoverAlone(missing, answer, now)).toBeUndefined();
  expect(discoverAlone(undefined, answer, now)).toBeUndefined();
});

test.each<[string, AnswerAlone]>([
  ['of Azure that it is ill', refused(500, 'InternalServerError')],
  ['that it is asked too often', refused(429, 'TooManyRequests')],
  ['that the token is no good', refused(401, 'ExpiredAuthenticationToken')],
  ['of nobody', { kind: 'failed', failure: { source: 'network', message: 'reset' } }],
])('an answer %s changes nothing', (_, answer) => {
  expect(discoverAlone(row, answer, now)).toBeUndefined();
  expect(discoverAlone(missing, answer, now)).toBeUndefined();
});

test('one that is answered is missing no more and looked at now; one that was not missing stays as it is', () => {
  expect(discoverAlone(missing, { kind: 'found' }, now)).toMatchObject({
    kind: 'changed',
    record: { discovery: { missingSince: undefined }, lookRetryAt: undefined },
  });
  expect(discoverAlone(row, { kind: 'found' }, now)).toBeUndefined();
});
