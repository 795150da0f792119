import { expect, test } from 'vitest';
import { untilOf } from '../../src/domain/machine/standing.ts';
import { newVm } from './new-machines.ts';
import { type Scenario, startScenario } from './scenario.ts';

const minute = 60_000;
const hour = 60 * minute;

/** When the app sent a request to a path, in app time. */
function timesOf(world: Scenario, method: string, part: string): readonly number[] {
  return world
    .calls()
    .filter((call) => call.method === method && call.path.includes(part))
    .map((call) => call.atMs);
}

test('an agent is not installed before the identity it is to use is attached', async () => {
  const world = await startScenario();
  const id = await newVm(world);
  // The look of minute two plans identity, rule and agent; then the identity's own reading fails once.
  await world.clock.advance(119_000);
  world.azure.addFault({
    method: 'GET',
    path: '**/virtualMachines/vm-1',
    principal: 'app',
    skip: 1,
    preset: 'serverError',
  });
  await world.untilQuiet();
  const order = world.written().filter((line) => !line.includes('dataCollectionRuleAssociations'));
  expect(order).toEqual(['PATCH machine 200', 'PUT extensions/AzureMonitorLinuxAgent 201']);
  expect(await world.word(id)).toBe('Configured');
  await world.expectSteady();
});

test.each([
  ['the list of associations', '**/dataCollectionRuleAssociations'],
  ['the resource group', '**/resourceGroups/fleet-rg'],
])('a 404 on %s does not make a machine Gone', async (_, path) => {
  const world = await startScenario();
  world.azure.addFault({ method: 'GET', path, principal: 'app', preset: 'notFound', times: 2 });
  const id = await newVm(world);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect((await world.timeline(id)).map(({ text }) => text).join()).not.toContain('Gone');
  await world.expectSteady();
});

test.each([
  ['the extension', '**/extensions/*'],
  ['the association', '**/dataCollectionRuleAssociations/*'],
])('a 404 on a write of %s is tried again soon: only the machine tells that it is gone', async (_, path) => {
  const world = await startScenario();
  world.azure.addFault({ method: 'PUT', path, principal: 'app', preset: 'notFound' });
  const id = await newVm(world);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  await world.expectSteady();
});

test('an extension of others that never ends does not keep ours from being Configured', async () => {
  const world = await startScenario();
  world.azure.addFault({ extension: { type: 'CustomScript' }, outcome: { hang: true } });
  const id = await newVm(world);
  await world.clock.advance(60_000);
  await world.callAzure('PUT', `${id}/extensions/script`, {
    as: 'other',
    body: {
      location: 'westeurope',
      properties: { publisher: 'Microsoft.Azure.Extensions', type: 'CustomScript', typeHandlerVersion: '2.1' },
    },
  });
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  await world.expectSteady();
});

test('events do not drive a machine that cannot be read up its ladder', async () => {
  const world = await startScenario();
  const id = await newVm(world);
  world.azure.addFault({
    method: 'GET',
    path: '**/virtualMachines/vm-1',
    principal: 'app',
    preset: 'serverError',
    times: 1_000,
  });
  await world.clock.advance(minute);
  for (let event = 0; event < 12; event++) {
    await world.callAzure('PATCH', id, { body: { tags: { turn: String(event) } } });
    await world.clock.advance(minute);
  }
  expect(timesOf(world, 'GET', '/virtualMachines/vm-1').length).toBeLessThanOrEqual(4);
  world.azure.faults.clear();
  await world.clock.advance(20 * minute);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  await world.expectSteady();
});

test('a machine that answers 412 for ever is not asked every half minute for ever', async () => {
  const world = await startScenario();
  world.azure.addFault({
    method: 'PATCH',
    path: '**/virtualMachines/vm-1',
    principal: 'app',
    preset: 'preconditionFailed',
    times: 1_000,
  });
  const id = await newVm(world);
  await world.clock.advance(6 * hour);
  expect(timesOf(world, 'PATCH', '/virtualMachines/vm-1').length).toBeLessThanOrEqual(9);
  expect(await world.word(id)).toBe('Failed(PreconditionFailed)');
});

test('a refused machine is tried again a day after it was refused, whatever events come meanwhile', async () => {
  const world = await startScenario();
  // Its rights cannot be seen beforehand.
  const subscription = `/subscriptions/${world.tenant.subscription}`;
  const actions = ['Microsoft.Authorization/permissions/read'];
  world.azure.access.add({ kind: 'missingRole', principal: 'app', scope: subscription, actions });
  world.azure.access.add({
    kind: 'missingRole',
    principal: 'app',
    scope: world.tenant.group,
    actions: ['**/extensions/write'],
  });
  const id = await newVm(world);
  await world.untilQuiet();
  const nextAttemptAt = untilOf((await world.row(id)).standing);
  expect(nextAttemptAt).toBeDefined();
  await world.clock.advance(20 * hour);
  await world.callAzure('PATCH', id, { body: { tags: { a: 'b' } } });
  await world.untilQuiet();
  expect(untilOf((await world.row(id)).standing)).toBe(nextAttemptAt);
});
