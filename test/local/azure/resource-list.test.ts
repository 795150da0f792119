import { expect, test } from 'vitest';
import { startAzure, vmId } from './azure-fixture.ts';
import { arcId, groupId, registration, startLocalAzure, subscriptionScope } from './local-azure-fixture.ts';

const where = { location: 'westeurope' };

async function withResources() {
  const azure = await startLocalAzure();
  await azure.call('PUT', `${subscriptionScope}/resourceGroups/other`, where);
  await azure.call('PUT', vmId('web1'), { ...where, tags: { owner: 'ops' } });
  await azure.call('PUT', arcId('edge1').replace('demo', 'other'), registration);
  await azure.call('PUT', `${groupId}/providers/Microsoft.Authorization/locks/keep?api-version=2020-05-01`, {
    properties: { level: 'CanNotDelete' },
  });
  const names = async (path: string) => {
    const { json } = await azure.call('GET', path);
    return json.value?.map(({ name }: { name: string }) => name) ?? json.error.code;
  };
  const filtered = (filter: string) => names(`${subscriptionScope}/resources?$filter=${encodeURIComponent(filter)}`);
  return { ...azure, names, filtered };
}

test('tracked resources are listed, of the subscription or of a group', async () => {
  const { call, names } = await withResources();
  expect(await names(`${subscriptionScope}/resources`)).toEqual(['web1', 'edge1']);
  expect(await names(`${groupId}/resources`)).toEqual(['web1']);
  expect((await call('GET', `${groupId}/resources`)).json.value[0]).toEqual({
    id: vmId('web1'),
    name: 'web1',
    type: 'Microsoft.Compute/virtualMachines',
    location: 'westeurope',
    tags: { owner: 'ops' },
  });
});

test('resources are listed by type, group, name, place and tag', async () => {
  const { filtered } = await withResources();
  expect(await filtered("resourceType eq 'microsoft.compute/virtualmachines'")).toEqual(['web1']);
  expect(await filtered("resourceGroup eq 'OTHER'")).toEqual(['edge1']);
  expect(await filtered("name eq 'web1' and location eq 'West Europe'")).toEqual(['web1']);
  expect(await filtered("tagName eq 'owner' and tagValue eq 'ops'")).toEqual(['web1']);
  expect(await filtered("tagName eq 'owner' and tagValue eq 'dev'")).toEqual([]);
  expect(await filtered("substringof('WEB', name)")).toEqual(['web1']);
  expect(await filtered("startswith(name, 'edge')")).toEqual(['edge1']);
  expect(await filtered("name ne 'web1'")).toEqual(['edge1']);
  expect(await filtered("name eq 'web1' or name eq 'edge1' and location eq 'eastus'")).toEqual(['web1']);
  expect(await filtered("name eq 'web1 or edge1'")).toEqual([]);
});

test.each(["plan/publisher eq 'x'", "name gt 'a'", "createdTime ge '2026-01-01'", "not (name eq 'web1')"])(
  'a filter that is not executed is never ignored: %s',
  async (filter) => {
    const { filtered } = await withResources();
    expect(await filtered(filter)).toBe('SimulatorFilterUnknown');
  },
);

test('pages are as small as $top asks, linked, and keep what else was asked', async () => {
  const { call } = await withResources();
  const first = (await call('GET', `${subscriptionScope}/resources?$top=1&$expand=createdTime`)).json;
  expect(first.value).toMatchObject([{ name: 'web1', createdTime: expect.any(String) }]);
  const { pathname, search } = new URL(first.nextLink);
  const second = (await call('GET', `${pathname}${search}`)).json;
  expect(second.value).toMatchObject([{ name: 'edge1', createdTime: expect.any(String) }]);
  expect(second.nextLink).toBeUndefined();
  expect((await call('GET', `${subscriptionScope}/resources?$top=many`)).status).toBe(400);
  expect((await call('GET', `${subscriptionScope}/resources?$expand=properties`)).status).toBe(501);
});

test('the subscription has regions and registered providers', async () => {
  const { call, names } = await withResources();
  const locations = (await call('GET', `${subscriptionScope}/locations`)).json.value;
  expect(locations).toContainEqual(expect.objectContaining({ name: 'westeurope', displayName: 'West Europe' }));
  const compute = (await call('GET', `${subscriptionScope}/providers/microsoft.compute`)).json;
  expect(compute).toMatchObject({ namespace: 'Microsoft.Compute', registrationState: 'Registered' });
  expect(compute.resourceTypes).toContainEqual(
    expect.objectContaining({ resourceType: 'virtualMachines', apiVersions: expect.arrayContaining(['2024-07-01']) }),
  );
  expect((await call('GET', `${subscriptionScope}/providers`)).json.value.length).toBeGreaterThan(5);
  expect(await names(`${subscriptionScope}/providers/Microsoft.Nothing`)).toBe('InvalidResourceNamespace');
});

test('a VM names its network interfaces, and they can be read', async () => {
  const { call, createVm } = await startAzure();
  const nic = `${groupId}/providers/Microsoft.Network/networkInterfaces/web1-nic`;
  await createVm('web1', { networkProfile: { networkInterfaces: [{ id: nic }] } });
  expect((await call('GET', nic)).json).toMatchObject({
    id: nic,
    properties: { ipConfigurations: [], virtualMachine: { id: vmId('web1') } },
  });
  const inGroup = await call('GET', `${groupId}/providers/Microsoft.Network/networkInterfaces`);
  const inAll = await call('GET', `${subscriptionScope}/providers/Microsoft.Network/networkInterfaces`);
  expect([inGroup.json.value.length, inAll.json.value.length]).toEqual([1, 1]);
  expect((await call('GET', `${nic}2`)).status).toBe(404);
});
