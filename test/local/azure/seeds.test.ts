import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ResourceEvent } from '../../../local/azure/core/types.ts';
import { announceMachines } from '../../../local/azure/seed/announce-machines.ts';
import { createSeededAzure } from '../../../local/azure/seed/create-seeded-azure.ts';
import { loadSeed } from '../../../local/azure/seed/load-seed.ts';
import { type SeedInput, seedSchema } from '../../../local/azure/seed/seed-schema.ts';
import { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import { withApiVersion } from './azure-fixture.ts';
import { origin } from './local-azure-fixture.ts';

const computeVersion = 'api-version=2024-07-01';

async function seeded(seed: SeedInput | 'demo' | 'empty') {
  const clock = new VirtualClock();
  const parsed = typeof seed === 'string' ? loadSeed(seed) : seedSchema.parse(seed);
  const { azure, tenant } = await createSeededAzure({ time: clock, ledger: clock }, parsed);
  const get = async (path: string, query = '') => {
    const headers = { authorization: `Bearer ${azure.token('app')}` };
    const response = await azure.handle({
      method: 'GET',
      url: withApiVersion(`${origin}${path}${query === '' ? '' : `?${query}`}`),
      headers,
    });
    return response.body === undefined ? undefined : JSON.parse(response.body);
  };
  const id = (name: string) => tenant.machineIds.find((each) => each.endsWith(`/${name}`)) ?? `no ${name}`;
  return { azure, clock, get, id, tenant };
}

test('the empty tenant has a subscription, rules, and built-in identities that cannot be deleted', async () => {
  const { azure, get, tenant } = await seeded('empty');
  expect(tenant.machineIds).toEqual([]);
  expect(await get(tenant.rules.linux)).toMatchObject({ kind: 'Linux', location: 'westeurope' });
  expect(await get(tenant.rules.windows)).toMatchObject({ kind: 'Windows', location: 'westeurope' });
  expect(Object.keys(tenant.rulesByRegion)).toEqual(
    expect.arrayContaining(['westeurope', 'northeurope', 'swedencentral', 'eastus', 'australiaeast']),
  );
  const identity = `/subscriptions/${tenant.subscriptions[0]}/resourceGroups/Built-In-Identity-RG/providers/Microsoft.ManagedIdentity/userAssignedIdentities/Built-In-Identity-westeurope`;
  expect(await get(identity)).toMatchObject({ location: 'westeurope' });
  const response = await azure.handle({
    method: 'DELETE',
    url: `${origin}${identity}?api-version=2024-11-30`,
    headers: { authorization: `Bearer ${azure.token('operator')}` },
  });
  expect(response.body).toContain('ScopeLocked');
});

test('a seed tells no event, counts no call, and leaves nothing under way', async () => {
  const { azure, clock, get, id } = await seeded('demo');
  expect(azure.context.calls.counts()).toEqual([]);
  expect(azure.events.log.records()).toEqual([]);
  const before = await get(id('ready-01'), computeVersion);
  await clock.advance(3_600_000);
  expect(await get(id('ready-01'), computeVersion)).toEqual(before);
});

test('the demo has dozens of machines in three regions, well and troubled', async () => {
  const { azure, clock, get, id, tenant } = await seeded('demo');
  expect(tenant.machineIds.length).toBeGreaterThanOrEqual(30);
  expect(new Set(tenant.machineIds).size).toBe(tenant.machineIds.length);
  const regions = [...azure.context.vms.all(), ...azure.arc.machines.all()].map(({ location }) => location);
  expect(new Set(regions).size).toBe(3);

  const ready = await get(id('ready-01'), `${computeVersion}&$expand=instanceView`);
  expect(ready).toMatchObject({
    identity: { type: 'UserAssigned' },
    resources: [{ properties: { provisioningState: 'Succeeded', type: 'AzureMonitorLinuxAgent' } }],
    properties: { timeCreated: new Date(clock.now() - 700 * 3_600_000).toISOString() },
  });
  expect(JSON.stringify(ready.properties.instanceView)).toContain('"typeHandlerVersion":"1.38.');
  const off = await get(id('off-01'), `${computeVersion}&$expand=instanceView`);
  expect(JSON.stringify(off.properties.instanceView.statuses)).toContain('PowerState/deallocated');
  expect(await get(id('guarded-01'))).toMatchObject({
    properties: { agentConfiguration: { extensionsAllowList: [{ type: 'CustomScriptExtension' }] } },
  });
  expect(await get(id('offline-01'))).toMatchObject({ properties: { status: 'Disconnected' } });
  const failed = await get(`${id('foreign-ext-01')}/extensions/setup`, computeVersion);
  expect(failed.properties.provisioningState).toBe('Failed');
  const aksGroup = await get(id('aks-node-01').split('/providers/')[0] ?? '', 'api-version=2021-04-01');
  expect(aksGroup.managedBy).toContain('/managedClusters/');
  expect(azure.faults.list().length).toBeGreaterThan(0);
});

test('a reset brings the seed back, changed or not', async () => {
  const { azure, get, id, tenant } = await seeded('demo');
  const headers = { authorization: `Bearer ${azure.token('operator')}` };
  await azure.handle({ method: 'DELETE', url: `${origin}${id('plant-01')}?api-version=2025-01-13`, headers });
  expect((await get(id('plant-01'))).error.code).toBe('ResourceNotFound');
  await azure.reset();
  for (const machineId of tenant.machineIds) {
    const version = machineId.includes('Microsoft.Compute') ? computeVersion : undefined;
    expect((await get(machineId, version)).id).toBe(machineId);
  }
});

test('a reset tells no event, and event subscriptions outlive it', async () => {
  const { azure, clock, tenant } = await seeded('demo');
  const received: string[] = [];
  await azure.events.subscribe({
    name: 'app',
    schema: 'EventGridSchema',
    maxAttempts: 30,
    address: 'in process',
    deliver: async ({ body }) => {
      const [{ data }] = JSON.parse(body);
      if (data.validationCode === undefined) received.push(data.resourceUri);
      return { status: 200, headers: {}, body: JSON.stringify({ validationResponse: data.validationCode }) };
    },
  });
  await azure.reset();
  await clock.advance(60_000);
  expect(received).toEqual([]);
  announceMachines(azure);
  await clock.advance(60_000);
  expect(received).toHaveLength(tenant.machineIds.length + azure.context.scaleSets.all().length);
});

test('the machines of a seed can be announced', async () => {
  const { azure, tenant } = await seeded('demo');
  const told: ResourceEvent[] = [];
  azure.context.hooks.onEvent.push((event) => told.push(event));
  const sets = azure.context.scaleSets.all().map(({ id }) => id);
  expect(announceMachines(azure)).toBe(tenant.machineIds.length + sets.length);
  expect(new Set(told.map(({ resourceUri }) => resourceUri))).toEqual(new Set([...tenant.machineIds, ...sets]));
});

test('a file is a tenant; what is wrong in it is listed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'seed-'));
  const file = join(folder, 'tenant.json');
  const machine = { kind: 'arc', name: 'a', group: 'g', region: 'westeurope', status: 'Disconnected' };
  const seed = { regions: ['westeurope'], groups: [{ name: 'g', region: 'westeurope' }], machines: [machine] };
  writeFileSync(file, JSON.stringify(seed));
  const { azure } = await createSeededAzure({ time: new VirtualClock() }, loadSeed(file));
  expect(azure.arc.machines.all()).toMatchObject([{ name: 'a', status: 'Disconnected' }]);

  writeFileSync(file, JSON.stringify({ ...seed, colour: 'red', machines: [{ ...machine, status: 'Asleep' }] }));
  expect(() => loadSeed(file)).toThrow(/colour[\s\S]*machines\[0\]\.status|machines\[0\]\.status[\s\S]*colour/);
  expect(() => loadSeed(join(folder, 'none.json'))).toThrow('neither demo nor empty');
});

