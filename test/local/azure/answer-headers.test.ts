import { expect, test } from 'vitest';
import { identityId, startAzure, ubuntu, vmId } from './azure-fixture.ts';
import { groupId } from './local-azure-fixture.ts';

const extension = `${vmId('web1')}/extensions/CustomScript`;
const script = {
  location: 'westeurope',
  properties: { publisher: 'Microsoft.Azure.Extensions', type: 'CustomScript', typeHandlerVersion: '2.1' },
};

async function withVm() {
  const azure = await startAzure();
  await azure.createVm('web1');
  return azure;
}

test('a VM carries its ETag in header and body, and it rises with a PATCH of its identity', async () => {
  const { call } = await withVm();
  await call('PUT', identityId('id1'), { location: 'westeurope' });
  const before = await call('GET', vmId('web1'));
  expect(before.headers.etag).toBe(before.json.etag);
  const identity = { type: 'UserAssigned', userAssignedIdentities: { [identityId('id1')]: {} } };
  const patched = await call('PATCH', vmId('web1'), { identity });
  expect(patched.headers.etag).toBe(patched.json.etag);
  expect(Number(patched.json.etag.replaceAll('"', ''))).toBeGreaterThan(Number(before.json.etag.replaceAll('"', '')));
  expect((await call('GET', vmId('web1'))).headers.etag).toBe(patched.headers.etag);
});

test('a PATCH of a VM names its operation and nothing else to wait by', async () => {
  const { call } = await withVm();
  const { status, json, headers } = await call('PATCH', vmId('web1'), { tags: { a: 'b' } });
  expect([status, json.properties.provisioningState]).toEqual([200, 'Updating']);
  expect(headers).toMatchObject({
    'azure-asyncoperation': expect.stringContaining('/operations/'),
    'azure-asyncnotification': 'Enabled',
  });
  expect(headers).not.toHaveProperty('location');
  expect(headers).not.toHaveProperty('retry-after');
});

test.each([
  ['GET', vmId('web1'), 'reads', '249', '3749', 'LowCostGet;35'],
  ['GET', `${groupId}/providers/Microsoft.Compute/virtualMachines`, 'reads', '249', '3749', 'HighCostGet;899'],
  ['PATCH', vmId('web1'), 'writes', '199', '2999', 'UpdateVM;11'],
  ['POST', `${vmId('web1')}/deallocate`, 'writes', '199', '2999', 'DeleteVM;11'],
  ['DELETE', vmId('web1'), 'deletes', '199', '2999', 'DeleteVM;11'],
  ['DELETE', extension, 'deletes', '199', '2999', 'UpdateVM;11'],
  ['GET', groupId, 'reads', '249', '3749', undefined],
])('%s %s tells what is left of %s', async (method, path, kind, own, global, resource) => {
  const { call } = await withVm();
  const { headers } = await call(method, path, method === 'PATCH' ? { tags: {} } : undefined);
  expect(headers).toMatchObject({
    [`x-ms-ratelimit-remaining-subscription-${kind}`]: own,
    [`x-ms-ratelimit-remaining-subscription-global-${kind}`]: global,
  });
  const told = resource === undefined ? undefined : `Microsoft.Compute/${resource}`;
  expect(headers['x-ms-ratelimit-remaining-resource']).toBe(told);
});

test('links to operations are signed and have 3 kB; one that was cut is refused', async () => {
  const { call, clock } = await withVm();
  const { headers } = await call('PUT', extension, script);
  for (const name of ['azure-asyncoperation', 'location']) {
    const link = headers[name] ?? '';
    expect(link.length).toBeGreaterThan(3_000);
    const { pathname, search } = new URL(link);
    expect((await call('GET', `${pathname}${search}`)).status).toBeLessThan(300);
    expect((await call('GET', `${pathname}${search.slice(0, 2_000)}`)).status).toBe(403);
    expect((await call('GET', `${pathname}?api-version=2024-07-01`)).status).toBe(200);
  }
  await clock.advance(120_000);
  const { pathname, search } = new URL(headers.location ?? '');
  expect(search).toContain('monitor=true');
  expect((await call('GET', `${pathname}${search}`)).json).toMatchObject({ id: extension });
});

test('the log of calls keeps no signature', async () => {
  const { call, simulator } = await withVm();
  const { headers } = await call('PUT', extension, script);
  const { pathname, search } = new URL(headers['azure-asyncoperation'] ?? '');
  await call('GET', `${pathname}${search}`);
  expect(Object.keys(simulator.context.calls.all().at(-1)?.query ?? {})).toEqual(['api-version']);
});

test('a list of VMs has of their extensions the ids only, a VM has them whole', async () => {
  const { call, clock } = await withVm();
  await call('PUT', extension, script);
  await clock.advance(120_000);
  for (const path of [groupId, groupId.split('/resourceGroups/')[0]]) {
    const { value } = (await call('GET', `${path}/providers/Microsoft.Compute/virtualMachines`)).json;
    expect(value[0].resources).toEqual([{ id: extension }]);
  }
  expect((await call('GET', vmId('web1'))).json.resources).toMatchObject([{ properties: { type: 'CustomScript' } }]);
});

test('an instance view may be without the name of the system', async () => {
  const { call, createVm, simulator } = await startAzure();
  await createVm('web1', { storageProfile: { imageReference: ubuntu } });
  const view = async () => (await call('GET', `${vmId('web1')}/instanceView`)).json;
  expect(await view()).toHaveProperty('osName');
  const vm = simulator.context.vms.get(vmId('web1'));
  if (vm !== undefined) vm.osName = null;
  expect(await view()).not.toHaveProperty('osName');
});
