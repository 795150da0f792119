import { expect, it } from 'vitest';
import { keyOf } from '../../../src/domain/ids.ts';
import type { StepRecord } from '../../../src/domain/step/step-record.ts';
import { releaseDenied } from '../../../src/domain/stops/release-denied.ts';
import { noStops, type SubscriptionStops } from '../../../src/domain/stops/scope-stop.ts';
import { failedTry, stepRecord } from '../services/service-input.ts';

const root = '/subscriptions/7b9c1f0a-0d4e-4a57-9a68-3f1f6f5c2f11';
const resourceId = `${root}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/a`;
const tryAt = '2026-11-29T13:00:00.000Z';
const stop = {
  scope: `${root}/resourceGroups/rg`,
  since: '2026-11-29T12:00:00.000Z',
  action: 'a',
  detail: 'd',
  tryAt,
  trying: { key: keyOf('x'), at: tryAt },
};
const step = (code: string): StepRecord => ({
  ...stepRecord({ failure: failedTry(code), lastAt: '2026-11-29T11:00:00.000Z' }, 'failed'),
  nextAttemptAt: '2026-11-30T11:00:00.000Z',
});

function released(code: string, stops: Partial<SubscriptionStops>): StepRecord | undefined {
  const row = { resourceId, steps: { one: step(code) }, owned: [], notBefore: undefined, unread: undefined };
  return releaseDenied(row, { ...noStops('s'), ...stops }).steps.one;
}

it('M7: a denied step of a stopped scope is due when the next one may try', () => {
  expect(released('AuthorizationFailed', { stops: [stop] })?.nextAttemptAt).toBe(tryAt);
  expect(released('AuthorizationFailed', { stops: [{ ...stop, scope: `${root}/resourceGroups/r` }] })).toEqual(
    step('AuthorizationFailed'),
  );
});

it('M7: a denied step is tried again at once after a stop above it was lifted, and only if it was refused before', () => {
  const lifted = (at: string) => released('AuthorizationFailed', { lifted: [{ scope: root, at }] });
  expect(lifted('2026-11-29T11:00:01.000Z')).toMatchObject({ failure: undefined, nextAttemptAt: undefined });
  expect(lifted('2026-11-29T10:59:59.000Z')).toEqual(step('AuthorizationFailed'));
});

it('M7: steps that failed otherwise stay as they are', () => {
  const lifted = [{ scope: root, at: '2026-11-29T12:00:00.000Z' }];
  expect(released('PolicyDenied', { stops: [stop], lifted })).toEqual(step('PolicyDenied'));
});
