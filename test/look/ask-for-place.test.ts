import { expect, it } from 'vitest';
import type { MachineRecord } from '../../src/domain/machine/machine-record.ts';
import { newRecord } from '../../src/domain/machine/new-record.ts';
import { hostOf } from '../../src/domain/subscription/host-of-machine.ts';
import { placesInUse } from '../../src/domain/subscription/places-in-use.ts';
import type { SubscriptionRecord } from '../../src/domain/subscription/subscription-record.ts';
import { subscriptionRef } from '../../src/domain/target/subscription-ref.ts';
import type { LookEnd } from '../../src/domain/work/look-end.ts';
import { withPlaceAsk } from '../../src/look/ask-for-place.ts';
import type { LookOutcome } from '../../src/look/run-look.ts';
import { fleetOf } from '../domain/fleet/fleet-fixture.ts';
import { standingOf } from '../domain/machine/standing-fixture.ts';
import { vmMachine } from '../domain/services/facts.ts';
import { subscriptionOf } from '../domain/subscription/record-fixture.ts';
import { vm } from '../work/fixtures.ts';

const nowMs = Date.parse('2026-03-01T12:00:00.000Z');
const { subscription } = vm('web');
const settled: LookEnd = { kind: 'settled' };

function minutesAgo(minutes: number): string {
  return new Date(nowMs - minutes * 60_000).toISOString();
}

/** The outcome of a look at `web`, whose word is `minutes` old. */
function outcomeOf(next: LookEnd, minutes = 0): LookOutcome<MachineRecord> {
  const standing = standingOf('Observed', 'ObserveMode', { since: minutesAgo(minutes) });
  return { record: { ...newRecord(vm('web'), minutesAgo(5)), standing }, timeline: [], next };
}

/** Looked at an hour ago: its services make rules, and know of these machines. */
function knowing(...regions: readonly string[]): SubscriptionRecord {
  const places = placesInUse(regions.map((region) => ({ region, kind: 'vm', os: 'linux' })));
  return subscriptionOf({
    ...{ subscription, lastLookAt: minutesAgo(60), standing: standingOf('Configured') },
    findings: { 'collection-rules': { kind: 'satisfied' } },
    shared: { present: [], places, toldRoles: [] },
  });
}

function asked(outcome: LookOutcome<MachineRecord>, host: SubscriptionRecord | undefined): LookOutcome<MachineRecord> {
  const facts = vmMachine();
  return withPlaceAsk(outcome, { facts, host: hostOf(fleetOf(), subscription, host), fleet: fleetOf(), nowMs });
}

const reason = 'web is in a place that is new to it: westeurope, vm, linux';
const ask = { kind: 'subscription', target: subscriptionRef(subscription), reason };

it('a machine in a place that its subscription does not know asks for a look at it, and comes back to see', () => {
  const outcome = outcomeOf(settled);
  const dueAt = minutesAgo(-15);
  expect(asked(outcome, knowing('eastus'))).toEqual({ ...outcome, asks: [ask], next: { kind: 'parked', dueAt } });
});

it('one whose place is known, or whose subscription has no row yet, asks nobody and ends as it did', () => {
  const outcome = outcomeOf(settled);
  expect(asked(outcome, knowing('eastus', 'westeurope'))).toBe(outcome);
  expect(asked(outcome, undefined)).toBe(outcome);
});

it('one that asks for what it lacks itself asks once', () => {
  const waiting = { ...outcomeOf(settled), asks: [] };
  expect(asked(waiting, knowing())).toBe(waiting);
});

it('right after a look at the subscription a later one is asked for, as by all that ask', () => {
  const held = { ...knowing(), lastLookAt: minutesAgo(5), standing: standingOf('Held', 'TenantNotConfirmed') };
  expect(asked(outcomeOf(settled), held).asks).toEqual([{ ...ask, dueAt: minutesAgo(-10) }]);
});

it.each<[string, LookEnd, LookEnd]>([
  ['works goes on', { kind: 'act', steps: [], waitSeconds: 30 }, { kind: 'act', steps: [], waitSeconds: 30 }],
  ['is due sooner stays so', { kind: 'parked', dueAt: minutesAgo(-5) }, { kind: 'parked', dueAt: minutesAgo(-5) }],
  [
    'is due much later is due sooner',
    { kind: 'parked', dueAt: minutesAgo(-600) },
    { kind: 'parked', dueAt: minutesAgo(-15) },
  ],
])('one that %s', (_, next, expected) => {
  expect(asked(outcomeOf(next), knowing()).next).toEqual(expected);
});

it('one whose place is not known after two hours is not looked at for that any more; when it is, it asks', () => {
  const outcome = outcomeOf(settled, 121);
  expect(asked(outcome, knowing())).toEqual({ ...outcome, asks: [ask] });
});
