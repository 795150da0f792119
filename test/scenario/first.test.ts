import { expect, test } from 'vitest';
import { vmBody } from '../../local/world/machines.ts';
import { createWorld } from '../../local/world/virtual-world.ts';

test('a new Linux VM ends Configured, and the second look writes nothing', async () => {
  const world = await createWorld();
  const id = `${world.tenant.group}/providers/Microsoft.Compute/virtualMachines/web-01`;
  await world.arm('PUT', id, { body: vmBody('web-01') });
  await world.settle();
  expect((await world.record(id))?.status).toBe('Configured');
  const before = world.writes().length;
  await world.lookAgain();
  expect(world.writes().length).toBe(before);
  await world.stop();
});
