import { expect, test } from 'vitest';
import { CrashSignal } from '../../local/durable/crash-signal.ts';
import { vmBody } from '../../local/world/machines.ts';
import { createWorld, type World } from '../../local/world/virtual-world.ts';

/** Where the app dies: at the n-th moment of the durable engine, or at the n-th call of the store (before or after). */
interface Death {
  readonly where: 'engine' | 'store';
  readonly at: number;
}

interface Run {
  /** Whether the app lived long enough to die there. */
  readonly died: boolean;
  readonly status: string | undefined;
  readonly writes: readonly string[];
  readonly writesOfSecondLook: number;
}

/** Onboards one VM; the app is killed once on the way and started again over what was stored. */
async function onboardWithDeath(death: Death): Promise<Run> {
  let [isDead, isMortal, engineMoments, storeMoments] = [false, false, 0, 0];
  let world: World | undefined;
  const die = (point: string): never => {
    isDead = true;
    isMortal = false;
    void world?.engine().stop();
    throw new CrashSignal(point);
  };
  world = await createWorld({
    engine: {
      checkReplay: false,
      crashPoints: (point) => {
        if (isDead) throw new CrashSignal(point);
        if (isMortal && death.where === 'engine' && ++engineMoments === death.at) die(point);
      },
    },
    onStoreOperation: ({ name, phase }) => {
      if (isDead) throw new CrashSignal(`${name}, after its death`);
      // The tick lists 16 partitions each time, whether or not anything is owed.
      if (!isMortal || death.where !== 'store' || name === 'work.listDue') return;
      if (++storeMoments === death.at) die(`${phase} ${name}`);
    },
    // A dead process sends nothing more.
    pause: async () => {
      if (isDead) throw new CrashSignal('a request of a dead process');
    },
  });
  isMortal = true;
  const id = `${world.tenant.group}/providers/Microsoft.Compute/virtualMachines/vm-1`;
  await world.callAzure('PUT', id, { body: vmBody('vm-1') });
  for (let step = 0; step < 60 && !isDead; step++) await world.clock.advance(10_000);
  const died = isDead;
  isMortal = false;
  if (died) {
    await world.clock.advance(3_000);
    isDead = false;
    await world.restart();
  }
  await world.untilQuiet();
  const record = await world.record(id);
  const writes = world
    .writes()
    .map((call) => `${call.method} ${call.path.split('/').at(-1)} ${call.status < 300 ? 'ok' : call.status}`);
  await world.lookAgain();
  const writesOfSecondLook = world.writes().length - writes.length;
  await world.stop();
  return { died, status: record?.standing.status, writes, writesOfSecondLook };
}

/** How many moments one onboarding has at most; a later death never happens, and the test says so. */
const mostMoments = 400;

async function dieEverywhere(where: Death['where']): Promise<number> {
  for (let at = 1; at < mostMoments; at++) {
    const run = await onboardWithDeath({ where, at });
    if (!run.died) return at - 1;
    const said = `${where} moment ${at}: ${run.writes.join(', ')}`;
    expect(run.status, said).toBe('Configured');
    expect(run.writesOfSecondLook, said).toBe(0);
    expect([...new Set(run.writes)].sort(), `written twice, ${said}`).toEqual([...run.writes].sort());
    expect(run.writes.length, said).toBe(3);
  }
  throw new Error(`one onboarding has more than ${mostMoments} moments`);
}

test('killed at any moment of the engine, a machine ends Configured and nothing is written twice', async () => {
  const moments = await dieEverywhere('engine');
  expect(moments).toBeGreaterThan(40);
});

test('killed before or after any call of the store, a machine ends Configured and nothing is written twice', async () => {
  const moments = await dieEverywhere('store');
  expect(moments).toBeGreaterThan(60);
});
