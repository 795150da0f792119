import { describe, expect, test } from 'vitest';
import { adopt } from '../../../src/domain/adoption/eligibility.ts';
import {
  type AnsweredRun,
  discoverMissing,
  discoverShown,
} from '../../../src/domain/discovery/discover-subscription.ts';
import type { ShownSubscription } from '../../../src/domain/discovery/shown-subscription.ts';
import type { WrittenFleet } from '../../../src/domain/fleet/fleet-schema.ts';
import { hostOf } from '../../../src/domain/subscription/host-of-machine.ts';
import { makingOf } from '../../../src/domain/subscription/made-for-machine.ts';
import { newSubscription } from '../../../src/domain/subscription/new-subscription.ts';
import type { SubscriptionRecord } from '../../../src/domain/subscription/subscription-record.ts';
import { subscriptionSpecHash } from '../../../src/domain/subscription/subscription-spec.ts';
import { subscriptionRef } from '../../../src/domain/target/subscription-ref.ts';
import { fleetOf, subscription } from '../fleet/fleet-fixture.ts';

const now = Date.parse('2027-01-05T08:00:00Z');
const hour = 60 * 60_000;
const platform = '/providers/Microsoft.Management/managementGroups/platform';
const grouped = fleetOf({ scope: { managementGroups: [platform] } });
const shown: ShownSubscription = {
  subscription,
  name: 'Shop',
  tenantId: 't1',
  state: 'Enabled',
  quotaId: undefined,
  tags: {},
  managementGroups: ['platform', 'root'],
};
const runOf = (changes: Partial<AnsweredRun> = {}): AnsweredRun => ({
  nowMs: now,
  known: undefined,
  isPartial: false,
  said: { fleet: grouped, controls: [] },
  ...changes,
});
const rowOf = (changes: Partial<ShownSubscription> = {}, run = runOf()): SubscriptionRecord => {
  const { record } = discoverShown(undefined, { ...shown, ...changes }, run);
  if (record === undefined) throw new Error('nothing was made');
  return record;
};

