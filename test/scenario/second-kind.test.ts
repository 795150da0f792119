import { expect, test } from 'vitest';
import type { MachineRecord } from '../../src/domain/machine/machine-record.ts';
import { type LookedAtKind, machineKind } from '../../src/look/target-kinds.ts';
import type { RowTable } from '../../src/ports/store.ts';
import {
  type SubscriptionRow,
  subscriptionKind,
  subscriptionRef,
  subscriptionTable,
} from '../work/second-kind/subscription-kind.ts';
import { newArc, newVm } from './new-machines.ts';
import { type Scenario, startScenario } from './scenario.ts';

interface SecondWorld {
  readonly world: Scenario;
  readonly subscriptions: RowTable<SubscriptionRow>;
  /** How often a subscription was looked at. */
  looks(): number;
}

/** The app with two kinds: a machine that is Configured asks until its subscription has seen it. */
async function startWithTwoKinds(): Promise<SecondWorld> {
  const subscriptions = subscriptionTable();
  let looks = 0;
  const asking: LookedAtKind<MachineRecord> = {
    ...machineKind,
    lookAt: async (ports, start) => {
      const outcome = await machineKind.lookAt(ports, start);
      const target = subscriptionRef(outcome.record.subscription);
      const isSeen = (await subscriptions.read(target.key))?.value.seen[outcome.record.key] !== undefined;
      if (outcome.record.standing.status !== 'Configured' || isSeen) return outcome;
      return { ...outcome, asks: [{ kind: 'subscription', target, reason: 'a machine is configured' }] };
    },
  };
  const watching: LookedAtKind<SubscriptionRow> = {
    ...subscriptionKind,
    rowsOf: () => subscriptions,
    steps: new Map(),
    lookAt: async (ports, { record }) => {
      looks += 1;
      const { records } = await ports.store.machines.list({ limit: 100, status: 'Configured' });
      const seen = Object.fromEntries(records.map(({ key }) => [key, 1]));
      return { record: { ...record, status: 'Watched', seen }, timeline: [], next: { kind: 'settled' } };
    },
  };
  const world = await startScenario({ kinds: [asking, watching] });
  return { world, subscriptions, looks: () => looks };
}

test('a second kind of target is looked at by the whole app, because machines asked for it', async () => {
  const { world, subscriptions, looks } = await startWithTwoKinds();
  const ids = [await newVm(world), await newArc(world)];
  await world.settle();
  for (const id of ids) expect(await world.word(id)).toBe('Configured');
  const stored = await subscriptions.read(subscriptionRef(world.tenant.subscription).key);
  expect(stored?.value).toMatchObject({ status: 'Watched' });
  expect(Object.keys(stored?.value.seen ?? {})).toHaveLength(2);
  expect(await world.store.work.listAll()).toEqual([]);
  const looked = looks();
  await world.expectQuiet();
  expect(looks()).toBe(looked);
});

test('an app that is killed and comes back has lost none of it', async () => {
  const { world, subscriptions } = await startWithTwoKinds();
  await newVm(world);
  await world.clock.advance(4 * 60_000);
  await world.restart();
  await world.settle();
  const stored = await subscriptions.read(subscriptionRef(world.tenant.subscription).key);
  expect(Object.keys(stored?.value.seen ?? {})).toHaveLength(1);
});
