import { describe, expect, it } from 'vitest';
import type { CloudName } from '../../../src/domain/cloud/cloud-name.ts';
import type { FleetFile, WrittenFleet } from '../../../src/domain/fleet/fleet-schema.ts';
import { parseFleetFile } from '../../../src/domain/fleet/parse-fleet-file.ts';
import { nothingMade } from '../../../src/domain/machine/machine-facts.ts';
import { madeForMachine, makingOf } from '../../../src/domain/subscription/made-for-machine.ts';
import { newSubscription } from '../../../src/domain/subscription/new-subscription.ts';
import type { SubscriptionRecord } from '../../../src/domain/subscription/subscription-record.ts';
import { subscriptionSpecHash } from '../../../src/domain/subscription/subscription-spec.ts';
import { subscriptionRef } from '../../../src/domain/target/subscription-ref.ts';
import { standingOf } from '../machine/standing-fixture.ts';
import { arcMachine, subscription, vmMachine } from '../services/facts.ts';

type Profile = NonNullable<WrittenFleet['profiles']>[number];
type Entry = NonNullable<WrittenFleet['subscriptions']>[number];

const making: Entry = { mode: 'enforce', identity: { create: true }, workspace: 'default' };
const other = '99999999-2222-3333-4444-555555555555';
const nowMs = Date.parse('2026-02-01T00:00:00.000Z');
const row = newSubscription(subscriptionRef(subscription), '2026-01-01T00:00:00.000Z');

function fleetOf(subscriptions: readonly Entry[], more: Partial<WrittenFleet> = {}): FleetFile {
  const file = { scope: { subscriptions: [subscription] }, profiles: [{ name: 'all' }], subscriptions, ...more };
  const parsed = parseFleetFile(JSON.stringify(file));
  if (parsed.kind === 'invalid') throw new Error(JSON.stringify(parsed.errors));
  return parsed.fleet;
}

type Row = SubscriptionRecord | 'no row';

function made(entry: Entry, record: Row = row, machine = vmMachine()) {
  return madeOf(fleetOf([entry]), record, machine);
}

function madeOf(fleet: FleetFile, record: Row = row, machine = vmMachine(), cloud: CloudName = 'AzureCloud') {
  return madeForMachine(makingOf(fleet, subscription, record === 'no row' ? undefined : record, nowMs), machine, cloud);
}

function boundTo(entry: Entry, change: Partial<SubscriptionRecord> = {}): SubscriptionRecord {
  const { spec } = makingOf(fleetOf([entry]), subscription, row, nowMs);
  if (spec === undefined) throw new Error('there is no entry');
  return { ...row, bound: { hash: subscriptionSpecHash(spec), spec }, ...change };
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

  it('is nothing where no entry is for it', () => {
    for (const record of [row, 'no row'] as const) expect(madeOf(fleetOf([]), record)).toEqual(nothingMade);
    const others = { ...making, match: { subscriptions: [other] } };
    const both = { scope: { subscriptions: [subscription, other] } };
    for (const record of [row, 'no row'] as const) expect(madeOf(fleetOf([others], both), record)).toEqual(nothingMade);
    expect(made({ ...making, match: { tags: { env: 'prod' } } })).toEqual(nothingMade);
  });

  it('is what is bound to it, also after the file has changed', () => {
    expect(made({ mode: 'enforce' }, boundTo(making))).toEqual(made(making));
  });

  it('is waited for by a machine that comes before its subscription has a row, whatever the entry asks of it', () => {
    const asking = { ...making, match: { tags: { env: 'prod' } } };
    expect(made(asking, 'no row').identity).toBe(true);
    expect(made(asking).identity).toBe(false);
  });

  it('P5: comes with where the provider of associations stands, where its look registers it', () => {
    const registering: Entry = { mode: 'enforce', providers: 'register' };
    const id = `/subscriptions/${subscription}/resourceGroups/mon/providers/Microsoft.Insights/dataCollectionRules/own`;
    const enforcing = { name: 'all', mode: 'enforce' as const, dataCollection: { rules: [{ id }] } };
    const provider = (record?: SubscriptionRecord, entry = registering, profile: Profile = enforcing) =>
      madeOf(fleetOf([entry], { profiles: [profile] }), record ?? 'no row').provider;
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
    expect(provider(seen(false), registering, { name: 'all', mode: 'observe' })).toBeUndefined();
  });
});

