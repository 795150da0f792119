import { afterEach, expect, test } from 'vitest';
import { announceMachines } from '../../../local/azure/seed/announce-machines.ts';
import type { ResourceEvent } from '../../../local/azure/types.ts';
import { waitUntilSettled } from '../../../local/start/settling.ts';
import { planKills } from './kill-plan.ts';
import { type KilledApp, startKilledApp } from './killed-app.ts';
import { repeatedWrites } from './repeated-writes.ts';
import { thirtyMachines } from './thirty-machines.ts';

const kills = 25;
const seed = Number(process.env.KILLS_SEED ?? 1);

let world: KilledApp | undefined;
afterEach(async () => {
  await world?.stop();
});

test(`kill -9 at 25 points of one run of 30 machines: all settle, nothing in place is written twice (KILLS_SEED=${seed})`, {
  timeout: 150_000,
}, async () => {
  console.log(`kills.test.ts: KILLS_SEED=${seed}`);
  const running = await startKilledApp(thirtyMachines(), 60);
  world = running;
  const { azure, app, appClient, scope } = running;
  const { planHash } = await appClient.adoption();
  expect(await appClient.arm([scope], planHash, 'test')).toBe(true);

  const plan = planKills(azure, {
    seed,
    kills,
    mostCallsBetween: 14,
    pid: app.pid,
  });
  const events: ResourceEvent[] = [];
  azure.context.hooks.onEvent.push((event) => events.push(event));
  announceMachines(azure);
  const startedMs = Date.now();
  await waitUntilSettled(running);

  const calls = azure.context.calls.all();
  expect(plan.kills(), plan.points().join('\n')).toBe(kills);
  expect(running.restarts()).toBe(kills);
  expect(repeatedWrites(calls, events)).toEqual([]);
  const machines = await appClient.machines();
  const states = Object.fromEntries(
    machines.map(({ name, status, code }) => [name, code === null ? status : `${status} ${code}`]),
  );
  const expected = Object.fromEntries(
    machines.map(({ name }) => [name, name === 'off-05' ? 'Pending Off' : 'Configured']),
  );
  expect(states).toEqual(expected);
  expect(machines).toHaveLength(30);
  console.log(`${kills} kills in ${Math.round((Date.now() - startedMs) / 1000)} s, ${calls.length} calls`);
});
