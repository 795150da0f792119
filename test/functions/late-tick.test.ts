import { expect, test } from 'vitest';
import { vmId } from '../../local/world/machines.ts';
import { parseMachineId } from '../../src/domain/target/machine-ref.ts';
import { machineKind } from '../../src/look/target-kinds.ts';
import { requestLook } from '../../src/work/request-look.ts';
import { readEventText } from '../fixtures/events/read-event.ts';
import { quietVm } from '../scenario/existing.ts';
import { type Scenario, startScenario } from '../scenario/scenario.ts';
import { callApp, deliverEvents } from './call-app.ts';

/** A world whose tick timer does not fire any more, as has been seen on the platform, and a machine that owes a look. */
async function startWithoutTimer(): Promise<{ world: Scenario; owing: string }> {
  const world = await startScenario({ armed: false });
  world.azure.events.unsubscribe('app');
  const { clock } = world;
  const schedule = clock.schedule.bind(clock);
  clock.schedule = (atMs, fire, what) => (what === 'timer tick' ? () => undefined : schedule(atMs, fire, what));
  await clock.advance(20_000);
  const owing = await quietVm(world, 'owing');
  const machine = parseMachineId(owing);
  if (machine === undefined) throw new Error(`${owing} is no machine`);
  await requestLook(world.ports, machineKind, { target: machine, reason: 'test' });
  await clock.advance(10 * 60_000);
  expect(await world.word(owing)).toBe('Discovered');
  return { world, owing };
}

test.each<[string, (world: Scenario) => Promise<unknown>]>([
  ['an event about another machine', (world) => deliverEvents(world, readEventText('arc-write', 'EventGrid'))],
  ['an onboarding', onboardAnother],
  ['arming', (world) => callApp(world, 'POST', '/api/arm', { body: { scopes: [vmId(world.tenant, 'x')] } })],
  ['lifting a freeze', thaw],
])('when the timer has stopped, %s starts what is due', async (_, act) => {
  const { world, owing } = await startWithoutTimer();
  await act(world);
  expect(await world.word(owing)).toBe('Observed(NotArmed)');
});

function onboardAnother(world: Scenario): Promise<unknown> {
  return callApp(world, 'POST', '/api/machines/onboard', { body: { resourceId: vmId(world.tenant, 'another') } });
}

async function thaw(world: Scenario): Promise<void> {
  const scope = vmId(world.tenant, 'x');
  await callApp(world, 'POST', '/api/freeze', { body: { scope, why: 'test' } });
  expect((await callApp(world, 'DELETE', `/api/freeze?scope=${scope}`)).status).toBe(200);
}
