import { describe, expect, it } from 'vitest';
import { specHashSchema, stepIdSchema } from '../../src/domain/ids.ts';
import { isForeignSubscription } from '../../src/domain/subscription/foreign-subscription.ts';
import { newSubscription } from '../../src/domain/subscription/new-subscription.ts';
import type { SubscriptionRecord } from '../../src/domain/subscription/subscription-record.ts';
import { specOfSubscription, subscriptionSpecHash } from '../../src/domain/subscription/subscription-spec.ts';
import { subscriptionRef } from '../../src/domain/target/subscription-ref.ts';
import { parseSubscription, toStoredSubscription } from '../../src/store/subscription-schema.ts';
import { fleetOf } from '../domain/fleet/fleet-fixture.ts';
import { entryAt, sampleTime } from './sample-record.ts';

const [profile] = fleetOf({ subscriptions: [{ plan: 'P1' }] }).subscriptions;
const step = stepIdSchema.parse('setDefenderPlan');

/** A row with something in every field. */
function fullSubscription(): SubscriptionRecord {
  if (profile === undefined) throw new Error('the file has no entry for subscriptions');
  const spec = specOfSubscription(profile);
  return {
    ...newSubscription(subscriptionRef('5b5c0000-0000-4000-a000-000000000001'), sampleTime),
    name: 'Shop',
    tenantId: 't1',
    currentTenantId: 't2',
    state: 'Enabled',
    quotaId: 'PayAsYouGo_2014-09-01',
    tags: { env: 'prod' },
    managementGroups: ['prod', 'root'],
    discovery: {
      ...{ seenAt: sampleTime, missingSince: sampleTime },
      ...{ shown: 'abc', told: { tenantId: 't2', state: 'Enabled' }, owesMachines: true, owedBy: 'look-1' },
    },
    eligibility: { state: 'new', at: sampleTime, by: 'discovery' },
    autoProvisioning: { autoProvision: 'On', readAt: sampleTime },
    bound: { hash: subscriptionSpecHash(spec), spec },
    plannedSpec: specHashSchema.parse('a'.repeat(64)),
    standing: { status: 'Held', code: 'ScopeNotReadable', detail: 'x', since: sampleTime },
    shared: {
      present: ['/a'],
      unshown: ['/u'],
      places: ['westeurope', 'westeurope vm'],
      toldRoles: ['/r'],
      providers: { 'microsoft.insights': { isRegistered: true, since: sampleTime, readAt: sampleTime } },
    },
    undonePlan: { detail: 'AgentlessVmScanning: no role', at: sampleTime, tenantId: 't' },
    wouldWrite: [{ step, why: 'the plan is missing', changesDefaultToken: false }],
    latest: [entryAt(0, 'Held (ScopeNotReadable)')],
  };
}

const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const stored = (more: object = {}): object => ({
  ...Object(throughJson(toStoredSubscription(fullSubscription()))),
  ...more,
});

describe('the row of a subscription', () => {
  it('is read back as it was written', () => {
    expect(parseSubscription(throughJson(toStoredSubscription(fullSubscription())))).toEqual(fullSubscription());
  });

  it('of the first days has not been placed, shown or moved, and owes its machines nothing', () => {
    const { managementGroups: _, currentTenantId: __, discovery: ___, ...early } = Object(stored());
    const read = parseSubscription(early);
    expect([read.managementGroups, read.currentTenantId]).toEqual([undefined, undefined]);
    expect(read.discovery).toEqual({
      ...{ seenAt: undefined, missingSince: undefined, shown: undefined, told: undefined },
      owesMachines: false,
    });
  });

  it('of a release that did not remember failed extensions of the plan has none, nor has one of another shape', () => {
    const { undonePlan: _, ...early } = Object(stored());
    expect(parseSubscription(early).undonePlan).toBeUndefined();
    expect(parseSubscription(stored({ undonePlan: 'yes' })).undonePlan).toBeUndefined();
  });

  it('of a release that kept them without their tenant keeps them', () => {
    const undonePlan = { detail: 'AgentlessVmScanning: no role', at: sampleTime };
    expect(parseSubscription(stored({ undonePlan })).undonePlan).toEqual(undonePlan);
  });

  it('of which no look has kept the places knows none of them, and keeps what else is known', () => {
    const shared = { present: ['/i'], toldRoles: ['/r'] };
    const read = parseSubscription(stored({ shared }));
    expect(read.shared).toEqual({ ...shared, places: [] });
    expect(isForeignSubscription(read)).toBe(false);
  });

  it('keeps what only a later release knows, at every level, when it is written back', () => {
    const later = {
      region: 'europe',
      discovery: { seenAt: sampleTime, shown: 'abc', owesMachines: true, by: 'events' },
      findings: { vault: { kind: 'satisfied' } },
      steps: { ...Object(stored()).steps, 'rotateKeys:a': { of: 'a later release' } },
      managementGroups: ['prod'],
    };
    const read = parseSubscription(stored(later));
    const written = toStoredSubscription({ ...read, name: 'Shop 2', managementGroups: ['test'] });
    expect(written).toMatchObject({
      name: 'Shop 2',
      managementGroups: ['test'],
      region: 'europe',
      discovery: { by: 'events', shown: 'abc' },
      findings: { vault: { kind: 'satisfied' } },
      steps: { 'rotateKeys:a': { of: 'a later release' } },
    });
    expect(parseSubscription(throughJson(written)).name).toBe('Shop 2');
  });

  it('that is bound to a spec with words of a later release is left alone, and keeps it', () => {
    const bound = { ...Object(stored()).bound, spec: { ...Object(stored()).bound.spec, vault: 'on' } };
    const read = parseSubscription(stored({ bound }));
    expect(read.bound).toBeUndefined();
    expect(isForeignSubscription(read)).toBe(true);
    expect(toStoredSubscription({ ...read, name: 'Shop 2' })).toMatchObject({ bound, name: 'Shop 2' });
    expect(isForeignSubscription(parseSubscription(stored()))).toBe(false);
  });

  it('without anything foreign carries nothing along', () => {
    expect(parseSubscription(stored()).foreign).toBeUndefined();
  });
});
