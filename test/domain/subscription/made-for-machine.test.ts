import { describe, expect, it } from 'vitest';
import type { FleetFile, WrittenFleet } from '../../../src/domain/fleet/fleet-schema.ts';
import { parseFleetFile } from '../../../src/domain/fleet/parse-fleet-file.ts';
import { madeForMachine, makingSpecOf } from '../../../src/domain/subscription/made-for-machine.ts';
import { newSubscription } from '../../../src/domain/subscription/new-subscription.ts';
import type { SubscriptionRecord } from '../../../src/domain/subscription/subscription-record.ts';
import { subscriptionSpecHash } from '../../../src/domain/subscription/subscription-spec.ts';
import { subscriptionRef } from '../../../src/domain/target/subscription-ref.ts';
import { arcMachine, subscription, vmMachine } from '../services/facts.ts';

type Entry = NonNullable<WrittenFleet['subscriptions']>[number];

const making: Entry = { mode: 'enforce', identity: { create: true }, workspace: 'default' };
const row = newSubscription(subscriptionRef(subscription), '2026-01-01T00:00:00.000Z');

function fleetOf(...subscriptions: readonly Entry[]): FleetFile {
  const file = { scope: { subscriptions: [subscription] }, profiles: [{ name: 'all' }], subscriptions };
  const parsed = parseFleetFile(JSON.stringify(file));
  if (parsed.kind === 'invalid') throw new Error(JSON.stringify(parsed.errors));
  return parsed.fleet;
}

function made(entry: Entry, record: SubscriptionRecord | undefined = row, machine = vmMachine()) {
  return madeForMachine(makingSpecOf(fleetOf(entry), subscription, record), machine);
}

describe('M10 M12: what a subscription makes for a machine', () => {
  it('is the identity and the rules of its region and system', () => {
    const { identity, ruleIds } = made(making);
    expect(identity).toBe(true);
    expect(ruleIds).toHaveLength(1);
    expect(ruleIds[0]).toMatch(/dataCollectionRules\/amo-\w+-linux-dcr$/);
  });

  it('is no identity for an Arc machine, which brings its own', () => {
    expect(made(making, row, arcMachine()).identity).toBe(false);
  });

  it('is nothing where the file only observes it, or names others', () => {
    expect(made({ ...making, mode: 'observe' })).toEqual({ identity: false, ruleIds: [] });
    for (const record of [row, undefined]) expect(makingSpecOf(fleetOf(), subscription, record)).toBeUndefined();
    const named = { ...making, match: { subscriptions: [subscription] } };
    expect(makingSpecOf(fleetOf(named), '99999999-2222-3333-4444-555555555555', undefined)).toBeUndefined();
    expect(makingSpecOf(fleetOf({ ...making, match: { tags: { env: 'prod' } } }), subscription, row)).toBeUndefined();
  });

  it('is what is bound to it, also after the file has changed', () => {
    const spec = makingSpecOf(fleetOf(making), subscription, row);
    if (spec === undefined) throw new Error('the entry makes nothing');
    const known = { ...row, bound: { hash: subscriptionSpecHash(spec), spec } };
    expect(made({ mode: 'enforce' }, known)).toEqual(made(making));
  });

  it('is waited for by a machine that comes before its subscription has a row, whatever the entry asks of it', () => {
    const asking = { ...making, match: { tags: { env: 'prod' } } };
    expect(madeForMachine(makingSpecOf(fleetOf(asking), subscription, undefined), vmMachine()).identity).toBe(true);
    expect(made(asking).identity).toBe(false);
  });

  it('P5: comes with where the provider of associations stands, where its look registers it', () => {
    const registering: Entry = { mode: 'enforce', providers: 'register' };
    const provider = (record?: SubscriptionRecord, entry = registering) =>
      madeForMachine(makingSpecOf(fleetOf(entry), subscription, row), vmMachine(), record).provider;
    const seen = (isRegistered: boolean): SubscriptionRecord => {
      const providers = { 'microsoft.insights': { isRegistered, since: row.firstSeenAt, readAt: row.firstSeenAt } };
      return { ...row, shared: { ...row.shared, providers } };
    };
    expect([provider(), provider(row), provider(seen(true)), provider(seen(false))]).toEqual([
      'unknown',
      'unknown',
      'registered',
      'unregistered',
    ]);
    expect(provider(seen(false), { mode: 'enforce' })).toBeUndefined();
    expect(provider(seen(false), { ...registering, mode: 'observe' })).toBeUndefined();
  });
});