describe('a subscription that is shown', () => {
  test('for the first time: a row with what was told, which waits for an operator', () => {
    const found = discoverShown(undefined, shown, runOf());
    expect(found).toMatchObject({
      kind: 'inserted',
      record: {
        name: 'Shop',
        tenantId: 't1',
        currentTenantId: 't1',
        managementGroups: ['platform', 'root'],
        eligibility: { state: 'awaiting', by: 'discovery' },
        discovery: { seenAt: '2027-01-05T08:00:00.000Z', missingSince: undefined },
      },
    });
  });

  test('after an earlier complete run that lacked it: it is new', () => {
    expect(rowOf({}, runOf({ known: new Set() })).eligibility?.state).toBe('new');
  });

  test('again without a row, because that was deleted: it waits for an operator, as does one that an event told of since', () => {
    const run = runOf({ known: new Set([subscription]) });
    expect(rowOf({}, run).eligibility?.state).toBe('awaiting');
    const heard = newSubscription(subscriptionRef(subscription), '2027-01-05T07:00:00.000Z');
    expect(discoverShown(heard, shown, run).record?.eligibility?.state).toBe('awaiting');
  });

  test('by a run that was not told all: whether it is new is said by the first one that is, also of what it shows the same', () => {
    const row = rowOf({}, runOf({ known: new Set(), isPartial: true }));
    expect(row).toMatchObject({ name: 'Shop', eligibility: undefined });
    const again = discoverShown(row, shown, runOf({ known: new Set(), isPartial: true }));
    expect(again).toEqual({ kind: 'unchanged', record: undefined });
    const looked = { ...row, name: 'Shop as a look read it', lookAttempts: 3 };
    const said = (known: ReadonlySet<string>) => discoverShown(looked, shown, runOf({ known }));
    expect(said(new Set())).toMatchObject({
      kind: 'changed',
      record: { eligibility: { state: 'new' }, name: looked.name, lookAttempts: 0 },
    });
    expect(said(new Set([subscription])).record?.eligibility?.state).toBe('awaiting');
  });

  test('with a row that an event made before: judged as if it had none, but an operator who adopted it stays', () => {
    const heard = newSubscription(subscriptionRef(subscription), '2027-01-05T07:00:00.000Z');
    expect(discoverShown(heard, shown, runOf({ known: new Set() }))).toMatchObject({
      kind: 'inserted',
      record: { eligibility: { state: 'new' }, firstSeenAt: '2027-01-05T07:00:00.000Z' },
    });
    const adopted = { ...heard, eligibility: adopt('ann', now) };
    expect(discoverShown(adopted, shown, runOf()).record?.eligibility).toMatchObject({ state: 'adopted', by: 'ann' });
  });

  test('unchanged: nothing is written for a day, whatever looks have read meanwhile', () => {
    const row = { ...rowOf(), name: 'as a look read it', tags: { read: 'later' } };
    expect(discoverShown(row, shown, runOf({ nowMs: now + 23 * hour }))).toEqual({
      kind: 'unchanged',
      record: undefined,
    });
    expect(discoverShown(row, shown, runOf({ nowMs: now + 25 * hour }))).toMatchObject({
      kind: 'unchanged',
      record: { name: 'as a look read it', discovery: { seenAt: '2027-01-06T09:00:00.000Z' } },
    });
  });

  test.each([
    ['not writable', { state: 'Disabled' }],
    ['in another tenant', { currentTenantId: 't2' }],
  ])('that a look saw %s, and no run shows so: it keeps what was read and is read again', (_, read) => {
    const row = { ...rowOf(), ...read };
    expect(discoverShown(row, shown, runOf({ nowMs: now + hour }))).toMatchObject({ kind: 'changed', record: read });
  });

  test.each([
    ['not writable', { state: 'Disabled' }],
    ['in another tenant', { currentTenantId: 't2' }],
  ])('that a look saw %s stays so when a run shows something else of it to be new', (_, read) => {
    const row = { ...rowOf(), ...read };
    const found = discoverShown(row, { ...shown, tags: { env: 'prod' } }, runOf({ nowMs: now + hour }));
    expect(found).toMatchObject({ kind: 'changed', record: { ...read, tags: { env: 'prod' } } });
    expect(hostOf(grouped, subscription, found.record).trouble).toEqual(hostOf(grouped, subscription, row).trouble);
  });

  test.each([
    ['is overruled by what a run shows to be new', now - 1, { state: 'Warned', currentTenantId: 't1' }],
    ['stays where it looked since the run began', now + 1, { state: 'Disabled', currentTenantId: 't2' }],
  ])('what a look read %s', (_, readMs, expected) => {
    const lastLookAt = new Date(readMs).toISOString();
    const row = {
      ...rowOf({ tenantId: 't3', state: 'Enabled' }),
      state: 'Disabled',
      currentTenantId: 't2',
      lastLookAt,
    };
    expect(discoverShown(row, { ...shown, state: 'Warned' }, runOf()).record).toMatchObject(expected);
  });

  test('that a run lacked is where the next one shows it', () => {
    const missing = discoverMissing({ ...rowOf(), currentTenantId: 't2' }, subscription, now)?.record;
    expect(discoverShown(missing, shown, runOf()).record).toMatchObject({ currentTenantId: 't1' });
  });

  test.each<[string, Partial<ShownSubscription>]>([
    ['its name', { name: 'Shop 2' }],
    ['its tags', { tags: { env: 'prod' } }],
    ['its state', { state: 'Disabled' }],
    ['its offer', { quotaId: 'MSDN_2014-09-01' }],
    ['its tenant', { tenantId: 't2' }],
    ['its groups', { managementGroups: ['root'] }],
  ])('changed in %s: written, and adopted or awaiting as before', (_what, change) => {
    const found = discoverShown(rowOf(), { ...shown, ...change }, runOf({ known: new Set() }));
    expect(found).toMatchObject({ kind: 'changed', record: { eligibility: { state: 'awaiting' }, tenantId: 't1' } });
  });

  test('without its groups: it is not placed, also where it was, until a run tells them', () => {
    const untold = { ...shown, managementGroups: undefined };
    expect(discoverShown(undefined, untold, runOf()).record?.managementGroups).toBeUndefined();
    const { record } = discoverShown(rowOf(), untold, runOf());
    expect(record).toMatchObject({ managementGroups: undefined, discovery: { owesMachines: true } });
    expect(discoverShown(record, untold, runOf()).kind).toBe('unchanged');
    expect(discoverShown(record, shown, runOf())).toMatchObject({
      kind: 'changed',
      record: { managementGroups: ['platform', 'root'], discovery: { owesMachines: true } },
    });
  });

  test('in no group: that is a place, and another one than not to be placed', () => {
    const { record } = discoverShown(
      rowOf({ managementGroups: undefined }),
      { ...shown, managementGroups: [] },
      runOf(),
    );
    expect(record?.managementGroups).toEqual([]);
  });

  test('E17: in another tenant: the row keeps the one that it is looked after in', () => {
    const { record } = discoverShown(rowOf(), { ...shown, tenantId: 't2' }, runOf());
    expect(record).toMatchObject({ tenantId: 't1', currentTenantId: 't2', discovery: { owesMachines: true } });
  });
});

