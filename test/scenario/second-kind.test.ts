import { expect, test } from 'vitest';
import type { AssociationFacts } from '../../src/domain/machine/machine-facts.ts';
import type { MachineRecord } from '../../src/domain/machine/machine-record.ts';
import { claimOf } from '../../src/domain/write/write-claim.ts';
import { type LookedAtKind, machineKind } from '../../src/look/target-kinds.ts';
import type { AzurePort, WriteOutcome } from '../../src/ports/azure.ts';
import type { RowTable } from '../../src/ports/store.ts';
import { requestLook } from '../../src/work/request-look.ts';
import { answerOf } from '../look/step-rig.ts';
import { associate, associatedSubscriptions } from '../work/second-kind/associated-subscriptions.ts';
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
  await world.untilQuiet();
  for (const id of ids) expect(await world.word(id)).toBe('Configured');
  const stored = await subscriptions.read(subscriptionRef(world.tenant.subscription).key);
  expect(stored?.value).toMatchObject({ status: 'Watched' });
  expect(Object.keys(stored?.value.seen ?? {})).toHaveLength(2);
  expect(await world.store.work.listAll()).toEqual([]);
  const looked = looks();
  await world.expectSteady();
  expect(looks()).toBe(looked);
});

test('an app that is killed and comes back has lost none of it', async () => {
  const { world, subscriptions } = await startWithTwoKinds();
  await newVm(world);
  await world.clock.advance(4 * 60_000);
  await world.restart();
  await world.untilQuiet();
  const stored = await subscriptions.read(subscriptionRef(world.tenant.subscription).key);
  expect(Object.keys(stored?.value.seen ?? {})).toHaveLength(1);
});

/** The door to Azure in a tenant that takes associations of subscriptions; the first one that is sent is refused. */
function takingAssociations(sent: string[]): (azure: AzurePort) => AzurePort {
  const made = new Map<string, AssociationFacts>();
  return (azure) => ({
    ...azure,
    readAssociations: async (target) => {
      if (!isSubscription(target.resourceId)) return await azure.readAssociations(target);
      return { kind: 'found', value: [...made.values()] };
    },
    send: async (permit, write): Promise<WriteOutcome> => {
      if (write.kind !== 'putAssociation' || !isSubscription(write.target.resourceId))
        return await azure.send(permit, write);
      expect(permit.isFor(claimOf(write))).toBe(true);
      sent.push(write.name);
      if (sent.length === 1)
        return { kind: 'failed', failure: answerOf(500, 'InternalServerError'), correlationId: 'c-1' };
      const ruleId = write.body.properties.dataCollectionRuleId;
      made.set(write.name, { name: write.name, ruleId, endpointId: undefined });
      return { kind: 'accepted', operationUrl: undefined, correlationId: 'c-2', created: true };
    },
  });
}

function isSubscription(resourceId: string): boolean {
  return resourceId.split('/').length === 3;
}

test('a second kind writes by steps of its own, which the app runs under its own names', async () => {
  const sent: string[] = [];
  const rows = subscriptionTable();
  const kind = associatedSubscriptions(rows, '/subscriptions/s/providers/Microsoft.Insights/dataCollectionRules/one');
  const world = await startScenario({ kinds: [machineKind, kind], wrapAzure: takingAssociations(sent) });
  const target = subscriptionRef(world.tenant.subscription);
  await requestLook(world.ports, kind, { target, reason: 'test' });
  await world.untilQuiet();
  expect(sent).toHaveLength(2);
  expect((await rows.read(target.key))?.value).toMatchObject({
    status: 'Watched',
    owned: [{ state: 'confirmed', stepId: associate }],
    steps: { [associate]: { writes: [{ ended: 'failed' }, { ended: 'succeeded' }] } },
  });
  await requestLook(world.ports, kind, { target, reason: 'again' });
  await world.untilQuiet();
  expect(sent).toHaveLength(2);
});
