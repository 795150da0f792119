import { expect, it } from 'vitest';
import { newSubscription } from '../../src/domain/subscription/new-subscription.ts';
import { subscriptionRef } from '../../src/domain/target/subscription-ref.ts';
import { lookAtMachine } from '../../src/look/look-at-machine.ts';
import { cacheSubscriptions } from '../../src/work/cache-subscriptions.ts';
import { failedTry, minutesAgo, stepRecord } from '../domain/services/service-input.ts';
import { associate, createStepRig, newerLook, readyVm } from './step-rig.ts';

const facts = readyVm({ associations: [] });
const target = subscriptionRef(facts.machine.subscription);

it('P5: a registration that another process saw a moment ago lets a refused machine go on, since it is woken but once', async () => {
  const failure = failedTry('ProviderNotRegistered');
  const refused = stepRecord({ service: 'data-collection', failure, lastAt: minutesAgo(5) }, 'failed');
  const rig = await createStepRig(facts, { steps: { [associate]: refused } });
  const row = newSubscription(target, minutesAgo(60));
  await rig.store.subscriptions.insert(row);
  const subscriptions = cacheSubscriptions(rig.store.subscriptions, rig.ports.wallClock);
  await subscriptions.readRecent(target.key);
  const stored = await rig.store.subscriptions.read(target.key);
  const seen = { isRegistered: true, since: minutesAgo(1), readAt: minutesAgo(1) };
  const shared = { ...row.shared, providers: { 'microsoft.insights': seen } };
  await rig.store.subscriptions.replace({ ...row, shared }, stored?.etag ?? '');
  const ports = { ...rig.ports, store: { ...rig.ports.store, subscriptions } };
  const record = await rig.row();
  const none = { dueAt: '', leaseUntil: '', starts: 0, stamp: '', reason: '' };
  const work = { ...facts.machine, ...none, kind: 'machine' } as const;
  const { next } = await lookAtMachine(ports, { row: work, record, lookId: newerLook });
  expect(next).toMatchObject({ kind: 'act', steps: expect.arrayContaining([associate]) });
});
