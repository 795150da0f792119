import { expect, it } from 'vitest';
import type { MachineRecord } from '../../src/domain/machine/machine-record.ts';
import { newRecord } from '../../src/domain/machine/new-record.ts';
import { hostOf } from '../../src/domain/subscription/host-of-machine.ts';
import type { SubscriptionRecord } from '../../src/domain/subscription/subscription-record.ts';
import { subscriptionRef } from '../../src/domain/target/subscription-ref.ts';
import { withAsk } from '../../src/look/ask-subscription.ts';
import type { LookOutcome } from '../../src/look/run-look.ts';
import { fleetOf } from '../domain/fleet/fleet-fixture.ts';
import { standingOf } from '../domain/machine/standing-fixture.ts';
import { subscriptionOf } from '../domain/subscription/record-fixture.ts';
import { vm } from '../work/fixtures.ts';

const nowMs = Date.parse('2026-03-01T12:00:00.000Z');
const { subscription } = vm('web');

function minutesAgo(minutes: number): string {
  return new Date(nowMs - minutes * 60_000).toISOString();
}

function outcomeOf(findings: MachineRecord['findings']): LookOutcome<MachineRecord> {
  const record = { ...newRecord(vm('web'), minutesAgo(5)), findings };
  return { record, timeline: [], next: { kind: 'parked', dueAt: minutesAgo(-15) } };
}

const waiting = outcomeOf({ identity: { kind: 'waiting', code: 'SubscriptionNotReady' } });

function asksOf(host: SubscriptionRecord | undefined, outcome = waiting) {
  return withAsk(outcome, hostOf(fleetOf(), subscription, host), nowMs).asks;
}

const ask = { kind: 'subscription', target: subscriptionRef(subscription), reason: 'web waits for what it shares' };

it('a machine that lacks what its subscription makes asks for a look at it now', () => {
  expect(asksOf(undefined)).toEqual([ask]);
  expect(asksOf(subscriptionOf({ subscription }))).toEqual([ask]);
});

it('one that asks right after a look at its subscription asks for a later one, and still parks', () => {
  const host = subscriptionOf({ subscription, lastLookAt: minutesAgo(0.5), standing: standingOf('Configured') });
  const asked = withAsk(waiting, hostOf(fleetOf(), subscription, host), nowMs);
  expect(asked).toEqual({ ...waiting, asks: [{ ...ask, dueAt: '2026-03-01T12:01:30.000Z' }] });
});

it('one of a held subscription asks for a look when its own next look is due', () => {
  const host = subscriptionOf({
    subscription,
    lastLookAt: minutesAgo(1),
    standing: standingOf('Held', 'TenantNotConfirmed'),
  });
  expect(asksOf(host)).toEqual([{ ...ask, dueAt: '2026-03-01T12:14:00.000Z' }]);
});

it('a machine that waits for something else, or for nothing, asks nobody', () => {
  expect(asksOf(undefined, outcomeOf({}))).toBeUndefined();
  expect(asksOf(undefined, outcomeOf({ identity: { kind: 'waiting', code: 'Busy' } }))).toBeUndefined();
  expect(asksOf(undefined, outcomeOf({ identity: { kind: 'satisfied' } }))).toBeUndefined();
});
