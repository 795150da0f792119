import { expect, test } from 'vitest';
import { tellChange } from '../../local/azure/core/store/tell-change.ts';
import { quietly } from './existing.ts';
import { agentsOf, changeSet, type GivenSet, instancesOf, makeScaleSet, quietSet } from './given-scale-set.ts';
import { startScenario } from './scenario.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const fresh = [
  'PATCH machine 200',
  expect.stringMatching(/^PUT dataCollectionRuleAssociations\/assoc-\w+ 201$/),
  expect.stringMatching(/^PUT extensions\/AzureMonitor(?:Linux|Windows)Agent 201$/),
];

test.each(['linux', 'windows'] as const)(
  'M2: an Automatic %s set gets identity, rule and agent in its model, and is Configured when every instance has them',
  async (os) => {
    const world = await startScenario();
    const id = await makeScaleSet(world, 'web', 5, { os });
    await world.untilQuiet();
    expect(await world.word(id)).toBe('Configured');
    expect(await instancesOf(world, id)).toBe('5 of 5 instances current, 0 protected from actions');
    expect(agentsOf(world, id)).toBe(5);
    expect(world.written()).toEqual(fresh);
    const [extension] = world.azure.context.setExtensions.childrenOf(id);
    expect(extension?.wanted).toMatchObject({ suppressFailures: true });
    const [patch, , put] = world.writes();
    expect(patch?.headers['if-match']).toMatch(/^"\d+"$/);
    expect(put?.body).not.toHaveProperty('location');
    expect((await world.store.machines.list({ limit: 9 })).records.map(({ kind }) => kind)).toEqual(['scaleSet']);
    await world.expectSteady();
  },
);

test('a set that has everything is Configured without a write, and nothing of it is ours', async () => {
  const world = await startScenario();
  const id = await makeScaleSet(world, 'web', 3);
  await world.untilQuiet();
  const { key } = await world.row(id);
  await world.store.machines.delete(key, (await world.store.machines.read(key))?.etag ?? '');
  const sent = world.writes().length;
  await world.lookAt(id);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect(world.written(sent)).toEqual([]);
  expect((await world.row(id)).owned).toEqual([]);
  await world.expectSteady();
});

test('a set that lost its agent gets it again; one that others have installed is changed and stays theirs', async () => {
  const world = await startScenario();
  const id = await makeScaleSet(world, 'web', 3);
  await world.untilQuiet();
  const sent = world.writes().length;
  await world.callAzure('DELETE', `${id}/extensions/AzureMonitorLinuxAgent`);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect(world.written(sent)).toEqual(['PUT extensions/AzureMonitorLinuxAgent 201']);
  const body = {
    properties: {
      publisher: 'Microsoft.Azure.Monitor',
      type: 'AzureMonitorLinuxAgent',
      typeHandlerVersion: '1.36',
      autoUpgradeMinorVersion: true,
      provisionAfterExtensions: [],
      settings: { other: true },
    },
  };
  await quietly(world, async () => {
    await world.callAzure('DELETE', `${id}/extensions/AzureMonitorLinuxAgent`);
    await world.clock.advance(minute);
    await world.callAzure('PUT', `${id}/extensions/by-pipeline`, { body });
  });
  await world.lookAt(id);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  const [extension, ...more] = world.azure.context.setExtensions.childrenOf(id);
  expect([extension?.name, more]).toEqual(['by-pipeline', []]);
  expect(extension?.wanted).toMatchObject({ enableAutomaticUpgrade: true, settings: { other: true } });
  expect(extension?.wanted.suppressFailures).toBeUndefined();
  expect((await world.row(id)).owned.map(({ resourceId }) => resourceId)).not.toContain(extension?.id);
  await world.expectSteady();
});

test('instances that are protected from actions are told of and not waited for', async () => {
  const world = await startScenario();
  const id = await quietSet(world, 'web', 5);
  await world.azure.events.silently(() => changeSet(world, id, { protect: ['1', '4'] }));
  await world.lookAt(id);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect(await instancesOf(world, id)).toBe('3 of 5 instances current, 2 protected from actions');
  expect(agentsOf(world, id)).toBe(3);
  await world.expectSteady();
});

test('a Rolling set is followed through its batches and pauses, and is Configured only at their end', async () => {
  const world = await startScenario();
  const rollingUpgradePolicy = { maxBatchInstancePercent: 25, pauseTimeBetweenBatches: 'PT15M' };
  const id = await makeScaleSet(world, 'web', 4, { mode: 'Rolling', policy: { rollingUpgradePolicy } });
  const words = new Set<string>();
  for (let each = 0; each < 24 && !words.has('Configured'); each++) {
    await world.clock.advance(10 * minute);
    words.add(await world.word(id));
    if (words.has('Configured')) expect(agentsOf(world, id)).toBe(4);
  }
  expect(await world.word(id)).toBe('Configured');
  expect(world.written()).toEqual(fresh);
  await world.expectSteady();
});