test('a seed that Azure would refuse is refused with the path', async () => {
  const machine = { kind: 'vm', name: 'v', group: 'nowhere', region: 'westeurope' } as const;
  await expect(seeded({ regions: ['westeurope'], machines: [machine] })).rejects.toThrow(
    /nowhere.*ResourceGroupNotFound/,
  );
});

test('a seed may have a machine that has not reported, a twin, a node of a cluster and a VM without the name of its system', async () => {
  const parentClusterId = '/subscriptions/s/resourceGroups/g/providers/Microsoft.AzureStackHCI/clusters/c1';
  const common = { group: 'rg-a', region: 'westeurope' } as const;
  const { get, id } = await seeded({
    regions: ['westeurope'],
    groups: [{ name: 'rg-a', region: 'westeurope' }],
    machines: [
      { kind: 'vm', name: 'web-01', ...common, osName: null },
      { kind: 'arc', name: 'new', ...common, reported: false },
      { kind: 'arc', name: 'twin', ...common, twinOf: 'web-01' },
      { kind: 'arc', name: 'node', ...common, parentClusterId },
    ],
  });
  expect((await get(id('new'))).properties).not.toHaveProperty('status');
  expect((await get(id('twin'))).properties).toMatchObject({
    cloudMetadata: { provider: 'Azure' },
    detectedProperties: { 'Azure-resourceId': id('web-01') },
  });
  expect((await get(id('node'))).properties.parentClusterResourceId).toBe(parentClusterId);
  expect((await get(id('web-01'), '$expand=instanceView')).properties.instanceView).not.toHaveProperty('osName');
});

