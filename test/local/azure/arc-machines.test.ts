import { HybridComputeManagementClient } from '@azure/arm-hybridcompute';
import { expect, test } from 'vitest';
import { createInProcessHttpClient } from '../../../local/azure/client/in-process-http-client.ts';
import { simulatorCredential } from '../../../local/azure/client/simulator-credential.ts';
import {
  arcId,
  groupId,
  origin,
  registration,
  startLocalAzure,
  subscriptionId,
  subscriptionScope,
} from './local-azure-fixture.ts';

test('a registered machine is connected, has a system identity, and tells its system', async () => {
  const { call } = await startLocalAzure();
  const created = await call('PUT', arcId('edge1'), {
    location: 'westeurope',
    tags: { team: 'retail' },
    identity: { type: 'SystemAssigned' },
    properties: { ...registration.properties, osType: 'windows' },
  });
  expect(created.status).toBe(201);
  const { json } = await call('GET', arcId('edge1'));
  expect(json).toMatchObject({
    id: arcId('edge1'),
    type: 'Microsoft.HybridCompute/machines',
    tags: { team: 'retail' },
    identity: { type: 'SystemAssigned', principalId: expect.any(String) },
    properties: {
      status: 'Connected',
      osType: 'windows',
      osName: 'windows',
      osSku: 'Windows Server 2022 Datacenter',
      vmId: expect.any(String),
      vmUuid: expect.any(String),
      agentConfiguration: { extensionsEnabled: 'true', extensionsAllowList: [], extensionsBlockList: [] },
    },
  });
});

test('a machine does not tell when it was created; the resource list of ARM does', async () => {
  const { call, clock } = await startLocalAzure();
  const created = new Date(clock.now()).toISOString();
  await call('PUT', arcId('edge1'), registration);
  await clock.advance(60_000);
  await call('PATCH', arcId('edge1'), { tags: { a: 'b' } });
  expect((await call('GET', arcId('edge1'))).json).not.toHaveProperty('systemData');
  const list = async (query: string) =>
    (await call('GET', `${subscriptionScope}/resources?${query}&api-version=2021-04-01`)).json.value;
  const ofType = encodeURIComponent("resourceType eq 'Microsoft.HybridCompute/machines'");
  const expected = { id: arcId('edge1'), name: 'edge1', createdTime: created };
  expect(await list(`$filter=${ofType}&$expand=createdTime`)).toEqual([expect.objectContaining(expected)]);
  expect((await list(`$filter=${ofType}`))[0]).not.toHaveProperty('createdTime');
  const ofId = encodeURIComponent(`resourceId eq '${arcId('edge1').toUpperCase()}'`);
  expect(await list(`$filter=${ofId}&$expand=createdTime,changedTime,provisioningState`)).toEqual([
    expect.objectContaining({
      ...expected,
      changedTime: new Date(clock.now()).toISOString(),
      provisioningState: 'Succeeded',
    }),
  ]);
});

test('the SDK reads, lists and deletes machines', async () => {
  const { azure, call } = await startLocalAzure();
  const client = new HybridComputeManagementClient(simulatorCredential(azure, 'operator'), subscriptionId, {
    endpoint: origin,
    httpClient: createInProcessHttpClient(azure),
    retryOptions: { maxRetries: 0 },
  });
  await call('PUT', `${arcId('edge1')}?api-version=2021-05-20`, registration);
  expect((await client.machines.get('demo', 'edge1')).properties?.status).toBe('Connected');
  const listed = [];
  for await (const found of client.machines.listByResourceGroup('demo')) listed.push(found.name);
  for await (const found of client.machines.listBySubscription()) listed.push(found.name);
  expect(listed).toEqual(['edge1', 'edge1']);
  await client.machines.delete('demo', 'edge1');
  await expect(client.machines.get('demo', 'edge1')).rejects.toMatchObject({
    statusCode: 404,
    code: 'ResourceNotFound',
  });
});

test('registering again under the same name gives a new vmId and keeps the hardware id', async () => {
  const { call } = await startLocalAzure();
  await call('PUT', arcId('edge1'), registration);
  const before = (await call('GET', arcId('edge1'))).json.properties;
  const vmId = '6b3f3c5e-0000-4000-a000-00000000abcd';
  await call('PUT', arcId('edge1'), { location: 'westeurope', properties: { vmId } });
  const after = (await call('GET', arcId('edge1'))).json.properties;
  expect(after.vmId).toBe(vmId);
  expect(after.vmUuid).toBe(before.vmUuid);

  await call('DELETE', arcId('edge1'));
  await call('PUT', arcId('edge1'), registration);
  const recreated = (await call('GET', arcId('edge1'))).json.properties;
  expect(recreated.vmUuid).not.toBe(before.vmUuid);
});