test('a set whose rolling upgrades replace its instances is held until a person accepts that', async () => {
  const world = await startScenario();
  const policy = { rollingUpgradePolicy: { maxBatchInstancePercent: 50, maxSurge: true } };
  const id = await makeScaleSet(world, 'web', 4, { mode: 'Rolling', policy });
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Held(SurgeReplacesInstances)');
  expect(world.written()).toEqual([fresh[1]]);
  const { key } = await world.row(id);
  const accepted = await world.api('POST', `machines/${key}/accept`, {
    ...{ code: 'SurgeReplacesInstances', why: 'stateless, and tested' },
  });
  expect(accepted.status).toBe(202);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect(agentsOf(world, id)).toBe(4);
  expect(world.azure.context.setInstances.childrenOf(id).map(({ instanceId }) => Number(instanceId) > 3)).toEqual(
    Array(4).fill(true),
  );
  await world.expectSteady();
});

test('a profile can accept that the instances of its sets are replaced', async () => {
  const world = await startScenario({
    fleet: (usual) => ({
      ...usual,
      profiles: usual.profiles.map((one) => ({ ...one, scaleSets: { acceptSurge: true } })),
    }),
  });
  const policy = { rollingUpgradePolicy: { maxBatchInstancePercent: 50, maxSurge: true } };
  const id = await makeScaleSet(world, 'web', 4, { mode: 'Rolling', policy });
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect(agentsOf(world, id)).toBe(4);
  await world.expectSteady();
});

test('nothing is written to the model of an Automatic set while instances lack what others have changed', async () => {
  const world = await startScenario();
  const id = await quietSet(world, 'web', 4);
  for (const instance of world.azure.context.setInstances.childrenOf(id)) instance.modelVersion -= 1;
  await world.lookAt(id);
  await world.clock.advance(10 * minute);
  expect(await world.word(id)).toBe('Pending(InstancesUpdating)');
  expect(world.written()).toEqual([fresh[1]]);
  await world.clock.advance(day + 60 * minute);
  expect(await world.word(id)).toBe('Failed(InstancesNotCurrent)');
  for (const instance of world.azure.context.setInstances.childrenOf(id)) instance.modelVersion += 1;
  await world.clock.advance(3 * 60 * minute);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect(world.written()).toHaveLength(3);
  await world.expectSteady();
});

test('an instance on which the agent fails is told of, and the model is not written again for it', async () => {
  const world = await startScenario();
  world.azure.addFault({ extension: { machine: '**/virtualMachines/2' }, outcome: { exitCode: 9 } });
  const id = await makeScaleSet(world, 'web', 4);
  await world.clock.advance(6 * 60 * minute);
  expect(await world.word(id)).toBe('Failed(ExtensionFailed)');
  expect(await instancesOf(world, id)).toMatch(/^3 of 4 instances current, 0 protected from actions; failed on 2: /);
  expect((await world.row(id)).facts?.state).toBe('4 of 4 instances have the model');
  expect(world.written()).toEqual(fresh);
});

test('a set of a service, by its tags, its group, its owner or its image, is left to that service', async () => {
  const world = await startScenario();
  const cluster = `${world.tenant.group}/providers/Microsoft.ContainerService/managedClusters/shop`;
  const batch = 'AzureBatch-0a1b2c3d-0000-4000-8000-000000000001-C';
  const given: readonly GivenSet[] = [
    { tags: { 'aks-managed-poolName': 'pool' } },
    { tags: { Vendor: 'Databricks' } },
    { tags: { 'databricks-instance-name': 'a' } },
    { tags: { DatabricksEnvironment: 'workerenv-1' } },
    { image: { publisher: 'microsoft-aks', offer: 'aks', sku: 'linux' } },
    { image: { publisher: 'AzureDatabricks', offer: 'databricks', sku: 'dbr' } },
    { image: { publisher: 'azureopenshift', offer: 'aro4', sku: 'aro' } },
    { group: { name: 'nodes', managedBy: cluster } },
    { group: { name: 'MC_rg-app_shop_westeurope' } },
    { group: { name: 'databricks-rg-analytics' } },
    { group: { name: batch } },
  ];
  const sets: string[] = [];
  for (const [index, each] of given.entries()) sets.push(await makeScaleSet(world, `set-${index}`, 1, each));
  const owned = await quietSet(world, 'owned', 1);
  const set = world.azure.context.scaleSets.get(owned);
  if (set !== undefined) set.managedBy = cluster;
  await world.lookAt(owned);
  sets.push(owned);
  await world.untilQuiet();
  for (const id of sets) expect(await world.word(id)).toBe('Excluded(ManagedBy)');
  expect(world.written()).toEqual([]);
  await world.expectSteady();
});

