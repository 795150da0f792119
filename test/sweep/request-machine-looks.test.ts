import { expect, test } from 'vitest';
import { withOwed } from '../../src/domain/discovery/owe-machines.ts';
import type { SubscriptionRecord } from '../../src/domain/subscription/subscription-record.ts';
import { subscriptionRef } from '../../src/domain/target/subscription-ref.ts';
import { requestMachineLooks } from '../../src/sweep/request-machine-looks.ts';
import { subscriptionOf } from '../domain/subscription/record-fixture.ts';
import { createStepRig, readyVm, type StepRig } from '../look/step-rig.ts';

const { machine } = readyVm();
const { key } = subscriptionRef(machine.subscription);

async function startOwing(): Promise<StepRig> {
  const rig = await createStepRig();
  await rig.store.subscriptions.insert(withOwed(subscriptionOf({ subscription: machine.subscription }), 'sweep-1'));
  return rig;
}

async function change({ store }: StepRig, to: (row: SubscriptionRecord) => SubscriptionRecord): Promise<void> {
  const stored = await store.subscriptions.read(key);
  if (stored === undefined) throw new Error('the row is gone');
  await store.subscriptions.replace(to(stored.value), stored.etag);
}

/** Requests the looks; when all of them are, and before the row says so, something happens to it. */
async function request(rig: StepRig, meanwhile: (row: SubscriptionRecord) => SubscriptionRecord): Promise<boolean> {
  let isDone = false;
  const read: typeof rig.store.subscriptions.read = async (one) => {
    if (!isDone) {
      isDone = true;
      await change(rig, meanwhile);
    }
    return rig.store.subscriptions.read(one);
  };
  const subscriptions = { ...rig.store.subscriptions, read };
  await requestMachineLooks({ ...rig.ports, store: { ...rig.store, subscriptions } });
  expect((await rig.store.work.read({ kind: 'machine', key: machine.key }))?.value.dueAt).toBeDefined();
  return (await rig.store.subscriptions.read(key))?.value.discovery.owesMachines === true;
}

test('a row that owes its machines looks owes none when they are requested, whatever else was written meanwhile', async () => {
  const rig = await startOwing();
  expect(await request(rig, (row) => ({ ...row, name: 'Shop 2' }))).toBe(false);
});

test('what a look owes them while they are being requested is owed still, and the next run requests it', async () => {
  const rig = await startOwing();
  expect(await request(rig, (row) => withOwed({ ...row, state: 'Disabled' }, 'look-1'))).toBe(true);
  expect(await request(rig, (row) => row)).toBe(false);
});
