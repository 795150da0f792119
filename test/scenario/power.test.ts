import { expect, test } from 'vitest';
import { arcBody, arcId } from '../../local/world/machines.ts';
import { quietly, quietVm, touch } from './existing.ts';
import { startScenario } from './scenario.ts';

const hour = 60 * 60_000;

test('A4: a VM that is off waits with its association made; its start event brings it to Configured', async () => {
  const world = await startScenario();
  const id = await quietVm(world, 'vm-1');
  await quietly(world, async () => {
    await world.callAzure('POST', `${id}/deallocate`);
  });
  await touch(world, id);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Pending(Off)');
  expect(world.written()).toEqual([
    expect.stringMatching(/^PATCH machine 20\d$/),
    expect.stringMatching(/^PUT dataCollectionRuleAssociations\/assoc-\w+ 20\d$/),
  ]);
  await world.expectSteady();
  await world.callAzure('POST', `${id}/start`);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect(world.written().slice(2)).toEqual(['PUT extensions/AzureMonitorLinuxAgent 201']);
  await world.expectSteady();
});

test('a VM whose start event was lost is found running at the next look', async () => {
  const world = await startScenario();
  const id = await quietVm(world, 'vm-1');
  world.report({ id, power: 'deallocated' });
  await touch(world, id);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Pending(Off)');
  world.report({ id, power: 'running' });
  await world.clock.advance(6 * hour);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  await world.expectSteady();
});

test('a guest agent that does not report is waited for', async () => {
  const world = await startScenario();
  const id = await quietVm(world, 'vm-1');
  world.report({ id, agentReady: false });
  await touch(world, id);
  await world.clock.advance(hour);
  expect(await world.word(id)).toBe('Pending(AgentNotReady)');
  expect(world.written().filter((line) => line.includes('extensions'))).toEqual([]);
  world.report({ id, agentReady: true });
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  await world.expectSteady();
});

test('a disconnected Arc machine is never written to, and goes on when it is back', async () => {
  const world = await startScenario();
  const id = arcId(world.tenant, 'srv-1');
  await quietly(world, async () => {
    await world.callAzure('PUT', id, { body: arcBody() });
    world.report({ id, status: 'Disconnected' });
  });
  await touch(world, id);
  await world.clock.advance(3 * hour);
  expect(await world.word(id)).toBe('Pending(Disconnected)');
  expect(world.written()).toEqual([]);
  await world.expectSteady();
  world.report({ id, status: 'Connected' });
  await world.clock.advance(hour + 60_000);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  await world.expectSteady();
});

test('a machine switched off in the middle of the installation waits, and is finished when it runs again', async () => {
  const world = await startScenario({ durations: { monitorAgentInstall: [200_000, 200_000] } });
  const id = await quietVm(world, 'vm-1');
  await touch(world, id);
  await world.clock.advance(90_000);
  expect(world.written().at(-1)).toBe('PUT extensions/AzureMonitorLinuxAgent 201');
  await world.callAzure('POST', `${id}/deallocate`);
  await world.clock.advance(20 * 60_000);
  expect(await world.word(id)).not.toBe('Configured');
  await world.callAzure('POST', `${id}/start`);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  await world.expectSteady();
});
