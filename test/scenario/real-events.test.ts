import { expect, test } from 'vitest';
import { eventInputs, readEventInput } from '../fixtures/real-inputs/read-event-input.ts';
import { callApp, deliverEvents } from '../functions/call-app.ts';
import { quietVm } from './existing.ts';
import { startScenario } from './scenario.ts';

/** The app that made the change of `v03`. */
const writer = 'aaaa0000-0000-4000-a000-000000000001';

/** The input is delivered to an app that sees no other event; answers what the app then knows of its machine. */
async function deliver(name: string, changeOf: (text: string, ourAppId: string) => string = (text) => text) {
  const world = await startScenario();
  world.azure.events.unsubscribe('app');
  const id = await quietVm(world, 'web-01');
  const text = changeOf(readEventInput(name), world.azure.context.principals.app.clientId);
  expect(await deliverEvents(world, `[${text}]`)).toBe(202);
  await world.untilQuiet();
  const { intake } = (await callApp(world, 'GET', '/api/status')).body;
  return { intake, word: (await world.record(id)) === undefined ? undefined : await world.word(id) };
}

test.each(eventInputs)('%s, by somebody else, brings the onboarding of its machine', async (name) => {
  expect(await deliver(name)).toMatchObject({ intake: { looks: 1, ignored: {} }, word: 'Configured' });
});

test('a write of our own is known as ours when its claims are JSON text, and costs no look', async () => {
  const ours = (text: string, appId: string) => text.replace(writer, appId);
  expect(await deliver('v03-own-write-claims-as-json-text', ours)).toMatchObject({
    intake: { received: 1, looks: 0, ignored: { Ours: 1 } },
    word: undefined,
  });
});
