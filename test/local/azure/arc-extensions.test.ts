import { HybridComputeManagementClient } from '@azure/arm-hybridcompute';
import { expect, test } from 'vitest';
import { createInProcessHttpClient } from '../../../local/azure/client/in-process-http-client.ts';
import { simulatorCredential } from '../../../local/azure/client/simulator-credential.ts';
import { arcId, monitorAgent, origin, registration, startLocalAzure, subscriptionId } from './local-azure-fixture.ts';

const agentId = `${arcId('edge1')}/extensions/AzureMonitorLinuxAgent`;
const minute = 60_000;

async function withMachine(report: Record<string, unknown> = {}) {
  const started = await startLocalAzure();
  await started.call('PUT', arcId('edge1'), registration);
  const told = await started.control('POST', 'machines', { id: arcId('edge1'), ...report });
  expect(told.status).toBe(204);
  const state = async () => (await started.call('GET', agentId)).json?.properties?.provisioningState;
  return { ...started, state };
}

test('an extension is created asynchronously and shows its installed version', async () => {
  const { call, clock, state } = await withMachine();
  const put = await call('PUT', agentId, monitorAgent);
  expect([put.status, put.body]).toEqual([202, undefined]);
  const place = '/providers/Microsoft.HybridCompute/locations/westeurope/';
  expect(put.headers).toMatchObject({
    'azure-asyncoperation': expect.stringContaining(`${place}operationstatus/`),
    location: expect.stringContaining(`${place}operationresults/`),
  });
  expect(put.headers).not.toHaveProperty('retry-after');
  expect(await state()).toBe('Creating');
  await clock.advance(5 * minute);
  const { json } = await call('GET', agentId);
  expect(json.properties).toMatchObject({
    publisher: 'Microsoft.Azure.Monitor',
    enableAutomaticUpgrade: true,
    provisioningState: 'Succeeded',
    instanceView: {
      typeHandlerVersion: '1.38.1.0',
      status: { code: '0', level: 'Information', message: expect.any(String) },
    },
  });
  expect(json).not.toHaveProperty('systemData');
  expect(json.properties.instanceView.status).not.toHaveProperty('displayStatus');
  expect(json.properties.typeHandlerVersion).toBeUndefined();
  const operation = await call('GET', new URL(put.headers['azure-asyncoperation'] ?? '').pathname);
  expect(operation.json).toEqual({
    name: expect.any(String),
    status: 'Succeeded',
    startTime: expect.any(String),
    properties: json,
  });
  const again = await call('PUT', agentId, {
    ...monitorAgent,
    properties: { ...monitorAgent.properties, forceUpdateTag: '2' },
  });
  expect(again.status).toBe(202);
});

test('the SDK waits for an extension and reads it', async () => {
  const { azure, clock } = await withMachine();
  const client = new HybridComputeManagementClient(simulatorCredential(azure, 'app'), subscriptionId, {
    endpoint: origin,
    httpClient: createInProcessHttpClient(azure),
    retryOptions: { maxRetries: 0 },
  });
  const { enableAutomaticUpgrade: _unknownToTheSdk, ...properties } = monitorAgent.properties;
  const extension = { location: 'westeurope', properties };
  const poller = await client.machineExtensions.beginCreateOrUpdate(
    'demo',
    'edge1',
    'AzureMonitorLinuxAgent',
    extension,
  );
  // The request leaves with the first poll.
  await poller.poll();
  await clock.advance(10 * minute);
  while (!poller.isDone()) await poller.poll();
  expect(poller.getResult()?.properties).toMatchObject({ provisioningState: 'Succeeded' });
});

test('protected settings are never shown', async () => {
  const { call } = await withMachine();
  const properties = {
    ...monitorAgent.properties,
    settings: { proxy: 'none' },
    protectedSettings: { password: 'hush' },
  };
  await call('PUT', agentId, { ...monitorAgent, properties });
  const extension = await call('GET', agentId);
  const list = await call('GET', `${arcId('edge1')}/extensions`);
  const machine = await call('GET', arcId('edge1'));
  for (const { body } of [extension, list, machine]) expect(body).not.toContain('hush');
  expect(list.json.value[0].properties.settings).toEqual({ proxy: 'none' });
});

