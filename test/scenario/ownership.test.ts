import { expect, test } from 'vitest';
import { placeAgent, quietVm } from './existing.ts';
import { newVm } from './new-machines.ts';
import { type Scenario, startScenario } from './scenario.ts';

const hour = 60 * 60_000;

/** The agent on the machine fails from now on, however often it is written. */
async function breakAgent(world: Scenario, id: string): Promise<void> {
  world.azure.addFault({ extension: {}, outcome: { exitCode: 56 } });
  await placeAgent(world, id, { properties: { forceUpdateTag: 'broken' } });
  await world.clock.advance(hour / 6);
  await world.lookAgainFor(48 * hour);
}

function deletes(world: Scenario): readonly string[] {
  return world.written().filter((line) => line.startsWith('DELETE'));
}

test('an agent that others installed while our write was lost is never removed by us', async () => {
  const world = await startScenario();
  world.azure.addFault({ method: 'PUT', path: '**/extensions/*', principal: 'app', drop: 'before' });
  const id = await newVm(world);
  // Ours was lost at about two minutes; theirs is there before our next try.
  await world.clock.advance(150_000);
  await placeAgent(world, id);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  await world.lookAgain();
  expect((await world.row(id)).owned.filter(({ resourceId }) => resourceId.includes('/extensions/'))).toEqual([]);
  await breakAgent(world, id);
  expect(deletes(world)).toEqual([]);
  expect(await world.word(id)).toBe('Held(ForeignExtensionFailed)');
  await world.expectSteady();
});

test('an agent that others created between our read and our write is not ours: Azure said 200, not 201', async () => {
  let isArmed = false;
  let world: Scenario | undefined;
  let id = '';
  world = await startScenario({
    pause: async (request, point) => {
      const isOurPut = request.method === 'PUT' && request.url.includes('/extensions/');
      if (!isArmed || world === undefined || point !== 'request' || !isOurPut) return;
      isArmed = false;
      await placeAgent(world, id);
    },
  });
  id = await quietVm(world, 'vm-1');
  isArmed = true;
  await world.api('POST', 'machines/onboard', { resourceId: id });
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  await breakAgent(world, id);
  expect(deletes(world)).toEqual([]);
});

test('an agent that we did install is removed and installed anew when it keeps failing', async () => {
  const world = await startScenario();
  const id = await newVm(world);
  await world.untilQuiet();
  await breakAgent(world, id);
  expect(deletes(world)).not.toEqual([]);
});
