import { expect, test } from 'vitest';
import { givenId, startGiven } from './given-subscription.ts';
import { newVm } from './new-machines.ts';
import { startScenario } from './scenario.ts';
import { subscriptionOf } from './subscription-rows.ts';

const everything = { identity: { create: true }, workspace: 'default', plan: 'free' } as const;
const root = `/subscriptions/${givenId}`;
const identities = 'resourceGroups/Built-In-Identity-RG';

test('a frozen group of a subscription is not written to by its look, the rest is; lifted, it goes on at once', async () => {
  const world = await startGiven(everything);
  await world.addVm('vm-1');
  const scope = `${root}/resourceGroups/built-in-IDENTITY-rg`;
  expect((await world.api('POST', 'freeze', { scope, why: 'incident 42' })).status).toBe(200);
  expect((await world.api('POST', `subscriptions/${givenId}/onboard`, { why: 'test' })).status).toBe(202);
  await world.clock.advance(5 * 60_000);
  const written = world.givenWrites();
  expect(written.filter((line) => line.includes(identities))).toEqual([]);
  expect(written.some((line) => line.includes('DefaultResourceGroup-WEU'))).toBe(true);
  expect(await world.givenWord()).toBe('Pending(Frozen)');
  const lifted = await world.api('DELETE', `freeze?scope=${encodeURIComponent(scope)}`);
  expect([lifted.status, lifted.body.looksRequested]).toEqual([200, 1]);
  await world.untilQuiet();
  expect(world.givenWrites(written.length).filter((line) => line.includes(identities))).toHaveLength(3);
  expect(await world.givenWord()).toBe('Configured');
  const all = world.givenWrites();
  await world.look();
  expect(world.givenWrites()).toEqual(all);
});

test('M10: a group that fleet.json excludes is not written to by the look of its subscription, which says so', async () => {
  const world = await startScenario({
    fleet: (usual) => {
      const [subscription] = usual.scope.subscriptions ?? [];
      const id = `/subscriptions/${subscription}/${identities}`;
      return {
        ...usual,
        scope: { ...usual.scope, exclude: { scopes: [{ id, by: 'ann', why: 'audit' }] } },
        profiles: [{ name: 'nothing', match: {}, ama: { install: false } }],
        subscriptions: [{ mode: 'enforce', identity: { create: true } }],
      };
    },
  });
  const subscription = subscriptionOf(world);
  await newVm(world, 'vm-1');
  await subscription.look();
  await subscription.adopt();
  await subscription.look();
  expect(await subscription.word()).toBe('Held(PlaceExcluded)');
  expect((await subscription.row()).standing).toMatchObject({
    detail: expect.stringMatching(/^lock .*: fleet\.json excludes .*Built-In-Identity-RG.*: audit \(ann\)$/),
  });
  expect(world.writes().filter(({ path }) => path.includes(identities))).toEqual([]);
  await subscription.expectSteady();
});