test('enableAutomaticUpgrade is unknown at 2021-05-20 and known at 2025-01-13', async () => {
  const { call } = await withMachine();
  const old = await call('PUT', `${agentId}?api-version=2021-05-20`, monitorAgent);
  expect(old.status).toBe(400);
  expect(old.json.error.message).toContain('enableAutomaticUpgrade');
  expect((await call('PUT', `${agentId}?api-version=2025-01-13`, monitorAgent)).status).toBe(202);
});

test('only one extension of a type may be in progress: HCRP409', async () => {
  const { call, clock } = await withMachine();
  await call('PUT', agentId, monitorAgent);
  const second = await call('PUT', `${arcId('edge1')}/extensions/another`, monitorAgent);
  expect(second.status).toBe(409);
  expect(second.json.error).toMatchObject({
    code: 'HCRP409',
    message: expect.stringMatching(
      /^An extension of type AzureMonitorLinuxAgent is still processing\. Only one instance/,
    ),
  });
  await clock.advance(5 * minute);
  expect((await call('DELETE', agentId)).status).toBe(202);
  expect((await call('PUT', agentId, monitorAgent)).status).toBe(409);
});

test('a disconnected machine installs when it is back', async () => {
  const { call, clock, control, state } = await withMachine({ status: 'Disconnected' });
  await call('PUT', agentId, monitorAgent);
  await clock.advance(5 * 60 * minute);
  expect(await state()).toBe('Creating');
  await control('POST', 'machines', { id: arcId('edge1'), status: 'Connected' });
  await clock.advance(5 * minute);
  expect(await state()).toBe('Succeeded');
});

test('a machine that stays away fails the queued extension after 6 hours', async () => {
  const { call, clock, state } = await withMachine({ status: 'Disconnected' });
  const put = await call('PUT', agentId, monitorAgent);
  await clock.advance(6 * 60 * minute);
  expect(await state()).toBe('Failed');
  const operation = await call('GET', new URL(put.headers['azure-asyncoperation'] ?? '').pathname);
  expect(operation.json).toMatchObject({ status: 'Failed', error: { message: expect.stringContaining('6 hours') } });
});

test('a machine that goes away during the installation finishes it afterwards', async () => {
  const { call, clock, control, state } = await withMachine();
  await call('PUT', agentId, monitorAgent);
  await control('POST', 'machines', { id: arcId('edge1'), status: 'Disconnected' });
  await clock.advance(10 * minute);
  expect(await state()).toBe('Creating');
  await control('POST', 'machines', { id: arcId('edge1'), status: 'Connected' });
  await clock.advance(5 * minute);
  expect(await state()).toBe('Succeeded');
});

const other = { publisher: 'Contoso', type: 'Agent' };
const wanted = { publisher: 'microsoft.azure.monitor', type: 'azuremonitorlinuxagent' };
test.each([
  ['an allow list without it', 'Failed', { extensionsAllowList: [other] }],
  ['an allow list with it', 'Succeeded', { extensionsAllowList: [other, wanted] }],
  ['Allow/None', 'Failed', { extensionsAllowList: [{ publisher: 'Allow', type: 'None' }] }],
  ['a block list with it', 'Failed', { extensionsBlockList: [wanted] }],
  ['both lists', 'Failed', { extensionsAllowList: [wanted], extensionsBlockList: [wanted] }],
  ['extensions disabled', 'Failed', { extensionsEnabled: false }],
  ['monitor mode', 'Succeeded', { configMode: 'monitor' }],
])('%s ends the installation as %s', async (_what, end, agent) => {
  const { call, clock, state } = await withMachine({ agent });
  await call('PUT', agentId, monitorAgent);
  await clock.advance(5 * minute);
  expect(await state()).toBe(end);
});

