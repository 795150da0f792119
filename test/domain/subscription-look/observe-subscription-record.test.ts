import { describe, expect, it } from 'vitest';
import { lookIdSchema } from '../../../src/domain/ids.ts';
import type { SubscriptionParts } from '../../../src/domain/subscription/subscription-facts.ts';
import type { SubscriptionRecord } from '../../../src/domain/subscription/subscription-record.ts';
import { observeSubscriptionRecord } from '../../../src/domain/subscription-look/observe-subscription-record.ts';
import { fleetOf } from '../fleet/fleet-fixture.ts';
import { defender, subscriptionOf } from '../subscription/record-fixture.ts';
import { failedStep } from '../subscription-services/subscription-input.ts';

const nowMs = Date.parse('2026-03-02T08:00:00.000Z');

function observe(record: SubscriptionRecord, parts: SubscriptionParts): SubscriptionRecord {
  const core = { displayName: 'Shop', tenantId: 't', state: 'Enabled', quotaId: undefined, tags: {} };
  const input = {
    ...{ record, lookId: lookIdSchema.parse('look-1'), operations: {}, foreignWrites: [], fleet: fleetOf(), nowMs },
    ...{ controls: { arms: [], freezes: [] }, wallNowMs: nowMs, cloud: 'AzureCloud' as const, events: undefined },
    facts: { target: record, core, parts },
  };
  return observeSubscriptionRecord(input);
}

it('E11: remembers what endpoint protection is judged by, and when it was read', () => {
  const read = observe(subscriptionOf(), { defender }).defender;
  const readAt = '2026-03-02T08:00:00.000Z';
  expect(read).toEqual({
    plan: 'P1',
    wdatp: true,
    unified: 'absent',
    excludeLinux: true,
    readAt,
    onSince: { windows: readAt, unified: readAt },
  });
});

it('E11: keeps it through looks that do not read it', () => {
  const readAt = '2026-03-01T08:00:00.000Z';
  const known = { plan: 'P2', wdatp: true, unified: true, excludeLinux: 'absent', readAt } as const;
  expect(observe(subscriptionOf({ defender: known }), {}).defender).toEqual(known);
});

it('P10: remembers of a row of an earlier release that an extension of the plan failed', () => {
  const failure = { code: 'PlanExtensionFailed', detail: 'E: no role', treatment: 'retry' } as const;
  const steps = { setDefenderPlan: failedStep('defender-plan', failure) };
  expect(observe(subscriptionOf({ steps }), {}).undonePlan).toMatchObject({ detail: 'E: no role' });
});

describe('P10: a failed extension of the plan is forgotten', () => {
  const undonePlan = { detail: 'E: no role', at: '2026-03-01T12:00:00.000Z', tenantId: 't' };

  it('by a look that finds another service managing the plan, and by no other', () => {
    const managed = { ...defender, plan: { ...defender.plan, managedBy: 'M365' } };
    expect(observe(subscriptionOf({ undonePlan }), { defender: managed }).undonePlan).toBeUndefined();
    expect(observe(subscriptionOf({ undonePlan }), { defender }).undonePlan).toEqual(undonePlan);
    expect(observe(subscriptionOf({ undonePlan }), {}).undonePlan).toEqual(undonePlan);
  });

  it('once the subscription is looked after in another tenant, and not before', () => {
    const elsewhere = { ...undonePlan, tenantId: 'another' };
    expect(observe(subscriptionOf({ undonePlan: elsewhere }), {}).undonePlan).toBeUndefined();
    const moved = subscriptionOf({ undonePlan: elsewhere, tenantId: 'another' });
    expect(observe(moved, {}).undonePlan).toEqual(elsewhere);
  });
});