describe('nothing is made, and a machine is told why, where its subscription', () => {
  const excluded = { id: `/subscriptions/${subscription}`, why: 'a lab', by: 'ann' };
  const group = `/subscriptions/${subscription}/resourceGroups/app`;
  const offers = { unsupportedOffers: ['MSDN_2014-09-01'] };

  it.each<[string, FleetFile, SubscriptionRecord, RegExp]>([
    ['is only observed', fleetOf([{ ...making, mode: 'observe' }]), row, /only observes/],
    ['is in scope by one of its groups', fleetOf([making], { scope: { resourceGroups: [group] } }), row, /as a whole/],
    [
      'is excluded',
      fleetOf([making], { scope: { subscriptions: [subscription], exclude: { scopes: [excluded] } } }),
      row,
      /a lab \(ann\)/,
    ],
    ['is in another tenant', fleetOf([making]), { ...row, tenantId: 'a', currentTenantId: 'b' }, /tenant a/],
    ['is of an offer', fleetOf([making], { support: offers }), { ...row, quotaId: 'msdn_2014-09-01' }, /its offer/],
    ['has an entry no more', fleetOf([]), boundTo(making), /no entry/],
  ])('%s', (_what, fleet, record, why) => {
    const { identity, ruleIds, noIdentity, noRules } = madeOf(fleet, record);
    expect({ identity, ruleIds }).toEqual({ identity: false, ruleIds: [] });
    expect(noIdentity).toMatch(why);
    expect(noRules).toMatch(why);
  });

  it('P11: lies in a cloud without the default workspace: that has no rules, and an identity all the same', () => {
    for (const cloud of ['AzureUSGovernment', 'AzureChinaCloud'] as const) {
      const { identity, ruleIds, noIdentity, noRules } = madeOf(fleetOf([making]), row, vmMachine(), cloud);
      expect({ identity, ruleIds, noIdentity }).toEqual({ identity: true, ruleIds: [], noIdentity: undefined });
      expect(noRules).toMatch(/^Cloud: /);
    }
  });

  it('P11: sends to a workspace that the file names: the rules are made in every cloud', () => {
    const id = `${group}/providers/Microsoft.OperationalInsights/workspaces/logs`;
    const fleet = fleetOf([{ mode: 'enforce', workspace: { id } }]);
    expect(madeOf(fleet, row, vmMachine(), 'AzureUSGovernment')).toMatchObject({ ruleIds: [expect.anything()] });
  });

  it('does not make what the file does not ask for: then there is nothing to tell', () => {
    const { noIdentity, noRules } = made({ mode: 'observe', plan: 'P2' });
    expect([noIdentity, noRules]).toEqual([undefined, undefined]);
  });
});

describe('what was made stays of use where nothing more is made', () => {
  const narrowed = fleetOf([making], {
    scope: { resourceGroups: [`/subscriptions/${subscription}/resourceGroups/a`] },
  });

  it('rules that are in place', () => {
    const { ruleIds } = made(making);
    const there = { present: ruleIds.map((id) => id.toLowerCase()), places: [], toldRoles: [] };
    expect(madeOf(narrowed, boundTo(making, { shared: there })).ruleIds).toEqual(ruleIds);
  });

  it('the group of its identities, but not one of which the file only speaks', () => {
    const own: Entry = { ...making, identity: { create: true, resourceGroup: 'ids' } };
    const groupOf = (entry: Entry, record: SubscriptionRecord) =>
      makingOf(fleetOf([entry]), subscription, record, nowMs).identityGroup;
    expect(groupOf(own, row)).toBe('ids');
    expect(groupOf({ ...own, mode: 'observe' }, boundTo(own))).toBe('ids');
    expect(groupOf({ ...own, mode: 'observe' }, row)).toBeUndefined();
  });
});

describe('a subscription that is held up', () => {
  const said = (...standing: Parameters<typeof standingOf>) =>
    made(making, { ...row, standing: standingOf(...standing) }).heldUp;

  it('is named in its own word and code', () => {
    expect(said('Held', 'TenantNotConfirmed')).toBe('its subscription is Held (TenantNotConfirmed)');
    expect(said('Observed', 'NotAdopted')).toBe('its subscription is Observed (NotAdopted)');
    expect(said('Failed', 'ProvisioningTimeout')).toBe('its subscription is Failed (ProvisioningTimeout)');
  });

  it('is not one that goes on, or that waits for the same sweep', () => {
    expect(said('Configured')).toBeUndefined();
    expect(said('InProgress', 'createIdentity')).toBeUndefined();
    expect(said('Pending', 'SubscriptionNotReady')).toBeUndefined();
    expect(made(making, 'no row').heldUp).toBeUndefined();
  });
});
