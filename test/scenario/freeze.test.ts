import { expect, test } from 'vitest';
import { arcBody, arcId, vmBody, vmId } from '../../local/world/machines.ts';
import { type Scenario, startScenario } from './scenario.ts';

async function newFleet(world: Scenario): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let index = 1; index <= 6; index++) {
    const isArc = index % 3 === 0;
    const id = isArc ? arcId(world.tenant, `srv-${index}`) : vmId(world.tenant, `vm-${index}`);
    await world.callAzure('PUT', id, { body: isArc ? arcBody() : vmBody(`vm-${index}`) });
    ids.push(id);
    await world.clock.advance(17_000);
  }
  return ids;
}

/** A world in which each write of the app is under way for three seconds before Azure has it. */
async function startSlowly(): Promise<Scenario> {
  let scene: Scenario | undefined;
  const world = await startScenario({
    pause: async (request, point) => {
      if (request.method === 'GET' || point === 'reply') return;
      // In hand meanwhile: the activity, and the function that runs it.
      await scene?.clock.sleep(3_000, 2);
    },
  });
  scene = world;
  return world;
}

/** Freezes after so many milliseconds and answers the app time of the answer. */
async function freezeAfter(world: Scenario, ms: number, scope = '*'): Promise<number> {
  await world.clock.advance(ms);
  const answer = await world.api('POST', 'freeze', { scope, why: 'incident 42' });
  expect(answer.status).toBe(200);
  return world.clock.now();
}

test.each([60_000, 95_000, 130_000, 145_000, 200_000])(
  'frozen %i ms after the last machine was made: after the answer nothing is written, and unfreezing goes on',
  async (ms) => {
    const world = await startSlowly();
    const ids = await newFleet(world);
    const at = await freezeAfter(world, ms);
    await world.clock.advance(40 * 60_000);
    expect(world.writes().filter((call) => call.atMs > at)).toEqual([]);
    const words = await Promise.all(ids.map((id) => world.word(id)));
    for (const word of words) expect(word).toMatch(/^(Pending\(Frozen\)|Configured)$/);
    const sent = world.writes().length;
    await world.lookAgainFor(5 * 60_000);
    expect(world.writes().length).toBe(sent);
    expect((await world.api('DELETE', 'freeze')).status).toBe(200);
    await world.untilQuiet();
    for (const id of ids) expect(await world.word(id)).toBe('Configured');
    await world.expectSteady();
  },
);

test('a freeze of one group leaves the others alone', async () => {
  const world = await startScenario();
  const group = `/subscriptions/${world.tenant.subscription}/resourceGroups/other-rg`;
  await world.callAzure('PUT', group, { body: { location: 'westeurope' } });
  const frozen = vmId(world.tenant, 'vm-1');
  const free = `${group}/providers/Microsoft.Compute/virtualMachines/vm-2`;
  await freezeAfter(world, 0, world.tenant.group);
  await world.callAzure('PUT', frozen, { body: vmBody('vm-1') });
  await world.callAzure('PUT', free, { body: vmBody('vm-2') });
  await world.clock.advance(15 * 60_000);
  expect(await world.word(frozen)).toBe('Pending(Frozen)');
  expect(await world.word(free)).toBe('Configured');
  expect(world.writes().filter((call) => call.path.startsWith(frozen))).toEqual([]);
});
