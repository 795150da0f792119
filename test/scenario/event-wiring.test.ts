import { expect, test } from 'vitest';
import { newVm } from './new-machines.ts';
import { foreignTopic, startWired } from './wired-subscription.ts';

const group = 'resourceGroups/Default-EventGrid';
const topicIn = (subscription: string): string =>
  `${group}/providers/Microsoft.EventGrid/systemTopics/amo-${subscription}`;

test('C1: a subscription gets its topic and our event subscription once, and new machines come through it', async () => {
  const world = await startWired();
  await world.look();
  const topic = topicIn(world.tenant.subscription);
  expect(world.wirings()).toEqual([
    `PUT ${group} 201`,
    `PUT ${topic} 200`,
    `PUT ${topic}/eventSubscriptions/amo-test 201`,
  ]);
  expect((await world.subscription()).standing.status).toBe('Configured');
  expect(await world.told()).toMatchObject({ kind: 'satisfied', detail: `amo-test on ${world.topic}` });
  const id = await newVm(world);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  await world.look();
  expect(world.wirings()).toHaveLength(3);
  await world.expectSteady();
});

test('C1: the topic that somebody else made is used, and no second one is made', async () => {
  const world = await startWired();
  const topic = await foreignTopic(world);
  await world.look();
  const below = topic.slice(`/subscriptions/${world.tenant.subscription}/`.length);
  expect(world.wirings()).toEqual([`PUT ${below}/eventSubscriptions/amo-test 201`]);
  expect(await world.told()).toMatchObject({ kind: 'satisfied', detail: `amo-test on ${topic}` });
  await world.look();
  expect(world.wirings()).toHaveLength(1);
});