describe('looks at its machines are owed', () => {
  const owed = (before: Partial<ShownSubscription>, after: Partial<ShownSubscription>, run = runOf()) =>
    discoverShown(rowOf(before, { ...run, said: { fleet: fleetOf(), controls: [] } }), { ...shown, ...after }, run)
      .record?.discovery.owesMachines;

  test('when it leaves or comes into the scope', () => {
    expect(owed({}, { managementGroups: ['root'] })).toBe(true);
    expect(owed({ managementGroups: ['root'] }, {})).toBe(true);
  });

  test('when it comes into a group that an arm or a freeze names', () => {
    const control = { scope: platform, by: 'ann', at: '', why: '', planHash: undefined };
    const run = runOf({ said: { fleet: fleetOf(), controls: [control] } });
    expect(owed({ managementGroups: ['root'] }, {}, run)).toBe(true);
  });

  test('when it takes writes no more, or again', () => {
    expect(owed({}, { state: 'Disabled' })).toBe(true);
    expect(owed({ state: 'Disabled' }, { state: 'Warned' })).toBe(true);
    expect(owed({}, { state: 'PastDue' })).toBe(false);
  });

  test('when its offer becomes one in which nothing is onboarded, or is one no more', () => {
    const support = { unsupportedOffers: ['MSDN_2014-09-01'] };
    const file = runOf({
      said: { fleet: fleetOf({ scope: { managementGroups: [platform] }, support }), controls: [] },
    });
    expect(owed({}, { quotaId: 'MSDN_2014-09-01' }, file)).toBe(true);
    expect(owed({ quotaId: 'MSDN_2014-09-01' }, {}, file)).toBe(true);
    expect(owed({}, { quotaId: 'PayAsYouGo_2014-09-01' }, file)).toBe(false);
  });

  describe('when it is to make something else for them by another entry, chosen', () => {
    const making = { mode: 'enforce', identity: { create: true } } as const;
    const runBy = (...subscriptions: NonNullable<WrittenFleet['subscriptions']>) =>
      runOf({ said: { fleet: fleetOf({ scope: { managementGroups: [platform] }, subscriptions }), controls: [] } });
    const prod = { tags: { env: 'prod' } };

    test('by its tags', () => {
      const run = runBy({ ...making, match: prod });
      expect(owed({}, prod, run)).toBe(true);
      expect(owed(prod, {}, run)).toBe(true);
      expect(owed(prod, { tags: { env: 'prod', team: 'shop' } }, run)).toBe(false);
    });

    test('by its management groups', () => {
      const run = runBy({ ...making, match: { managementGroups: [`${platform}-prod`] } });
      const inside = { managementGroups: ['platform-prod', 'platform', 'root'] };
      expect(owed({}, inside, run)).toBe(true);
      expect(owed(inside, {}, run)).toBe(true);
    });

    test.each([{ azureSecurityAgent: 'rule' }, { securityEvents: 'Common' }] as const)(
      'and that makes more rules for them: %j',
      (more) => {
        const base = { ...making, workspace: 'default', plan: 'P2' } as const;
        expect(owed({}, prod, runBy({ ...base, match: prod, ...more }, base))).toBe(true);
      },
    );

    test('but not by one that makes the same, or nothing either', () => {
      expect(owed({}, prod, runBy({ ...making, match: prod, plan: 'P1' }, making))).toBe(false);
      expect(owed({}, prod, runBy({ ...making, match: prod, mode: 'observe' }))).toBe(false);
    });

    test('nor where something is bound to it, which stays', () => {
      const run = runBy({ ...making, match: prod }, { mode: 'enforce', workspace: 'default' });
      const { spec } = makingOf(run.said.fleet, subscription, rowOf({}, run), now);
      if (spec === undefined) throw new Error('there is no entry');
      const row = rowOf({}, run);
      const bound = { hash: subscriptionSpecHash(spec), spec };
      const quiet: SubscriptionRecord = { ...row, bound, discovery: { ...row.discovery, owesMachines: false } };
      expect(discoverShown(quiet, { ...shown, ...prod }, run).record?.discovery.owesMachines).toBe(false);
    });
  });

  test('not when only a group changes that nobody names, nor for its name', () => {
    expect(owed({}, { managementGroups: ['other', 'platform', 'root'], name: 'Shop 2' })).toBe(false);
  });

  test('not of the first run over a file that names no group', () => {
    expect(rowOf({}, runOf({ said: { fleet: fleetOf(), controls: [] } })).discovery.owesMachines).toBe(false);
  });
});

