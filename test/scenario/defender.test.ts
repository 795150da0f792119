import { expect, test } from 'vitest';
import { newArc, newVm } from './new-machines.ts';
import { type Scenario, startScenario } from './scenario.ts';

/** Somebody turns the plan for servers on, and Defender takes so long to come to a machine. */
async function turnPlanOn(world: Scenario, afterSeconds: number): Promise<void> {
  world.azure.defender.deployAfterMs = 1_000 * afterSeconds;
  const plan = `/subscriptions/${world.tenant.subscription}/providers/Microsoft.Security/pricings/VirtualMachines`;
  const body = { properties: { pricingTier: 'Standard', subPlan: 'P1' } };
  expect((await world.callAzure('PUT', plan, { body })).status).toBe(200);
}

async function extensionsOf(world: Scenario, id: string): Promise<unknown> {
  const { context, arc } = world.azure;
  const all = [...context.vmExtensions.childrenOf(id), ...arc.extensions.childrenOf(id)];
  return all.map(({ name, provisioningState, createdBy }) => [name, provisioningState, createdBy.name]).toSorted();
}

const creators = { VM: newVm, 'Arc machine': newArc } as const;

test.each([
  ['VM', 0],
  ['VM', 45],
  ['VM', 120],
  ['VM', 3600],
  ['Arc machine', 0],
  ['Arc machine', 120],
] as const)('a new %s is onboarded by us, and protected by Defender, who comes after %i s', async (kind, seconds) => {
  const world = await startScenario();
  await turnPlanOn(world, seconds);
  const id = await creators[kind](world);
  await world.untilQuiet();
  await world.clock.advance(2 * 3_600_000);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect(await extensionsOf(world, id)).toEqual([
    ['AzureMonitorLinuxAgent', 'Succeeded', 'app'],
    ['MDE.Linux', 'Succeeded', 'defender'],
  ]);
  await world.expectSteady();
});
