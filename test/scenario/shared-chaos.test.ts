import { expect, test } from 'vitest';
import { createRandom } from '../../local/azure/core/random.ts';
import { type EmptyTenant, startEmptyTenant } from './empty-tenant.ts';
import { startScenario } from './scenario.ts';

const minuteMs = 60_000;
const subscription = '5b5c0000-0000-4000-a000-0000000000c1';
const regions = ['westeurope', 'northeurope'];
const machines = 24;
const shared = ['userAssignedIdentities', 'locks', 'workspaces', 'solutions', 'dataCollectionRules', 'systemTopics'];

interface Misfortunes {
  requestsLost: number;
  instancesTerminated: number;
  restarts: number;
}

/** The product over a simulated Azure in which everything may be lost: events, asks, requests, instances, the process. */
async function startInChaos(seed: number) {
  const random = createRandom(seed);
  const misfortunes: Misfortunes = { requestsLost: 0, instancesTerminated: 0, restarts: 0 };
  const chaos = { seed, duplicate: 0.2, drop: 0.25, anonymous: 0.2, shuffleMs: 3 * minuteMs };
  let isCalm = true;
  const world = await startEmptyTenant([subscription], (options) =>
    startScenario({
      ...options,
      ...{ seed, chaos },
      // Every request for a look goes through here: of an event, of an ask, of a wake-up.
      onStoreOperation: ({ name, phase }) => {
        if (isCalm || name !== 'work.upsert' || random.next() > 0.2) return;
        misfortunes.requestsLost++;
        throw new Error(`work.upsert fails ${phase} it was done`);
      },
    }),
  );
  const terminateAny = async (): Promise<void> => {
    const alive = await world.engine().list({ runtimeStatus: ['Pending', 'Running'] });
    const one = alive[random.between(0, Math.max(0, alive.length - 1))];
    if (one === undefined) return;
    await world.engine().terminate(one.instanceId, 'chaos');
    misfortunes.instancesTerminated++;
  };
  const passInChaos = async (minutes: number): Promise<void> => {
    isCalm = false;
    for (let passed = 0; passed < minutes; passed++) {
      await world.clock.advance(random.between(10_000, minuteMs));
      if (random.next() < 0.5) await terminateAny();
      if (random.next() > 0.06) continue;
      await world.restart();
      misfortunes.restarts++;
    }
    isCalm = true;
  };
  return { world, misfortunes, passInChaos };
}

/** Who was never heard of, because their event was lost, is named by an operator; the sweep of machines will do it. */
async function onboardUnheard(world: EmptyTenant, ids: readonly string[]): Promise<number> {
  let unheard = 0;
  for (const id of ids) {
    if ((await world.record(id)) !== undefined) continue;
    unheard++;
    await world.api('POST', 'machines/onboard', { resourceId: id, why: 'its event was lost' });
  }
  return unheard;
}

test.each([1, 2, 3])(
  'M10 M12: with events, asks and requests lost, instances terminated and the app killed, every machine goes on and nothing shared is made twice (seed %i)',
  async (seed) => {
    const { world, misfortunes, passInChaos } = await startInChaos(seed);
    await world.clock.advance(35 * minuteMs);
    await world.onboardAll();
    await passInChaos(6);
    const ids: string[] = [];
    for (let index = 0; index < machines; index++) {
      const region = regions[index % regions.length] ?? '';
      await world.addVm(subscription, region, `vm-${index}`);
      ids.push(
        `/subscriptions/${subscription}/resourceGroups/app-${region}/providers/Microsoft.Compute/virtualMachines/vm-${index}`,
      );
      if (index % 4 === 3) await passInChaos(2);
    }
    await passInChaos(40);
    const unheard = await onboardUnheard(world, ids);
    await world.clock.advance(100 * minuteMs);
    await world.untilQuiet();
    const { records } = await world.store.machines.list({ limit: 1_000 });
    expect(records.map(({ standing }) => standing.status)).toEqual(Array(machines).fill('Configured'));
    expect(await world.words()).toEqual(['Configured()']);
    for (const type of shared) expect(new Set(world.puts(type)).size, type).toBe(world.puts(type).length);
    expect(world.puts('userAssignedIdentities')).toHaveLength(regions.length);
    await world.expectSteady();
    // It was as bad as it claims to be.
    expect(misfortunes.requestsLost).toBeGreaterThan(5);
    expect(misfortunes.instancesTerminated).toBeGreaterThan(5);
    expect(misfortunes.restarts).toBeGreaterThan(0);
    expect(unheard).toBeGreaterThan(0);
  },
);
