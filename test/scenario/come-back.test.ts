import { expect, test } from 'vitest';
import { arcBody, arcId, vmBody, vmId } from '../../local/world/machines.ts';
import { quietly } from './existing.ts';
import { startScenario } from './scenario.ts';

const minute = 60_000;
const hour = 60 * minute;

test('a machine goes on by itself when its exclusion ends', async () => {
  const until = '2026-01-05T10:00:00Z';
  const world = await startScenario({
    fleet: (usual, tenant) => ({
      ...usual,
      scope: { ...usual.scope, exclude: { scopes: [{ id: tenant.group, until, by: 'ops', why: 'migration' }] } },
    }),
  });
  const id = vmId(world.tenant, 'vm-1');
  await world.callAzure('PUT', id, { body: vmBody('vm-1') });
  await world.clock.advance(hour);
  expect(await world.word(id)).toBe('Excluded(ByFleetFile)');
  expect(world.written()).toEqual([]);
  await world.clock.advance(2 * hour);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  await world.expectSteady();
});

test('an operator who adopts a machine that was made anew unseen has adopted the new one', async () => {
  const world = await startScenario();
  const id = vmId(world.tenant, 'vm-1');
  await world.callAzure('PUT', id, { body: vmBody('vm-1') });
  await world.untilQuiet();
  await quietly(world, async () => {
    world.vanish(id);
    await world.callAzure('PUT', id, { body: vmBody('vm-1') });
  });
  await world.clock.advance(30 * hour);
  expect((await world.api('POST', 'machines/onboard', { resourceId: id })).status).toBe(202);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect((await world.row(id)).eligibility?.state).toBe('adopted');
  await world.expectSteady();
});

test('an Arc machine that tells its system only later is looked at again, and onboarded', async () => {
  let knowsItsSystem = false;
  const world = await startScenario({
    wrapAzure: (azure) => ({
      ...azure,
      readMachine: async (machine, parts) => {
        const read = await azure.readMachine(machine, parts);
        return read.kind !== 'found' || knowsItsSystem ? read : { ...read, value: { ...read.value, os: 'unknown' } };
      },
    }),
  });
  const id = arcId(world.tenant, 'srv-1');
  await world.callAzure('PUT', id, { body: arcBody() });
  await world.clock.advance(2 * minute);
  expect(await world.word(id)).toBe('Pending(AgentNotReady)');
  knowsItsSystem = true;
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  await world.expectSteady();
});
