import { expect, test } from 'vitest';
import { activityOf } from '../../src/domain/step/step-id.ts';
import { newSubscription } from '../../src/domain/subscription/new-subscription.ts';
import type { SubscriptionRecord } from '../../src/domain/subscription/subscription-record.ts';
import { subscriptionRef } from '../../src/domain/target/subscription-ref.ts';
import { machineSteps } from '../../src/look/machine-steps.ts';
import { runStep } from '../../src/look/run-step.ts';
import { onboardSubscription } from '../../src/operator/onboard-subscription.ts';
import { cacheSubscriptions } from '../../src/work/cache-subscriptions.ts';
import { lookId } from '../domain/look/look-fixture.ts';
import { createStepRig, install, readyVm, type StepRig } from './step-rig.ts';

const { machine } = readyVm();
const here: SubscriptionRecord = {
  ...newSubscription(subscriptionRef(machine.subscription), '2027-01-05T08:00:00.000Z'),
  tenantId: 't1',
  currentTenantId: 't1',
};

test('E17: a step of a machine whose subscription was moved is refused without a call', async () => {
  const rig = await createStepRig();
  await rig.store.subscriptions.insert({ ...here, currentTenantId: 't2' });
  expect(await rig.run()).toMatchObject({ outcome: 'refused', why: 'SubscriptionChangedTenant' });
  expect(rig.azure.sent).toEqual([]);
});

test('E17: a move that another process saw stops the next write, though this one read the row a moment ago', async () => {
  const rig = await createStepRig();
  await rig.store.subscriptions.insert(here);
  const subscriptions = cacheSubscriptions(rig.store.subscriptions, rig.ports.wallClock);
  await subscriptions.readRecent(here.key);
  await move(rig);
  const kind = machineSteps.get(activityOf(install));
  if (kind === undefined) throw new Error('no step of machines installs an extension');
  const ports = { ...rig.ports, store: { ...rig.ports.store, subscriptions } };
  expect((await runStep(ports, kind, { key: machine.key, lookId, step: install })).outcome).toBe('skipped');
  expect(rig.azure.sent).toEqual([]);
});

test('E17: onboarded where it is now, it owes its machines looks, which were held with it', async () => {
  const rig = await createStepRig();
  await rig.store.subscriptions.insert({ ...here, currentTenantId: 't2' });
  const outcome = await onboardSubscription(rig.ports, here.key, { by: 'ann', why: 'the move was ours' });
  expect(outcome).toMatchObject({ kind: 'requested', record: { discovery: { owesMachines: true } } });
});

async function move({ store }: StepRig): Promise<void> {
  const stored = await store.subscriptions.read(here.key);
  if (stored === undefined) throw new Error('the row is gone');
  await store.subscriptions.replace({ ...stored.value, currentTenantId: 't2' }, stored.etag);
}
