import { expect, test } from 'vitest';
import { newVm } from './new-machines.ts';
import { foreignTopic, runCommand, startWired } from './wired-subscription.ts';

const below = (id: string): string => id.split('/').slice(3).join('/');
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
  const reads = world.calls().filter(({ method, path }) => method === 'GET' && /EventGrid/.test(path));
  // The group, the list of topics, the operation, and the event subscription in the look that confirms it.
  expect(reads.length).toBe(4);
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
  expect(world.wirings()).toEqual([`PUT ${below(topic)}/eventSubscriptions/amo-test 201`]);
  expect(await world.told()).toMatchObject({ kind: 'satisfied', detail: `amo-test on ${topic}` });
  await world.look();
  expect(world.wirings()).toHaveLength(1);
});

test('C1: a topic that Resource Graph does not show yet is found before a second one is made', async () => {
  const world = await startWired();
  world.azure.graph.setLag(world.azure.context, '**/systemTopics/**', 300);
  const topic = await foreignTopic(world);
  await world.look();
  await world.clock.advance(15 * 60_000);
  await world.look();
  expect(world.wirings().filter((line) => line.includes('/systemTopics/'))).toEqual([
    `PUT ${below(topic)}/eventSubscriptions/amo-test 201`,
  ]);
});

test('C1: our event subscription that was deleted, or changed by somebody, is as it was after the next look', async () => {
  const world = await startWired();
  await world.look();
  await world.callAzure('DELETE', world.eventSubscription);
  await world.clock.advance(60_000);
  await world.look();
  expect(world.wirings().slice(3)).toEqual([`PUT ${below(world.eventSubscription)} 201`]);
  const filter = { includedEventTypes: ['Microsoft.Resources.ResourceWriteSuccess'] };
  await world.callAzure('PATCH', world.eventSubscription, { body: { filter } });
  await world.clock.advance(60_000);
  await world.look();
  expect(world.wirings().slice(4)).toEqual([`PUT ${below(world.eventSubscription)} 201`]);
  const { body } = await world.callAzure('GET', world.eventSubscription);
  expect(body).toMatchObject({ properties: { filter: { includedEventTypes: { length: 5 } } } });
  await world.look();
  expect(world.wirings()).toHaveLength(5);
});

test('C1: Event Grid is registered first where the file lets it, then everything is made', async () => {
  const world = await startWired({ unregistered: ['Microsoft.EventGrid'] });
  await world.look();
  expect(world.wirings().map((line) => line.split('/').at(-1))).toEqual([
    'register 200',
    'Default-EventGrid 201',
    `amo-${world.tenant.subscription} 200`,
    'amo-test 201',
  ]);
  expect((await world.subscription()).standing.status).toBe('Configured');
});

test('C1: a destination that Event Grid does not take is a failure with its words, and is tried again by itself', async () => {
  const world = await startWired();
  const destination = world.ports.settings.events?.destination ?? '';
  const endpoint = world.azure.endpoints.get(destination);
  world.azure.endpoints.remove(destination);
  await world.look();
  expect((await world.subscription()).standing).toMatchObject({
    status: 'Failed',
    code: 'EventDestinationRefused',
    detail: expect.stringContaining('Destination endpoint not found'),
  });
  if (endpoint !== undefined) world.azure.endpoints.set(endpoint);
  await world.clock.advance(2 * 3_600_000);
  await world.untilQuiet();
  expect((await world.subscription()).standing.status).toBe('Configured');
});

const hourMs = 3_600_000;

test('C1: a topic that was deleted, so that no event comes any more, is made again within hours, and nobody asks', async () => {
  const world = await startWired();
  await world.look();
  await world.azure.events.silently(async () => {
    expect((await world.callAzure('DELETE', world.topic)).status).toBeLessThan(300);
    await world.clock.advance(60_000);
  });
  await world.clock.advance(2 * hourMs);
  expect(world.wirings()).toHaveLength(3);
  await world.clock.advance(5 * hourMs);
  const { subscription } = world.tenant;
  expect(world.wirings().slice(3)).toEqual([
    `PUT ${topicIn(subscription)} 200`,
    `PUT ${topicIn(subscription)}/eventSubscriptions/amo-test 201`,
  ]);
  expect(await world.told()).toMatchObject({ kind: 'satisfied' });
  await world.look();
  expect(world.wirings()).toHaveLength(5);
});

const write = ['Microsoft.EventGrid/systemTopics/eventSubscriptions/write'];
const mayNot = { kind: 'missingRole', principal: 'app' } as const;

