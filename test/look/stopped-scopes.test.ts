import { expect, it } from 'vitest';
import type { StoppedWrite } from '../../src/domain/stops/judge-stop.ts';
import { newSubscription } from '../../src/domain/subscription/new-subscription.ts';
import { subscriptionRef } from '../../src/domain/target/subscription-ref.ts';
import { enterScope, tellAccepted, tellDenied } from '../../src/look/stopped-scopes.ts';
import { standingOf } from '../domain/machine/standing-fixture.ts';
import { vm } from '../work/fixtures.ts';
import { createStepRig, type StepRig } from './step-rig.ts';

const hour = 60 * 60_000;

function write(name: string): StoppedWrite {
  const { key, resourceId } = vm(name);
  return { key, resourceId, action: 'Microsoft.Compute/virtualMachines/extensions/write' };
}

/** Three machines were refused, an hour ago. */
async function stoppedRig(): Promise<StepRig> {
  const rig = await createStepRig();
  await Promise.all(['a', 'b', 'c'].map((name) => tellDenied(rig.ports, write(name), 'refused')));
  rig.time.appMs += hour;
  return rig;
}

it('M7: refusals that come at once are all counted', async () => {
  const { ports } = await stoppedRig();
  const stops = (await ports.store.stops.read(vm('a').subscription))?.value;
  expect(stops?.denials).toHaveLength(3);
  expect(stops?.stops).toHaveLength(1);
});

it('M7: of many machines that come to try at once one may, in whatever process', async () => {
  const { ports } = await stoppedRig();
  const verdicts = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => enterScope(ports, write(name))));
  expect(verdicts.toSorted()).toEqual(['open', 'stopped', 'stopped', 'stopped', 'stopped']);
});

it('M7: a machine elsewhere is not kept back, and leaves no trace', async () => {
  const { ports } = await createStepRig();
  expect(await enterScope(ports, write('a'))).toBe('open');
  await tellAccepted(ports, write('a'));
  expect((await ports.store.stops.read(vm('a').subscription))?.value).toBeUndefined();
});

it('M7: a try that succeeds ends the stop for all', async () => {
  const { ports } = await stoppedRig();
  await enterScope(ports, write('b'));
  expect(await enterScope(ports, write('a'))).toBe('stopped');
  await tellAccepted(ports, write('b'));
  expect(await enterScope(ports, write('a'))).toBe('open');
  expect((await ports.store.stops.read(vm('a').subscription))?.value).toMatchObject({
    stops: [],
    denials: [],
    lifted: [{}],
  });
});

/** Machines of three groups were refused, so that their subscription is stopped. */
async function lift({ ports, time }: StepRig): Promise<void> {
  const { subscription } = vm('a');
  const ofGroup = (name: string): StoppedWrite => {
    const usual = write(name);
    return { ...usual, resourceId: usual.resourceId.replace('/rg-app/', `/rg-${name}/`) };
  };
  await Promise.all(['a', 'b', 'c'].map((name) => tellDenied(ports, ofGroup(name), 'refused')));
  expect((await ports.store.stops.read(subscription))?.value.stops[0]?.scope).toBe(`/subscriptions/${subscription}`);
  time.appMs += hour;
  await enterScope(ports, ofGroup('b'));
  await tellAccepted(ports, ofGroup('b'));
}

it.each([
  ['waits for it', 'ScopeStopped', true],
  ['waits for something else', 'Settling', false],
])('M7: the end of a stop is a look at its subscription where that %s', async (_, code, isWoken) => {
  const rig = await createStepRig();
  const ref = subscriptionRef(vm('a').subscription);
  const row = {
    ...newSubscription(ref, new Date(rig.time.appMs).toISOString()),
    standing: standingOf('Pending', code),
  };
  await rig.ports.store.subscriptions.insert(row);
  await lift(rig);
  const work = await rig.ports.store.work.read({ kind: 'subscription', key: ref.key });
  expect(work?.value.reason).toBe(isWoken ? 'stop lifted' : undefined);
});
