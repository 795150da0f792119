import { expect, test } from 'vitest';
import { defaultTenantId } from '../../local/azure/simulator.ts';
import { newArc, newVm } from './new-machines.ts';
import { type Scenario, startScenario } from './scenario.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const wanted = { endpoint: { want: 'mde' } } as const;
const creators = { VM: newVm, 'Arc machine': newArc } as const;

/** Every profile of the usual file wants Defender for Endpoint. */
async function withEndpoint(subscriptions: readonly object[] = [{ mode: 'enforce' }]): Promise<Scenario> {
  return await startScenario({
    fleet: (usual) => ({
      ...usual,
      profiles: usual.profiles.map((profile) => ({ ...profile, ...wanted })),
      subscriptions: subscriptions as NonNullable<typeof usual.subscriptions>,
    }),
  });
}

/** Somebody turns the plan on, and WDATP with it; Defender takes so long to come to a machine. */
async function turnOn(world: Scenario, afterMs: number): Promise<void> {
  world.azure.defender.deployAfterMs = afterMs;
  const plan = `/subscriptions/${world.tenant.subscription}/providers/Microsoft.Security/pricings/VirtualMachines`;
  const body = { properties: { pricingTier: 'Standard', subPlan: 'P1' } };
  expect((await world.callAzure('PUT', plan, { body })).status).toBe(200);
}

async function endpointOf(world: Scenario, id: string) {
  return (await world.record(id))?.findings.endpoint;
}

test.each(['VM', 'Arc machine'] as const)(
  'E6: a new %s waits for Defender and is Configured once it has come, and protected then alone',
  async (kind) => {
    const world = await withEndpoint();
    await turnOn(world, 30 * minuteMs);
    await world.clock.advance(35 * minuteMs);
    const id = await creators[kind](world);
    await world.clock.advance(20 * minuteMs);
    expect(await world.word(id)).toBe('Pending(AwaitingDefender)');
    const record = await world.record(id);
    const row = async () => (await world.api('GET', `machines/${record?.key}`)).body;
    expect(await row()).toMatchObject({ protected: false, services: { ama: { kind: 'satisfied' } } });
    await world.clock.advance(hourMs);
    expect(await world.word(id)).toBe('Configured');
    expect(await row()).toMatchObject({ protected: true, services: { endpoint: { kind: 'satisfied' } } });
    await world.clock.advance(2 * minuteMs);
    expect((await world.api('GET', 'status')).body).toMatchObject({ protected: 1 });
    await world.expectSteady();
  },
);

test('E6: Defender never comes to a machine that was made after the settings were seen on: Failed after an hour', async () => {
  const world = await withEndpoint();
  await turnOn(world, 1_000 * hourMs);
  await world.clock.advance(40 * minuteMs);
  const id = await newVm(world);
  await world.clock.advance(58 * minuteMs);
  expect(await world.word(id)).toBe('Pending(AwaitingDefender)');
  await world.clock.advance(12 * minuteMs);
  expect(await world.word(id)).toBe('Failed(MdeNotDeployed)');
  const { hint, detail } = (await world.api('GET', `machines/${(await world.record(id))?.key}`)).body;
  expect(detail).toContain('Python 3');
  expect(hint).toMatch(
    /\*\.endpoint\.security\.microsoft\.com.*packages\.microsoft\.com.*MicrosoftDefenderForEndpoint/,
  );
});

test('E6: a machine that was there before has twelve hours, of which those that it is off do not count', async () => {
  const world = await withEndpoint();
  const id = await newVm(world);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Held(EndpointNotEnabled)');
  await turnOn(world, 1_000 * hourMs);
  // The sweep sees it, and the machine goes on without anybody.
  await world.clock.advance(2 * hourMs);
  expect(await world.word(id)).toBe('Pending(AwaitingDefender)');
  await world.callAzure('POST', `${id}/deallocate`);
  await world.clock.advance(20 * hourMs);
  expect(await world.word(id)).toBe('Pending(Off)');
  await world.callAzure('POST', `${id}/start`);
  await world.clock.advance(9 * hourMs);
  expect(await world.word(id)).toBe('Pending(AwaitingDefender)');
  await world.clock.advance(3 * hourMs);
  expect(await world.word(id)).toBe('Failed(MdeNotDeployed)');
});

test('the file turns Defender on: the machine waits for its subscription, then for Defender', async () => {
  const world = await startScenario({
    fleet: (usual) => ({
      ...usual,
      profiles: usual.profiles.map((profile) => ({ ...profile, ...wanted })),
      subscriptions: [
        {
          mode: 'enforce',
          plan: 'P1',
          endpoint: { defender: 'on' },
          tenantConfirmed: { tenantId: defaultTenantId, by: 'ann', at: '2026-01-01T00:00:00Z' },
        },
      ],
    }),
  });
  world.azure.defender.deployAfterMs = 20 * minuteMs;
  const id = await newVm(world);
  await world.clock.advance(5 * minuteMs);
  expect(await world.word(id)).toBe('Pending(SubscriptionNotReady)');
  const onboarded = await world.api('POST', `subscriptions/${world.tenant.subscription}/onboard`, { why: 'x' });
  expect(onboarded.status).toBe(202);
  await world.clock.advance(2 * hourMs);
  expect(await world.word(id)).toBe('Configured');
  expect(await endpointOf(world, id)).toMatchObject({ kind: 'satisfied' });
  await world.expectSteady();
});
