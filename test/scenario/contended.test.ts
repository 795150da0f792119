import { expect, test } from 'vitest';
import type { ResourceEvent } from '../../local/azure/core/types.ts';
import { hintOfStanding } from '../../src/domain/machine/standing.ts';
import { newVm } from './new-machines.ts';
import { type Scenario, startScenario } from './scenario.ts';

/** Somebody who undoes each change of ours that `fits`, a while after it was made. */
function revert(
  world: Scenario,
  fits: (event: ResourceEvent) => boolean,
  undo: (id: string) => Promise<unknown>,
): void {
  const { context } = world.azure;
  context.hooks.onEvent.push((event) => {
    if (event.principal.name !== 'app' || event.outcome !== 'Success' || !fits(event)) return;
    context.after(60_000, 'somebody undoes it', () => void undo(event.resourceUri));
  });
}

/** `write`s of the same step and body. */
function countBodies(world: Scenario, part: string): number {
  return world.written().filter((line) => line.startsWith('P') && line.includes(part)).length;
}

test('an agent that somebody keeps deleting is written three times, then held, naming who', async () => {
  const world = await startScenario();
  revert(
    world,
    (event) => event.kind === 'write' && event.resourceUri.includes('/extensions/'),
    (id) => world.callAzure('DELETE', id, { as: 'other' }),
  );
  const id = await newVm(world);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Held(Contended)');
  expect(countBodies(world, 'extensions/')).toBe(3);
  const held = (await world.timeline(id)).find((entry) => entry.code === 'Contended');
  expect(held?.text).toContain(world.azure.context.principals.other.clientId);
  expect(hintOfStanding((await world.row(id)).standing)).toContain('timeline');
  await world.expectSteady();
});

test('a rule association that somebody keeps deleting is written three times, then held, naming who', async () => {
  const world = await startScenario();
  revert(
    world,
    (event) => event.kind === 'write' && event.resourceUri.includes('/dataCollectionRuleAssociations/'),
    (id) => world.callAzure('DELETE', id, { as: 'other' }),
  );
  const id = await newVm(world);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Held(Contended)');
  expect(countBodies(world, 'dataCollectionRuleAssociations/')).toBe(3);
  const held = (await world.timeline(id)).find((entry) => entry.code === 'Contended');
  expect(held?.text).toContain(world.azure.context.principals.other.clientId);
  await world.expectSteady();
});

test('an identity that somebody keeps taking off is attached three times, then held', async () => {
  const world = await startScenario();
  revert(
    world,
    (event) => event.operationName === 'Microsoft.Compute/virtualMachines/write',
    (id) => world.callAzure('PATCH', id, { body: { identity: { type: 'None' } }, as: 'other' }),
  );
  const id = await newVm(world);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Held(Contended)');
  expect(countBodies(world, 'machine')).toBe(3);
  await world.expectSteady();
});

test('after a day the fuse lets three more writes through, and no more', async () => {
  const world = await startScenario();
  revert(
    world,
    (event) => event.kind === 'write' && event.resourceUri.includes('/dataCollectionRuleAssociations/'),
    (id) => world.callAzure('DELETE', id, { as: 'other' }),
  );
  const id = await newVm(world);
  await world.untilQuiet();
  await world.clock.advance(25 * 60 * 60_000);
  await world.lookAgain();
  expect(countBodies(world, 'dataCollectionRuleAssociations/')).toBe(6);
  expect(await world.word(id)).toBe('Held(Contended)');
  await world.expectSteady();
});

test('one deletion by somebody else is repaired, and the timeline names who', async () => {
  const world = await startScenario();
  const id = await newVm(world);
  await world.untilQuiet();
  await world.callAzure('DELETE', `${id}/extensions/AzureMonitorLinuxAgent`, { as: 'other' });
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect(countBodies(world, 'extensions/')).toBe(2);
  const event = (await world.timeline(id)).find((entry) => entry.operation?.endsWith('/extensions/delete'));
  expect(event?.by).toBe(world.azure.context.principals.other.clientId);
  await world.expectSteady();
});
