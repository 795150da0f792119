import { expect, test } from 'vitest';
import type { LoggedCall } from '../../local/azure/core/request/call-log.ts';
import { vmBody, vmId } from '../../local/world/machines.ts';
import { type Scenario, startScenario } from './scenario.ts';

const asked = 303_000;

/** One VM after the other, so much app time apart. */
async function newVms(world: Scenario, count: number, apartMs = 0): Promise<readonly string[]> {
  const ids = Array.from({ length: count }, (_, index) => vmId(world.tenant, `vm-${index + 1}`));
  for (const id of ids) {
    await world.callAzure('PUT', id, { body: vmBody(id.slice(id.lastIndexOf('/') + 1)) });
    await world.clock.advance(apartMs);
  }
  return ids;
}

/** What the app sent after the last 429, in the time for which it was asked to wait. */
function callsWhileAsked(world: Scenario): readonly LoggedCall[] {
  const calls = world.calls();
  const index = calls.findLastIndex((call) => call.status === 429);
  const refused = calls[index];
  if (refused === undefined) throw new Error('nothing was throttled');
  return calls.slice(index + 1).filter((call) => call.atMs < refused.atMs + asked);
}

/** Writes for other machines, without those that were already on their way when the 429 came. */
function laterWrites(world: Scenario): readonly LoggedCall[] {
  const refusedMs = world.calls().findLast((call) => call.status === 429)?.atMs ?? 0;
  return callsWhileAsked(world).filter((call) => call.method !== 'GET' && call.atMs > refusedMs);
}

function about(id: string): (call: LoggedCall) => boolean {
  return (call) => call.path.toLowerCase().startsWith(id.toLowerCase());
}

/** Which call is throttled: [what, method, path below the machine, calls of that kind let through first]. */
const throttledCalls = [
  ['the identity PATCH', 'PATCH', '', 0],
  ['the association PUT', 'PUT', '/providers/**', 0],
  ['the extension PUT', 'PUT', '/extensions/*', 0],
  ['the first read', 'GET', '', 0],
  ['the read of a step', 'GET', '', 2],
  ['the read of a later step', 'GET', '', 3],
  ['the list of associations', 'GET', '/providers/**', 0],
  ['a look after the writes', 'GET', '', 6],
] as const;

test.each(throttledCalls)(
  '429 with Retry-After: 303 on %s: no call for that machine before, others go on',
  async (_, method, below, skip) => {
    const world = await startScenario();
    const [first = '', second = ''] = await newVms(world, 2);
    const path = `${first}${below}`;
    world.azure.addFault({ principal: 'app', method, path, preset: 'throttled', retryAfter: 303, skip });
    await world.untilQuiet();
    const meanwhile = callsWhileAsked(world);
    expect(meanwhile.filter(about(first)).map((call) => `${call.method} ${call.path}`)).toEqual([]);
    expect(meanwhile.filter(about(second)).length).toBeGreaterThan(0);
    for (const id of [first, second]) expect(await world.word(id)).toBe('Configured');
    await world.expectSteady();
  },
);

test('while it waits the machine is Pending(Throttled), whatever events come', async () => {
  const world = await startScenario();
  const [id = ''] = await newVms(world, 1);
  const path = `${id}/extensions/*`;
  world.azure.addFault({ principal: 'app', method: 'PUT', path, preset: 'throttled', retryAfter: 303 });
  await world.clock.advance(4 * 60_000);
  expect(await world.word(id)).toBe('Pending(Throttled)');
  await world.callAzure('PATCH', id, { body: { tags: { touched: 'yes' } }, as: 'other' });
  await world.clock.advance(30_000);
  expect(await world.word(id)).toBe('Pending(Throttled)');
  await world.untilQuiet();
  expect(callsWhileAsked(world)).toEqual([]);
  expect(await world.word(id)).toBe('Configured');
  await world.expectSteady();
});

test('a 429 of an ARM bucket puts off the writes of every machine of the subscription', async () => {
  const world = await startScenario();
  const path = '**/extensions/*';
  world.azure.addFault({ principal: 'app', method: 'PUT', path, preset: 'armThrottled', retryAfter: 303 });
  const ids = await newVms(world, 3, 25_000);
  await world.untilQuiet();
  expect(laterWrites(world).map((call) => call.path)).toEqual([]);
  for (const id of ids) expect(await world.word(id)).toBe('Configured');
  await world.expectSteady();
});

test('two machines throttled within a minute close the gate of that provider', async () => {
  const world = await startScenario();
  const path = '**/extensions/*';
  world.azure.addFault({ principal: 'app', method: 'PUT', path, preset: 'throttled', retryAfter: 303, times: 2 });
  const ids = await newVms(world, 4, 25_000);
  await world.untilQuiet();
  expect(laterWrites(world).filter((call) => call.operation.startsWith('Microsoft.Compute/'))).toEqual([]);
  for (const id of ids) expect(await world.word(id)).toBe('Configured');
  await world.expectSteady();
});