test('C1 M15: a right for event subscriptions that is given at last is found by itself, within hours', async () => {
  const world = await startWired();
  const topic = await foreignTopic(world);
  const root = `/subscriptions/${world.tenant.subscription}`;
  const rule = world.azure.access.add({ ...mayNot, scope: root, actions: write });
  await world.look();
  expect((await world.told()).detail).toContain('events are not wired: AuthorizationFailed: not sent: ');
  world.azure.access.remove(rule);
  await world.clock.advance(7 * hourMs);
  expect(world.wirings()).toEqual([`PUT ${below(topic)}/eventSubscriptions/amo-test 201`]);
});

test('C1 M15: what Azure itself refused on the topic is tried again once a day, by itself', async () => {
  const world = await startWired();
  const topic = await foreignTopic(world);
  const rule = world.azure.access.add({ ...mayNot, scope: topic, actions: write });
  await world.look();
  world.azure.access.remove(rule);
  const wired = `PUT ${below(topic)}/eventSubscriptions/amo-test`;
  await world.clock.advance(23 * hourMs);
  expect(world.wirings()).toEqual([`${wired} 403`]);
  await world.clock.advance(8 * hourMs);
  expect(world.wirings()).toEqual([`${wired} 403`, `${wired} 201`]);
});

test('C1: where the group of our topic may not be made, the command for its owner makes group, topic and the rest', async () => {
  const world = await startWired();
  const actions = ['Microsoft.Resources/subscriptions/resourceGroups/write'];
  world.azure.access.add({ ...mayNot, scope: `/subscriptions/${world.tenant.subscription}`, actions });
  await world.look();
  expect((await world.subscription()).standing.status).toBe('Configured');
  expect((await world.told()).detail).toContain(' to run: az group create --subscription ');
  await runCommand(world, world.topic);
  await world.clock.advance(7 * hourMs);
  expect(await world.told()).toMatchObject({ kind: 'satisfied', detail: `amo-test on ${world.topic}` });
  expect(world.wirings()).toEqual([]);
});

test('C1: a missing right on where events go is told to the owner of that, not of the topic', async () => {
  const world = await startWired();
  const topic = await foreignTopic(world);
  const destination = world.ports.settings.events?.destination ?? '';
  world.azure.access.add({
    ...mayNot,
    scope: destination,
    actions: ['Microsoft.EventGrid/EventSubscriptions/Write'],
  });
  await world.look();
  expect((await world.subscription()).standing.status).toBe('Configured');
  expect((await world.told()).detail).toContain(
    `. Ask the owner of ${destination} to give the app the role "EventGrid Contributor" there; or whoever has it there and on ${topic} to run: `,
  );
  expect(world.wirings()).toEqual([`PUT ${below(topic)}/eventSubscriptions/amo-test 403`]);
});

const refusals = [
  ['no right on it', 'AuthorizationFailed', { kind: 'missingRole', principal: 'app', actions: write }],
  ['a deny assignment', 'DenyAssignment', { kind: 'denyAssignment', name: 'platform' }],
  ['a policy', 'PolicyDenied', { kind: 'policy', name: 'no-writes', actions: write }],
] as const;

test.each(refusals)(
  'C1: where a topic may not be written for %s, its owner is told the command',
  async (_, code, rule) => {
    const world = await startWired();
    const topic = await foreignTopic(world);
    world.azure.access.add({ ...rule, scope: topic });
    await world.look();
    expect((await world.subscription()).standing.status).toBe('Configured');
    const { kind, detail } = await world.told();
    expect(kind).toBe('not-applicable');
    expect(detail).toContain(`events are not wired: ${code}: `);
    expect(detail).toContain(`Ask the owner of ${topic} to run: az eventgrid system-topic event-subscription create `);
    const id = await newVm(world);
    await world.lookAt(id);
    await world.untilQuiet();
    expect(await world.word(id)).toBe('Configured');
    const tried = world.wirings().length;
    await world.look();
    expect(world.wirings()).toHaveLength(tried);
  },
);

test('C1: a topic outside of what fleet.json covers is not tried; wired by its owner, it is satisfied', async () => {
  const scope = { id: '/subscriptions/{subscription}/resourceGroups/platform-rg', by: 'platform', why: 'theirs' };
  const world = await startWired({
    exclude: (subscription) => [{ ...scope, id: scope.id.replace('{subscription}', subscription) }],
  });
  const topic = await foreignTopic(world);
  await world.look();
  expect(world.wirings()).toEqual([]);
  expect((await world.subscription()).standing.status).toBe('Configured');
  expect((await world.told()).detail).toContain('the topic is outside of what fleet.json covers');
  await runCommand(world, topic);
  await world.look();
  expect(await world.told()).toMatchObject({ kind: 'satisfied', detail: `amo-test on ${topic}` });
  expect(world.wirings()).toEqual([]);
});
