import { expect, test } from 'vitest';
import { arcBody, arcId, vmBody, vmId } from '../../local/world/machines.ts';
import { put, quietly, touch } from './existing.ts';
import { makeScaleSet } from './given-scale-set.ts';
import { type Scenario, startScenario } from './scenario.ts';

const minute = 60_000;
const publisher = 'Microsoft.Azure.Security.Monitoring';
const types = { linux: 'AzureSecurityLinuxAgent', windows: 'AzureSecurityWindowsAgent' } as const;
const agents = { linux: 'AzureMonitorLinuxAgent', windows: 'AzureMonitorWindowsAgent' } as const;
type Os = keyof typeof types;
type Kind = 'VM' | 'Arc machine';
const each: readonly (readonly [Kind, Os])[] = [
  ['VM', 'linux'],
  ['VM', 'windows'],
  ['Arc machine', 'linux'],
  ['Arc machine', 'windows'],
];

const ruleOf = (world: Pick<Scenario, 'tenant'>): string =>
  `${world.tenant.group}/providers/Microsoft.Insights/dataCollectionRules/Microsoft-Security-westeurope-dcr`;

/** The usual file, in which every profile wants the agent; with the rule that it sends by, or without. */
async function start(withRule = true): Promise<Scenario> {
  const world = await startScenario({
    fleet: (usual, tenant) => ({
      ...usual,
      profiles: usual.profiles.map((one) => {
        const rules = [...(one.dataCollection?.rules ?? []), ...(withRule ? [{ id: ruleOf({ tenant }) }] : [])];
        return { ...one, azureSecurityAgent: 'install' as const, dataCollection: { rules } };
      }),
    }),
  });
  const extension = (os: Os) => ({
    ...{ name: os, extensionName: types[os], streams: ['Microsoft-OperationLog', 'Microsoft-ProtectionStatus'] },
    extensionSettings: { scanners: [] },
  });
  const workspace = `${world.tenant.group}/providers/Microsoft.OperationalInsights/workspaces/logs`;
  await put(world, workspace, { location: 'westeurope', properties: { sku: { name: 'PerGB2018' } } });
  await put(world, ruleOf(world), {
    location: 'westeurope',
    properties: {
      dataSources: { extensions: [extension('linux'), extension('windows')] },
      destinations: { logAnalytics: [{ name: 'logs', workspaceResourceId: workspace }] },
      dataFlows: [{ streams: ['Microsoft-OperationLog', 'Microsoft-ProtectionStatus'], destinations: ['logs'] }],
    },
  });
  return world;
}

async function newMachine(world: Scenario, kind: Kind, os: Os): Promise<string> {
  const id = kind === 'VM' ? vmId(world.tenant, 'm-1') : arcId(world.tenant, 'm-1');
  await put(world, id, kind === 'VM' ? vmBody('m-1', { os }) : arcBody({ os }));
  return id;
}

async function place(world: Scenario, id: string, os: Os, more: object = {}): Promise<void> {
  const properties = {
    ...{ publisher, type: types[os], autoUpgradeMinorVersion: true, enableAutomaticUpgrade: true },
    ...(id.includes('Microsoft.Compute') ? { typeHandlerVersion: os === 'linux' ? '2.0' : '1.0' } : {}),
    ...more,
  };
  await put(world, `${id}/extensions/by-hand`, { location: 'westeurope', properties }, 'other');
}

const puts = (world: Scenario): readonly string[] =>
  world
    .written()
    .filter((line) => line.startsWith('PUT extensions/'))
    .map((line) => line.split(' ')[1] ?? '');

test.each(each)(
  'P8: %s, %s: the deprecated agent comes after the Azure Monitor Agent and its rule',
  async (kind, os) => {
    const world = await start();
    const id = await newMachine(world, kind, os);
    await world.untilQuiet();
    expect(await world.word(id)).toBe('Configured');
    expect(puts(world)).toEqual([`extensions/${agents[os]}`, `extensions/${types[os]}`]);
    const { findings, owned } = await world.row(id);
    expect(findings['security-agent']?.detail).toMatch(/deprecated by Microsoft/);
    expect(owned.map(({ resourceId }) => resourceId)).toContainEqual(
      expect.stringMatching(new RegExp(`${types[os]}$`)),
    );
    await world.expectSteady();
  },
);

test.each(each)('P8: %s, %s: one that is right already is not written, and not owned', async (kind, os) => {
  const world = await start();
  let id = '';
  await quietly(world, async () => {
    id = await newMachine(world, kind, os);
    await world.clock.advance(3 * minute);
    await place(world, id, os);
    await world.clock.advance(5 * minute);
  });
  await world.lookAt(id);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect(puts(world)).toEqual([`extensions/${agents[os]}`]);
  expect((await world.row(id)).owned.map(({ resourceId }) => resourceId)).not.toContainEqual(
    expect.stringMatching(/by-hand$/),
  );
  await world.expectSteady();
});

test.each(each)(
  'P8: %s, %s: automatic upgrade that somebody turned off is turned on, under the name it has',
  async (kind, os) => {
    const world = await start();
    let id = '';
    await quietly(world, async () => {
      id = await newMachine(world, kind, os);
      await world.clock.advance(3 * minute);
      await place(world, id, os, { enableAutomaticUpgrade: false });
      await world.clock.advance(5 * minute);
    });
    await world.lookAt(id);
    await world.untilQuiet();
    expect(await world.word(id)).toBe('Configured');
    expect(puts(world)).toEqual([`extensions/${agents[os]}`, 'extensions/by-hand']);
    await world.expectSteady();
  },
);

test('P8: a machine that is off gets it once it runs', async () => {
  const world = await start();
  const id = await newMachine(world, 'VM', 'linux');
  world.report({ id, power: 'deallocated' });
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Pending(Off)');
  world.report({ id, power: 'running' });
  await touch(world, id);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  await world.expectSteady();
});

test('P8: one that fails is tried again, and a hold says why where it goes on failing', async () => {
  const world = await start();
  world.azure.addFault({ extension: { type: types.linux }, outcome: { exitCode: 1 }, times: 1 });
  const id = await newMachine(world, 'VM', 'linux');
  await world.clock.advance(60 * minute);
  expect(await world.word(id)).toBe('Configured');
  expect(puts(world).filter((name) => name.endsWith(types.linux))).toHaveLength(2);
  await world.expectSteady();
});

test('P8: without its rule it is not installed: a person decides', async () => {
  const world = await start(false);
  const id = await newMachine(world, 'VM', 'linux');
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Held(SecurityAgentIncomplete)');
  expect(puts(world)).toEqual([`extensions/${agents.linux}`]);
  await world.expectSteady();
});

test('P8: a scale set is left out, visibly', async () => {
  const world = await start();
  const id = await makeScaleSet(world, 'pool', 2);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect((await world.row(id)).findings['security-agent']).toMatchObject({ kind: 'not-applicable' });
  await world.expectSteady();
});