test('a set of an image that the agent does not run on is unsupported, and one with an identity of others is held', async () => {
  const world = await startScenario();
  const image = { publisher: 'MicrosoftWindowsDesktop', offer: 'windows-7', sku: 'win7-enterprise' };
  const client = await makeScaleSet(world, 'client', 1, { os: 'windows', image });
  const identity = `${world.tenant.group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/app`;
  await world.callAzure('PUT', identity, { body: { location: 'westeurope' } });
  const foreign = await makeScaleSet(world, 'foreign', 2, { identity });
  await world.untilQuiet();
  expect(await world.word(client)).toBe('Unsupported(Image)');
  expect(await world.word(foreign)).toBe('Held(ForeignIdentity)');
  expect(world.writes().filter(({ method, path }) => method !== 'PUT' || path.includes('/extensions/'))).toEqual([]);
  await world.expectSteady();
});

test('a set that was there long before the app is only observed', async () => {
  const world = await startScenario();
  const id = await quietSet(world, 'old', 3, { ageDays: 400 });
  await world.lookAt(id);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Observed(NotAdopted)');
  expect((await world.row(id)).eligibility?.state).toBe('awaiting');
  expect(world.written()).toEqual([]);
  await world.api('POST', 'machines/onboard', { resourceId: id, why: 'ours' });
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  await world.expectSteady();
});

test('what happens to an instance wakes the row of its set, and makes no second one', async () => {
  const world = await startScenario();
  const id = await makeScaleSet(world, 'web', 3);
  await world.untilQuiet();
  const looked = (await world.row(id)).lastLookAt;
  await changeSet(world, id, { protect: ['2'] });
  await world.untilQuiet();
  expect((await world.row(id)).lastLookAt).not.toBe(looked);
  expect(await instancesOf(world, id)).toBe('3 of 3 instances current, 1 protected from actions');
  expect((await world.timeline(id)).map(({ operation }) => operation)).toContain(
    'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/write',
  );
  expect((await world.store.machines.list({ limit: 9 })).records.map(({ name }) => name)).toEqual(['web']);
  await world.expectSteady();
});

test.each([
  ['in another case', 'VIRTUALMACHINES/0'],
  ['by the name that a portal shows', 'virtualMachines/web_0'],
  ['with zeros before', 'virtualMachines/000'],
  ['of something below it', 'virtualMachines/0/extensions/AzureMonitorLinuxAgent'],
  ['of a card of it', 'virtualMachines/1/networkInterfaces/nic/ipConfigurations/one'],
  ['with more slashes', 'virtualMachines//0/'],
])('an id of an instance %s never makes a second row', async (_, below) => {
  const world = await startScenario();
  const id = await makeScaleSet(world, 'web', 2);
  await world.untilQuiet();
  const looked = (await world.row(id)).lastLookAt;
  tellChange(world.azure.context, {
    resource: { id: `${id}/${below}`, type: 'Microsoft.Compute/virtualMachineScaleSets/virtualMachines' },
    method: 'PUT',
    by: world.azure.context.principals.other,
  });
  const rows = new Set<string>();
  for (let each = 0; each < 20; each++) {
    await world.clock.advance(minute / 2);
    for (const { name } of (await world.store.machines.list({ limit: 9 })).records) rows.add(name);
  }
  await world.untilQuiet();
  expect((await world.row(id)).lastLookAt).not.toBe(looked);
  expect([...rows]).toEqual(['web']);
  expect((await world.api('POST', 'machines/onboard', { resourceId: `${id}/${below}`, why: 'it' })).status).toBe(422);
  await world.expectSteady();
});

test('a set that is made anew under its name starts over', async () => {
  const world = await startScenario();
  const id = await makeScaleSet(world, 'web', 2);
  await world.untilQuiet();
  const before = (await world.row(id)).incarnation;
  world.vanish(id);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Gone');
  await makeScaleSet(world, 'web', 2);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect((await world.row(id)).incarnation).not.toBe(before);
  await world.expectSteady();
});

test('endpoint protection is not applicable to a Uniform set, and the row says so', async () => {
  const world = await startScenario({
    fleet: (usual) => ({
      ...usual,
      profiles: usual.profiles.map((one) => ({ ...one, endpoint: { want: 'mde' as const } })),
    }),
  });
  const id = await makeScaleSet(world, 'web', 2);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect((await world.row(id)).findings.endpoint).toMatchObject({
    kind: 'not-applicable',
    detail: expect.stringMatching(/^ScaleSet: /),
  });
  const { body } = await world.api('GET', 'machines?kind=scaleSet');
  expect(body.machines).toMatchObject([{ name: 'web', kind: 'scaleSet', protected: false }]);
  await world.expectSteady();
});