test('a scripted exit code fails the extension, and a retry succeeds when the script is used up', async () => {
  const { azure, call, clock, state } = await withMachine();
  azure.addFault({ extension: { machine: 'edge*', type: 'AzureMonitor*' }, times: 1, outcome: { exitCode: 51 } });
  await call('PUT', agentId, monitorAgent);
  await clock.advance(5 * minute);
  expect(await state()).toBe('Failed');
  expect((await call('GET', agentId)).json.properties.instanceView.status).toMatchObject({
    code: '51',
    message: 'Extension failed to install. Extension returned non-zero exit code for Install: 51',
  });
  await call('PUT', agentId, monitorAgent);
  await clock.advance(5 * minute);
  expect(await state()).toBe('Succeeded');
});

test('an agent on Windows tells its success by another word', async () => {
  const { call, clock } = await startLocalAzure();
  const properties = { ...registration.properties, osType: 'windows' };
  await call('PUT', arcId('edge1'), { ...registration, properties });
  const type = 'AzureMonitorWindowsAgent';
  const id = `${arcId('edge1')}/extensions/${type}`;
  await call('PUT', id, { ...monitorAgent, properties: { ...monitorAgent.properties, type } });
  await clock.advance(5 * minute);
  expect((await call('GET', id)).json.properties).toMatchObject({
    provisioningState: 'Succeeded',
    instanceView: { status: { code: 'success', level: 'Information' } },
  });
});

test('a failed handler is HCRP400 in the operation, and so is a body without a publisher', async () => {
  const { azure, call, clock } = await withMachine();
  azure.addFault({ extension: { machine: 'edge1' }, times: 1, outcome: { exitCode: 7 } });
  const { headers } = await call('PUT', agentId, monitorAgent);
  await clock.advance(5 * minute);
  const { pathname, search } = new URL(headers['azure-asyncoperation'] ?? '');
  expect((await call('GET', pathname + search)).json).toMatchObject({
    status: 'Failed',
    error: { code: 'HCRP400', message: expect.stringContaining('Extension returned non-zero exit code') },
  });
  const { type } = monitorAgent.properties;
  const bare = await call('PUT', agentId, { location: 'westeurope', properties: { type } });
  expect([bare.status, bare.json.error.code]).toEqual([400, 'HCRP400']);
});

test('a hanging extension goes with its machine', async () => {
  const { azure, call, clock, state } = await withMachine();
  azure.addFault({ extension: { machine: 'edge1' }, outcome: { hang: true } });
  const put = await call('PUT', agentId, monitorAgent);
  await clock.advance(24 * 60 * minute);
  expect(await state()).toBe('Creating');
  await call('DELETE', arcId('edge1'));
  expect((await call('GET', agentId)).json.error.code).toBe('ResourceNotFound');
  const operation = await call('GET', new URL(put.headers['azure-asyncoperation'] ?? '').pathname);
  expect(operation.json.status).toBe('Canceled');
  expect((await call('PUT', agentId, monitorAgent)).json.error.code).toBe('ParentResourceNotFound');
});

test('events of an extension are told when its operation ends', async () => {
  const { azure, call, clock } = await withMachine();
  const told: string[] = [];
  azure.context.hooks.onEvent.push(({ operationName, outcome, resourceUri }) =>
    told.push(`${operationName} ${outcome} ${resourceUri === agentId}`),
  );
  await call('PUT', agentId, monitorAgent);
  expect(told).toEqual([]);
  await clock.advance(5 * minute);
  await call('DELETE', agentId);
  await clock.advance(5 * minute);
  expect(told).toEqual([
    'Microsoft.HybridCompute/machines/extensions/write Success true',
    'Microsoft.HybridCompute/machines/extensions/delete Success true',
  ]);
  expect((await call('DELETE', agentId)).status).toBe(204);
});
