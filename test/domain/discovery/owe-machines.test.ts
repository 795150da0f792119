import { describe, expect, it } from 'vitest';
import { oweMachines, settleOwed, withOwed } from '../../../src/domain/discovery/owe-machines.ts';
import type { WrittenFleet } from '../../../src/domain/fleet/fleet-schema.ts';
import { makingOf } from '../../../src/domain/subscription/made-for-machine.ts';
import type { SubscriptionRecord } from '../../../src/domain/subscription/subscription-record.ts';
import { subscriptionSpecHash } from '../../../src/domain/subscription/subscription-spec.ts';
import { fleetOf, subscription } from '../fleet/fleet-fixture.ts';
import { subscriptionOf } from '../subscription/record-fixture.ts';

type Entry = NonNullable<WrittenFleet['subscriptions']>[number];

const nowMs = Date.parse('2026-03-02T08:00:00.000Z');
const looked: SubscriptionRecord = subscriptionOf({ state: 'Enabled', lastLookAt: '2026-03-02T07:00:00.000Z' });
const making: Entry = { mode: 'enforce', identity: { create: true } };

function owes(
  before: SubscriptionRecord,
  after: Partial<SubscriptionRecord>,
  more: Partial<WrittenFleet> = {},
): boolean {
  const said = { fleet: fleetOf(more), nowMs };
  return oweMachines(said, before, { ...before, ...after }, 'look-1').discovery.owesMachines;
}

function boundTo(entry: Entry): SubscriptionRecord['bound'] {
  const { spec } = makingOf(fleetOf({ subscriptions: [entry] }), subscription, looked, nowMs);
  return spec === undefined ? undefined : { hash: subscriptionSpecHash(spec), spec };
}

describe('a look, or an operator, that finds the subscription otherwise for its machines owes them looks', () => {
  it.each<[string, Partial<SubscriptionRecord>, Partial<WrittenFleet>]>([
    ['in another tenant', { tenantId: 'a', currentTenantId: 'b' }, {}],
    ['not writable', { state: 'Disabled' }, {}],
    ['of an offer in which nothing is onboarded', { quotaId: 'x' }, { support: { unsupportedOffers: ['X'] } }],
    [
      'tagged for another entry',
      { tags: { env: 'prod' } },
      { subscriptions: [{ ...making, match: { tags: { env: 'prod' } } }] },
    ],
    ['to make what the file asks for', { bound: boundTo(making) }, { subscriptions: [making] }],
  ])('%s', (_what, after, file) => {
    expect(owes(looked, after, file)).toBe(true);
  });

  it('P13: with the switch of the Log Analytics agent another way, where a profile takes that off', () => {
    const autoProvisioning = { autoProvision: 'Off', readAt: '2026-03-02T08:00:00.000Z' };
    expect(owes(looked, { autoProvisioning })).toBe(false);
    expect(owes(looked, { autoProvisioning }, { profiles: [{ name: 'all', legacyAgent: 'remove' }] })).toBe(true);
  });

  it('without what was bound to it, where the file asks for more by now', () => {
    const before = { ...looked, bound: boundTo({ mode: 'enforce', plan: 'P1' }) };
    expect(owes(before, { bound: undefined }, { subscriptions: [making] })).toBe(true);
    expect(owes({ ...looked, bound: boundTo(making) }, { bound: undefined }, { subscriptions: [making] })).toBe(false);
  });

  const modest: Entry = { mode: 'enforce', plan: 'P1' };

  it.each<[string, SubscriptionRecord, Partial<SubscriptionRecord>, Entry]>([
    ['by its name or a tag that nobody asks for', looked, { name: 'Shop 2', tags: { team: 'shop' } }, making],
    ['bound to make nothing for them', looked, { bound: boundTo(modest) }, modest],
    ['bound by the first look at it', { ...looked, lastLookAt: undefined }, { bound: boundTo(making) }, making],
  ])('but not %s', (_what, before, after, entry) => {
    expect(owes(before, after, { subscriptions: [entry] })).toBe(false);
  });
});

describe('looks that were requested', () => {
  it('are settled, unless somebody owes more since they were listed', () => {
    const listed = withOwed(looked, 'look-1');
    const written: SubscriptionRecord = { ...listed, name: 'Shop 2' };
    expect(settleOwed(listed, written)).toEqual({
      ...written,
      discovery: { ...listed.discovery, owesMachines: false },
    });
    expect(settleOwed(listed, withOwed(written, 'look-2'))).toBeUndefined();
  });
});