const prod = '5b5c0000-0000-4000-a000-0000000000b1';
const away = '5b5c0000-0000-4000-a000-0000000000b3';

test('a seed may have several subscriptions, and its parts say which one they are in', async () => {
  const otherTenant = '7e4a47ed-0000-4000-a000-0000000000ff';
  const rg = { name: 'rg', region: 'westeurope' };
  const { azure, get, tenant } = await seeded({
    regions: ['westeurope'],
    subscription: { id: '5b5c0000-0000-4000-a000-0000000000b0', displayName: 'First', managementGroup: 'platform' },
    subscriptions: [
      {
        id: prod,
        displayName: 'Prod',
        managementGroup: 'platform/prod',
        tags: { env: 'prod' },
        regions: ['northeurope'],
      },
      {
        id: '5b5c0000-0000-4000-a000-0000000000b2',
        displayName: 'Off',
        state: 'Disabled',
        unregistered: ['Microsoft.Compute'],
      },
      { id: away, displayName: 'Away', tenantId: otherTenant },
    ],
    groups: [rg, { ...rg, subscription: 'Prod' }, { ...rg, subscription: away }],
    identities: [{ name: 'id-a', group: 'rg', region: 'northeurope', subscription: prod }],
    machines: [
      { kind: 'vm', name: 'same', group: 'rg', region: 'westeurope', identities: ['builtIn'] },
      {
        kind: 'vm',
        name: 'same',
        group: 'rg',
        region: 'northeurope',
        subscription: 'Prod',
        identities: ['builtIn', 'id-a'],
        associations: ['default'],
      },
      { kind: 'arc', name: 'edge', group: 'rg', region: 'westeurope', subscription: 'Away' },
    ],
  });
  expect(tenant.subscriptions).toHaveLength(4);
  expect(tenant.machineIds.map((id) => id.split('/')[2]?.slice(-2))).toEqual(['b0', 'b1', 'b3']);
  const machine = await get(tenant.machineIds[1] ?? '', computeVersion);
  expect(Object.keys(machine.identity.userAssignedIdentities).every((id) => id.includes(prod))).toBe(true);
  expect((await get('/subscriptions')).value).toMatchObject([
    { displayName: 'First', state: 'Enabled' },
    { displayName: 'Prod', tags: { env: 'prod' } },
    { displayName: 'Off', state: 'Disabled' },
  ]);
  expect((await get(tenant.machineIds[2] ?? '')).error.code).toBe('InvalidAuthenticationTokenTenant');
  expect(azure.context.subscriptions.get(prod)?.managementGroup).toBe('prod');
  const off = '/subscriptions/5b5c0000-0000-4000-a000-0000000000b2/providers/Microsoft.Compute';
  expect((await get(off)).registrationState).toBe('NotRegistered');
  await azure.reset();
  expect((await get('/subscriptions')).value).toHaveLength(3);
  expect(azure.context.subscriptions.get(away)?.tenantId).toBe(otherTenant);
});

test('a seed that names a subscription that it does not have is refused', async () => {
  const groups = [{ name: 'rg', region: 'westeurope', subscription: 'None' }];
  await expect(seeded({ regions: ['westeurope'], groups })).rejects.toThrow("The seed has no subscription 'None'.");
});

test('a Uniform scale set of a seed has its instances at once, and is as old as it says', async () => {
  const { azure, clock } = await seeded({
    regions: ['westeurope'],
    groups: [{ name: 'rg-a', region: 'westeurope' }],
    scaleSets: [
      { name: 'web', group: 'rg-a', region: 'westeurope', instances: 4, orchestration: 'Uniform', ageHours: 900 },
    ],
  });
  const createdAtMs = clock.now() - 900 * 3_600_000;
  const ready = { orchestration: 'Uniform', provisioningState: 'Succeeded', createdAtMs };
  expect(azure.context.scaleSets.all()).toMatchObject([ready]);
  expect(azure.context.setInstances.all().map(({ power }) => power)).toEqual(Array(4).fill('running'));
  expect(azure.context.vms.all()).toEqual([]);
});
