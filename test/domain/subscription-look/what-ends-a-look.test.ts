import { expect, it } from 'vitest';
import { lookIdSchema } from '../../../src/domain/ids.ts';
import { codeOf } from '../../../src/domain/machine/standing.ts';
import type { SubscriptionCore } from '../../../src/domain/subscription/subscription-facts.ts';
import type { SubscriptionRecord } from '../../../src/domain/subscription/subscription-record.ts';
import { decideSubscription } from '../../../src/domain/subscription-look/decide-subscription.ts';
import type { SubscriptionDecision } from '../../../src/domain/subscription-look/subscription-look-input.ts';
import { fleetOf } from '../fleet/fleet-fixture.ts';
import { subscriptionOf } from '../subscription/record-fixture.ts';

const nowMs = Date.parse('2026-03-02T08:00:00.000Z');
const at = '2026-03-01T08:00:00.000Z';
const fleet = fleetOf({
  subscriptions: [{ mode: 'enforce', identity: { create: true }, workspace: 'default' }],
  support: { unsupportedOffers: ['MSDN_2014-09-01'] },
});
const usual: SubscriptionCore = {
  ...{ displayName: 'Shop', tenantId: 't1', state: 'Enabled', quotaId: 'PayAsYouGo_2014-09-01', tags: {} },
};

/** A look to which Azure has answered the subscription itself, and nothing of what is in it yet. */
function decide(change: Partial<SubscriptionRecord>, core: Partial<SubscriptionCore> = {}): SubscriptionDecision {
  const record = subscriptionOf({ tenantId: 't1', eligibility: { state: 'adopted', at, by: 'test' }, ...change });
  const arm = { scope: '*', by: 'test', at, why: 'test', planHash: undefined };
  return decideSubscription({
    ...{ record, lookId: lookIdSchema.parse('look-1'), operations: {}, foreignWrites: [], fleet, nowMs },
    ...{ controls: { arms: [arm], freezes: [] }, wallNowMs: nowMs, cloud: 'AzureCloud' as const, events: undefined },
    facts: { target: record, core: { ...usual, ...core }, parts: {} },
  });
}

const missing = {
  seenAt: at,
  missingSince: at,
  shown: undefined,
  told: undefined,
  owesMachines: false,
  owedBy: undefined,
};

it.each<[string, Partial<SubscriptionRecord>, Partial<SubscriptionCore>, string]>([
  [
    'one that the last complete sweep lacked, though Azure answers it',
    { discovery: missing },
    {},
    'Held ScopeNotReadable',
  ],
  ['E17: one that Azure shows in another tenant', {}, { tenantId: 't2' }, 'Held SubscriptionChangedTenant'],
  ['A9: one of an offer that the file names', {}, { quotaId: 'MSDN_2014-09-01' }, 'Unsupported Offer'],
  ['A9: one of such an offer, in another case', {}, { quotaId: 'msdn_2014-09-01' }, 'Unsupported Offer'],
  ['A9: one that is disabled', {}, { state: 'Disabled' }, 'Pending SubscriptionNotWritable'],
  ['A9: one that is expired', {}, { state: 'Expired' }, 'Pending SubscriptionNotWritable'],
  ['A9: one that is deleted', {}, { state: 'Deleted' }, 'Pending SubscriptionNotWritable'],
  ['A9: one in a state that nobody knows', {}, { state: 'Suspended' }, 'Pending SubscriptionNotWritable'],
])('%s: no service is asked of it, and nothing is written', (_, change, core, word) => {
  const { record, steps, wanted, needs } = decide(change, core);
  expect(`${record.standing.status} ${codeOf(record.standing)}`).toBe(word);
  expect({ steps, wanted, needs, wouldWrite: record.wouldWrite }).toEqual({
    ...{ steps: [], wanted: [], needs: [], wouldWrite: [] },
  });
});

it.each(['Enabled', 'enabled', 'Warned', 'PastDue'])('A9: one that is %s goes on', (state) => {
  expect(decide({}, { state }).needs).toContain('resources');
});
