import { expect, test } from 'vitest';
import { newVm } from './new-machines.ts';
import { startScenario } from './scenario.ts';

const minute = 60_000;

test('a reading that fails for one step of a look costs minutes, and the other steps do not ask in vain', async () => {
  const world = await startScenario();
  const id = await newVm(world);
  // The look of minute two plans identity, rule and agent; then the first step of it cannot read the machine.
  await world.clock.advance(119_000);
  const fault = { method: 'GET', path: '**/virtualMachines/vm-1', principal: 'app' } as const;
  world.azure.addFault({ ...fault, skip: 1, times: 1, preset: 'serverError' });
  await world.clock.advance(8 * minute);
  expect(await world.word(id)).toBe('Configured');
  await world.untilQuiet();
  await world.expectSteady();
});

test('a right that is missing for a moment while a step reads holds nothing and nobody', async () => {
  const world = await startScenario();
  const id = await newVm(world);
  await world.clock.advance(119_000);
  const fault = { method: 'GET', path: '**/virtualMachines/vm-1', principal: 'app' } as const;
  world.azure.addFault({ ...fault, skip: 1, times: 1, preset: 'forbidden' });
  await world.clock.advance(8 * minute);
  expect(await world.word(id)).toBe('Configured');
});
