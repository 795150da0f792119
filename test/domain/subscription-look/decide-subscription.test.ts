import { expect, it } from 'vitest';
import type { ConnectorFacts } from '../../../src/domain/connectors/connector-facts.ts';
import type { WrittenFleet } from '../../../src/domain/fleet/fleet-schema.ts';
import { lookIdSchema } from '../../../src/domain/ids.ts';
import type { SubscriptionCore, SubscriptionParts } from '../../../src/domain/subscription/subscription-facts.ts';
import type { SubscriptionRecord } from '../../../src/domain/subscription/subscription-record.ts';
import { decideSubscription } from '../../../src/domain/subscription-look/decide-subscription.ts';
import { fleetOf } from '../fleet/fleet-fixture.ts';
import { controlOf } from '../look/look-fixture.ts';
import { defender, subscriptionOf } from '../subscription/record-fixture.ts';

const nowMs = Date.parse('2026-03-02T08:00:00.000Z');
const lookedAt = subscriptionOf({ state: 'Enabled', lastLookAt: '2026-03-02T07:00:00.000Z' });
const making = { mode: 'enforce', identity: { create: true } } as const;

/** What a look that asks no service makes of the row's debt to its machines. */
function owedAfter(
  read: Partial<SubscriptionCore>,
  file: Partial<WrittenFleet>,
  record: SubscriptionRecord = lookedAt,
  parts: SubscriptionParts = {},
) {
  const core = { displayName: 'Shop', tenantId: 't', state: 'Enabled', quotaId: undefined, tags: {}, ...read };
  const input = {
    ...{ record, lookId: lookIdSchema.parse('look-1'), operations: {}, foreignWrites: [], fleet: fleetOf(file), nowMs },
    ...{ controls: { arms: [controlOf()], freezes: [] }, wallNowMs: nowMs, cloud: 'AzureCloud' as const },
    ...{ events: undefined, facts: { target: record, core, parts } },
  };
  const { owesMachines, owedBy } = decideSubscription(input, []).record.discovery;
  return { owesMachines, owedBy };
}

it('M10: a look that reads a tag by which another entry is for it owes its machines looks, under its own name', () => {
  const file = { subscriptions: [{ ...making, match: { tags: { env: 'prod' } } }] };
  const owed = { owesMachines: true, owedBy: 'look-1' };
  expect(owedAfter({ tags: { env: 'prod' } }, file)).toEqual(owed);
  expect(owedAfter({}, file, { ...lookedAt, tags: { env: 'prod' } })).toEqual(owed);
  expect(owedAfter({}, file)).toEqual({ owesMachines: false, owedBy: undefined });
});

it('A9: so does one that reads an offer in which nothing is onboarded', () => {
  const file = { support: { unsupportedOffers: ['MSDN_2014-09-01'] } };
  expect(owedAfter({ quotaId: 'MSDN_2014-09-01' }, file).owesMachines).toBe(true);
});

it('M10: so does the one that binds what is to be made, since the file may have asked for nothing before', () => {
  const eligibility = { state: 'adopted', at: '2026-03-02T07:30:00.000Z', by: 'ann' } as const;
  const file = { subscriptions: [making] };
  expect(owedAfter({}, file, { ...lookedAt, eligibility }).owesMachines).toBe(true);
  expect(owedAfter({}, file).owesMachines).toBe(false);
});

it('E6: so does one that sees Defender cover other systems, where a profile waits for that', () => {
  const off: SubscriptionRecord['defender'] = {
    plan: 'free',
    wdatp: false,
    unified: 'absent',
    excludeLinux: 'absent',
    readAt: '2026-03-01T08:00:00.000Z',
  };
  const record: SubscriptionRecord = { ...lookedAt, defender: off };
  const file: Partial<WrittenFleet> = { profiles: [{ name: 'all', endpoint: { want: 'mde' } }], subscriptions: [{}] };
  expect(owedAfter({}, file, record, { defender }).owesMachines).toBe(true);
  expect(owedAfter({}, { subscriptions: [{}] }, record, { defender }).owesMachines).toBe(false);
  expect(owedAfter({}, file, record).owesMachines).toBe(false);
});

const connector: ConnectorFacts = {
  ...{ id: '/c', cloud: 'AWS', account: '1', plan: 'P2', connectsMachines: true, providesEndpoint: true },
};
const readingOf = (connectors: readonly ConnectorFacts[], readAt = '2026-03-01T08:00:00.000Z') => ({
  readAt,
  connectors,
});

it.each([
  ['another answer', [{ ...connector, providesEndpoint: false }]],
  ['one more', [connector, { ...connector, id: '/d' }]],
  ['none any more', []],
])('P2 E4: its machines are looked at again where its connectors changed: %s', (_, connectors) => {
  const known = { ...lookedAt, connectors: readingOf([connector]) };
  expect(owedAfter({}, {}, known, { connectors: readingOf(connectors) }).owesMachines).toBe(true);
});

it('P2: they are not where the same connectors were read once more', () => {
  const known = { ...lookedAt, connectors: readingOf([connector]) };
  const again = owedAfter({}, {}, known, { connectors: readingOf([connector], '2026-03-02T08:00:00.000Z') });
  expect(again.owesMachines).toBe(false);
});
