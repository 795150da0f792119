import { expect, test } from 'vitest';
import { setDefenderState } from '../../local/azure/security/set-defender-state.ts';
import { defaultTenantId } from '../../local/azure/simulator.ts';
import { vmBody } from '../../local/world/machines.ts';
import type { WorldOptions } from '../../local/world/virtual-world.ts';
import { put } from './existing.ts';
import { givenId, startGiven } from './given-subscription.ts';

const regions = [
  ...['australiaeast', 'brazilsouth', 'canadacentral', 'centralindia', 'centralus', 'eastasia', 'eastus'],
  ...['francecentral', 'germanywestcentral', 'japaneast'],
];
const making = { identity: { create: true }, workspace: 'default' } as const;

test('Resource Graph shows nothing of many regions: a few lists tell what is there, and nothing is made again', async () => {
  const singleReads = { now: 0, most: 0, sent: 0 };
  let isBlind = false;
  const options: WorldOptions = {
    wrapAzure: (azure) => ({
      ...azure,
      readResources: async (target, reading) => {
        const read = await azure.readResources(target, reading);
        return read.kind === 'failed' || !isBlind ? read : { kind: 'found', value: { ...read.value, rows: [] } };
      },
      readResource: async (...asked) => {
        singleReads.sent += 1;
        singleReads.now += 1;
        singleReads.most = Math.max(singleReads.most, singleReads.now);
        const read = await azure.readResource(...asked);
        singleReads.now -= 1;
        return read;
      },
    }),
  };
  const world = await startGiven(making, {}, options);
  await world.azure.events.silently(async () => {
    for (const region of regions) {
      const group = `/subscriptions/${givenId}/resourceGroups/app-${region}`;
      await put(world, group, { location: region });
      const vm = `${group}/providers/Microsoft.Compute/virtualMachines/vm-1`;
      await put(world, vm, { ...vmBody('vm-1'), location: region });
    }
  });
  for (let look = 0; look < 6; look++) {
    await world.look();
    await world.clock.advance(10 * 60_000);
  }
  expect(await world.givenWord()).toBe('Configured');
  const written = world.givenWrites().length;
  expect(written).toBeGreaterThan(4 * regions.length);
  await world.clock.advance(2 * 3_600_000);
  isBlind = true;
  Object.assign(singleReads, { most: 0, sent: 0 });
  await world.look();
  expect(await world.givenWord()).toBe('Configured');
  expect(world.givenWrites().slice(written)).toEqual([]);
  expect(singleReads.sent).toBeLessThanOrEqual(8);
  expect(singleReads.most).toBeLessThanOrEqual(5);
});

test('what was made and may not be read any more stops its own service alone, and not the plan', async () => {
  let hidden = '';
  const tenantConfirmed = { tenantId: defaultTenantId, by: 'ann', at: '2026-01-01T00:00:00Z' };
  const wanted = { ...making, plan: 'P2', endpoint: { defender: 'on' }, tenantConfirmed } as const;
  const options: WorldOptions = {
    wrapAzure: (azure) => ({
      ...azure,
      readResources: async (target, reading) => {
        const read = await azure.readResources(target, reading);
        if (read.kind === 'failed' || hidden === '') return read;
        const rows = read.value.rows.filter(({ id }) => !id.toLowerCase().startsWith(hidden));
        return { kind: 'found', value: { ...read.value, rows } };
      },
    }),
  };
  const world = await startGiven(wanted, {}, options, 'enforce');
  await world.addVm('vm-1');
  await world.look();
  await world.clock.advance(40 * 60_000);
  expect(await world.givenWord()).toBe('Configured');
  const scope = `/subscriptions/${givenId}/resourceGroups/DefaultResourceGroup-WEU`;
  hidden = scope.toLowerCase();
  const actions = ['Microsoft.OperationsManagement/solutions/read'];
  world.azure.access.add({ kind: 'missingRole', principal: 'app', scope, actions });
  setDefenderState(world.azure, givenId, { servers: { tier: 'Free', enforce: false, ageDays: 1 } });
  const before = world.givenWrites().length;
  await world.look();
  await world.clock.advance(60 * 60_000);
  expect(world.givenWrites().slice(before)).toEqual(['PUT providers/Microsoft.Security/pricings/VirtualMachines 200']);
  expect(await world.givenWord()).toBe('Failed(AuthorizationFailed)');
});
