import { describe, expect, it } from 'vitest';
import { adoptionReport, needsPlanHash } from '../../../src/domain/adoption/adoption-report.ts';
import { planHash } from '../../../src/domain/adoption/plan-hash.ts';
import type { WrittenSubscription } from '../../../src/domain/fleet/subscription-schema.ts';
import { specHashSchema } from '../../../src/domain/ids.ts';
import type { SubscriptionRecord } from '../../../src/domain/subscription/subscription-record.ts';
import { specOfSubscription, subscriptionSpecHash } from '../../../src/domain/subscription/subscription-spec.ts';
import { toAdopt } from '../../../src/domain/subscription/subscription-to-adopt.ts';
import { observedOf } from '../adoption/record-fixture.ts';
import { fleetOf } from '../fleet/fleet-fixture.ts';
import { standingOf } from '../machine/standing-fixture.ts';
import { subscriptionOf, wouldWriteOf } from './record-fixture.ts';

const wishes: WrittenSubscription = { mode: 'enforce', plan: 'P2' };
const machines = [
  observedOf('web', 'NotArmed', ['attachIdentity', 'installExtension:ama']),
  observedOf('db', 'NotArmed', ['installExtension:ama']),
];
/** Of these machines, computed by the release before subscriptions had a plan. */
const hashOfMachines = '59369d5ce03918499ddc932d1e686dc8b8cde7611cc59bf36a747392738b18d1';

function hashOf(record: SubscriptionRecord, ...entries: readonly WrittenSubscription[]): string {
  const row = toAdopt(fleetOf({ subscriptions: [...entries] }), record);
  return adoptionReport(machines, ['*'], [row]).planHash;
}

const observed = subscriptionOf({
  ...{ tenantId: 't', standing: standingOf('Observed', 'NotArmed'), wouldWrite: wouldWriteOf('setDefenderPlan') },
});

describe('the plan of a fleet with subscriptions', () => {
  it('has the hash that it had before there were any, where no entry wants anything of one', () => {
    expect(planHash(machines, [])).toBe(hashOfMachines);
    expect(hashOf(observed)).toBe(hashOfMachines);
    expect(hashOf(subscriptionOf(), { mode: 'enforce' })).toBe(hashOfMachines);
    expect(hashOf(subscriptionOf(), { ...wishes, match: { tags: { env: 'prod' } } })).toBe(hashOfMachines);
  });

  it('has another as soon as an entry wants something, whether or not a look has told what is missing', () => {
    const before = hashOf(subscriptionOf(), wishes);
    expect(before).not.toBe(hashOfMachines);
    expect(hashOf(observed, wishes)).not.toBe(before);
  });

  it.each([
    { change: 'another tenant', to: { tenantId: 'u' } },
    { change: 'a step more', to: { wouldWrite: wouldWriteOf('setDefenderPlan', 'setEndpointSetting:WDATP') } },
    { change: 'no step', to: { wouldWrite: [] } },
    { change: 'another wish', to: {}, entry: { ...wishes, plan: 'P1' } as const },
  ])('changes with $change', ({ to, entry = wishes }) => {
    expect(hashOf({ ...observed, ...to }, entry)).not.toBe(hashOf(observed, wishes));
  });

  it('does not change with the order of steps, nor with what arming does not depend on', () => {
    const steps = ['setEndpointSetting:WDATP', 'setDefenderPlan'];
    const both = hashOf({ ...observed, wouldWrite: wouldWriteOf(...steps) }, wishes);
    const other = { wouldWrite: wouldWriteOf(...steps.toReversed()), name: 'x', state: 'Warned', tags: { a: 'b' } };
    expect(hashOf({ ...observed, ...other }, wishes)).toBe(both);
  });

  it('is of the bound spec while one is bound, and of the file as it is now before that', () => {
    const [entry] = fleetOf({ subscriptions: [wishes] }).subscriptions;
    if (entry === undefined) throw new Error('The file has one.');
    const spec = specOfSubscription(entry);
    const planned = toAdopt(fleetOf({ subscriptions: [wishes] }), {
      ...{ ...observed, plannedSpec: specHashSchema.parse('b'.repeat(64)) },
    }).planned;
    expect(planned?.spec).toBe(subscriptionSpecHash(spec));
    const bound = { hash: specHashSchema.parse('a'.repeat(64)), spec };
    const later = toAdopt(fleetOf({ subscriptions: [{ ...wishes, plan: 'P1' }] }), { ...observed, bound }).planned;
    expect(later?.spec).toBe(bound.hash);
  });
});

describe('arming without a hash', () => {
  const rowOf = (change: Partial<SubscriptionRecord>, ...entries: readonly WrittenSubscription[]) =>
    toAdopt(fleetOf({ subscriptions: [...entries] }), { ...observed, ...change });

  it('is refused while a subscription would be written', () => {
    expect(needsPlanHash([], [rowOf({}, wishes)])).toBe(true);
    const held = { standing: standingOf('Held', 'ReachesProtectedMachines') };
    expect(needsPlanHash([], [rowOf(held, wishes)])).toBe(true);
  });

  it('is let where it observes, waits for an operator, lacks nothing, or is wanted nothing of any more', () => {
    const rows = [
      rowOf({ standing: standingOf('Observed', 'ObserveMode') }, wishes),
      rowOf({ standing: standingOf('Observed', 'NotAdopted') }, wishes),
      rowOf({ standing: standingOf('Configured'), wouldWrite: [] }, wishes),
      rowOf({}),
    ];
    expect(needsPlanHash([], rows)).toBe(false);
    expect(adoptionReport([], ['*'], rows).writes).toEqual({});
  });
});