test('a PATCH merges, an old ETag is refused with 412', async () => {
  const { azure, call } = await startLocalAzure();
  const { headers } = await call('PUT', arcId('edge1'), { ...registration, tags: { a: '1' }, kind: 'AWS' });
  const patched = await call('PATCH', arcId('edge1'), { properties: { mssqlDiscovered: 'true' } });
  expect(patched.json).toMatchObject({ kind: 'AWS', tags: { a: '1' }, properties: { mssqlDiscovered: 'true' } });
  const response = await azure.handle({
    method: 'PATCH',
    url: `${origin}${arcId('edge1')}?api-version=2025-01-13`,
    headers: {
      authorization: `Bearer ${azure.token('app')}`,
      'content-type': 'application/json',
      'if-match': headers.etag ?? '',
    },
    body: '{"tags":{}}',
  });
  expect(response.status).toBe(412);
});

test.each([
  ['an unknown member', { location: 'westeurope', properties: { colour: 'red' } }],
  ['a wrong type', { location: 7 }],
  ['no location', { properties: {} }],
  ['a user-assigned identity', { location: 'westeurope', identity: { type: 'UserAssigned' } }],
])('a PUT with %s is refused', async (_what, body) => {
  const { call } = await startLocalAzure();
  expect((await call('PUT', arcId('edge1'), body)).status).toBe(400);
  expect((await call('GET', arcId('edge1'))).status).toBe(404);
});

test.each([undefined, 'vm-221014143600135524'])('a machine is not registered with the vmId %s', async (vmId) => {
  const { call } = await startLocalAzure();
  const { status, json } = await call('PUT', arcId('edge1'), { location: 'westeurope', properties: { vmId } });
  expect([status, json.error]).toEqual([
    400,
    {
      code: 'HCRP400',
      message:
        'The request does not have sufficient information to complete the operation. Missing or invalid properties: VmId',
      target: `${subscriptionId}/demo/edge1`,
    },
  ]);
});

test('writes and deletes are told with the caller; reads are not', async () => {
  const { azure, call, clock } = await startLocalAzure();
  const told: string[] = [];
  azure.context.hooks.onEvent.push(({ operationName, outcome, principal }) =>
    told.push(`${operationName} ${outcome} by ${principal.name}`),
  );
  await call('PUT', arcId('edge1'), registration);
  await call('GET', arcId('edge1'));
  await call('DELETE', arcId('edge1'), undefined, 'other');
  await call('DELETE', arcId('edge1'));
  await clock.advance(60_000);
  expect(told).toEqual([
    'Microsoft.HybridCompute/machines/write Success by operator',
    'Microsoft.HybridCompute/machines/delete Success by other',
  ]);
  expect((await call('GET', `${groupId}/providers/Microsoft.HybridCompute/machines`)).json.value).toEqual([]);
});

test('a machine is without status and details until its agent is first heard of, which is told', async () => {
  const { azure, call, clock, control } = await startLocalAzure();
  const told: string[] = [];
  await control('POST', 'arc/silent', { id: arcId('edge1').toUpperCase() });
  await call('PUT', arcId('edge1'), {
    location: 'westeurope',
    properties: { vmId: '41ce0000-0000-4000-a000-000000000001' },
  });
  azure.context.hooks.onEvent.push(({ operationName, resourceUri }) => told.push(`${operationName} ${resourceUri}`));
  const properties = async () => (await call('GET', arcId('edge1'))).json.properties;
  expect(Object.keys(await properties()).sort()).toEqual(
    ['agentConfiguration', 'agentUpgrade', 'licenseProfile', 'osProfile', 'provisioningState', 'vmId'].sort(),
  );
  expect((await control('POST', 'arc/connect', { id: arcId('edge1'), afterSeconds: 3 * 3_600 })).status).toBe(202);
  await clock.advance(3 * 3_600_000 - 1);
  expect(await properties()).not.toHaveProperty('status');
  expect(told).toEqual([]);
  await clock.advance(1);
  expect(await properties()).toMatchObject({ status: 'Connected', osType: 'linux', vmUuid: expect.any(String) });
  expect(told).toEqual([`Microsoft.HybridCompute/machines/write ${arcId('edge1')}`]);
});

test('an agent may tell that its machine is an Azure VM, a node of a cluster, or that it knows no hardware id', async () => {
  const { call, control } = await startLocalAzure();
  await call('PUT', arcId('edge1'), registration);
  const cluster = `${groupId}/providers/Microsoft.AzureStackHCI/clusters/c1`;
  const vm = `${groupId}/providers/Microsoft.Compute/virtualMachines/web-01`;
  const report = { cloudProvider: 'Azure', azureVmId: vm, parentClusterId: cluster, vmUuid: 'unknown' };
  expect((await control('POST', 'machines', { id: arcId('edge1'), ...report })).status).toBe(204);
  expect((await call('GET', arcId('edge1'))).json.properties).toMatchObject({
    cloudMetadata: { provider: 'Azure' },
    detectedProperties: { 'Azure-resourceId': vm, cloudprovider: 'Azure' },
    parentClusterResourceId: cluster,
    vmUuid: 'unknown',
  });
});
