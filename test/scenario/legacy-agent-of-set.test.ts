import { expect, test } from 'vitest';
import { agentsOf, changeSet, type GivenSet, instancesOf, withLegacyAgent } from './given-scale-set.ts';
import { type Scenario, startScenario } from './scenario.ts';

const minute = 60_000;

async function startRemoving(profile: object = {}): Promise<Scenario> {
  return await startScenario({
    fleet: (usual) => ({
      ...usual,
      profiles: usual.profiles.map((one) => ({
        ...one,
        ...{ legacyAgent: 'remove', scaleSets: { upgradeInstances: true } },
        ...profile,
      })),
      subscriptions: [{ mode: 'observe' }],
    }),
  });
}

/** Its sweep has to read how the switch of the subscription stands. */
async function found(world: Scenario, given: GivenSet): Promise<string> {
  const id = await withLegacyAgent(world, 'web', 5, given);
  await world.clock.advance(35 * minute);
  await world.lookAt(id);
  await world.untilQuiet();
  return id;
}

function oldOnes(world: Scenario, id: string): number {
  const { setInstances, instanceExtensions } = world.azure.context;
  const all = setInstances.childrenOf(id).flatMap((instance) => instanceExtensions.childrenOf(instance.id));
  return all.filter(({ wanted }) => wanted.publisher === 'Microsoft.EnterpriseCloud.Monitoring').length;
}

test.each([
  ['Automatic', 'linux'],
  ['Automatic', 'windows'],
  ['Manual', 'linux'],
  ['Manual', 'windows'],
] as const)(
  'P4: the Log Analytics agent in the model of a set (%s, %s) is taken off once every instance has the new one',
  async (mode, os) => {
    const world = await startRemoving();
    const id = await found(world, { mode, os });
    expect(await world.word(id)).toBe('Configured');
    expect(await instancesOf(world, id)).toBe('5 of 5 instances current, 0 protected from actions');
    expect(oldOnes(world, id)).toBe(0);
    const order = world.written().filter((line) => !line.includes('Associations'));
    const batches = Array(mode === 'Manual' ? 5 : 0).fill('POST manualupgrade 202');
    const agent = os === 'linux' ? 'AzureMonitorLinuxAgent' : 'AzureMonitorWindowsAgent';
    expect(order).toEqual([
      ...['PATCH machine 200', `PUT extensions/${agent} 201`, ...batches],
      ...['DELETE extensions/old 202', ...batches],
    ]);
    await world.expectSteady();
  },
);

test('P4: while an instance lacks the new agent the old one stays in the model', async () => {
  const world = await startRemoving({ scaleSets: { upgradeInstances: false } });
  const id = await found(world, { mode: 'Manual' });
  expect(await world.word(id)).toBe('Held(PendingModelChange)');
  expect(world.written().filter((line) => line.startsWith('DELETE'))).toEqual([]);
  await world.expectSteady();
});

test('P4: a change of others that came with our removal is brought to no instance', async () => {
  const world = await startRemoving();
  const id = await withLegacyAgent(world, 'web', 5, { mode: 'Manual' });
  await world.clock.advance(35 * minute);
  await world.lookAt(id);
  for (let each = 0; each < 90 && !world.written().includes('DELETE extensions/old 202'); each++) {
    await world.clock.advance(30_000);
  }
  await world.azure.events.silently(() => changeSet(world, id, { image: '2.0.0' }));
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Held(PendingModelChange)');
  expect(oldOnes(world, id)).toBe(5);
  expect(agentsOf(world, id)).toBe(10);
  await world.expectSteady();
});