describe('a subscription that a complete run lacks', () => {
  test('is marked once, and keeps all that was known', () => {
    const row = rowOf();
    const found = discoverMissing(row, subscription, now);
    expect(found).toEqual({
      kind: 'missing',
      record: { ...row, discovery: { ...row.discovery, missingSince: '2027-01-05T08:00:00.000Z' } },
    });
    expect(discoverMissing(found?.record, subscription, now)).toBeUndefined();
  });

  test('is cleared and looked at when it is shown again, though nothing of it has changed', () => {
    const missing = discoverMissing(rowOf(), subscription, now)?.record;
    expect(discoverShown(missing, shown, runOf())).toMatchObject({
      kind: 'changed',
      record: { discovery: { missingSince: undefined } },
    });
  });

  test('is looked at though its last reading failed and waits on its ladder, as is one that is shown again', () => {
    const failing = { ...rowOf(), lookAttempts: 5, lookRetryAt: '2027-01-06T08:00:00.000Z' };
    const missing = discoverMissing(failing, subscription, now)?.record;
    expect(missing?.lookRetryAt).toBeUndefined();
    const again = { ...rowOf(), ...missing, lookRetryAt: '2027-01-06T08:00:00.000Z' };
    expect(discoverShown(again, shown, runOf()).record?.lookRetryAt).toBeUndefined();
  });

  test('and was never shown has a row that nobody has adopted, and is new when it is shown one day', () => {
    const missing = discoverMissing(undefined, subscription, now)?.record;
    expect(missing).toMatchObject({ eligibility: undefined, discovery: { seenAt: undefined } });
    expect(discoverShown(missing, shown, runOf({ known: new Set() })).record?.eligibility?.state).toBe('new');
    expect(discoverShown(missing, shown, runOf()).record?.eligibility?.state).toBe('awaiting');
  });

  test('keeps its operator: adopted, or waiting for one, when it is shown again', () => {
    const run = runOf({ known: new Set() });
    const missing = discoverMissing(rowOf(), subscription, now)?.record;
    expect(discoverShown(missing, shown, run).record?.eligibility?.state).toBe('awaiting');
    const adopted = { ...rowOf(), ...missing, eligibility: adopt('ann', now) };
    expect(discoverShown(adopted, shown, run).record?.eligibility?.state).toBe('adopted');
  });
});
