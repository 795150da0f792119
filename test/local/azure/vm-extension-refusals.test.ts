import { expect, test } from 'vitest';
import { startAzure, vmId } from './azure-fixture.ts';
import { arcId, monitorAgent, registration, startLocalAzure } from './local-azure-fixture.ts';

const publisher = 'Microsoft.Azure.Monitor';
const type = 'AzureMonitorLinuxAgent';
const extensionId = (name: string) => `${vmId('web1')}/extensions/${name}`;
const body = (properties: object = {}, location = 'westeurope') => ({
  location,
  properties: { publisher, type, typeHandlerVersion: '1.36', autoUpgradeMinorVersion: true, ...properties },
});

async function withVm() {
  const azure = await startAzure();
  await azure.createVm('web1');
  return azure;
}

test('a second extension of the same handler is refused, whatever the letter case of its type', async () => {
  const { call } = await withVm();
  await call('PUT', extensionId('ama'), body());
  const { status, json } = await call('PUT', extensionId(type), body({ type: type.toLowerCase() }));
  expect([status, json.error]).toEqual([
    400,
    {
      code: 'BadRequest',
      message: `Multiple VMExtensions per handler not supported for OS type 'Linux'. VMExtension 'ama' with handler '${publisher}.${type}' already added or specified in input.`,
    },
  ]);
  expect((await call('PUT', extensionId('ama'), body({ forceUpdateTag: '2' }))).status).toBe(200);
  expect((await call('GET', `${vmId('web1')}/extensions`)).json.value).toHaveLength(1);
});

test('what is wrong in the request is told before what is wrong with the VM', async () => {
  const { call, clock } = await withVm();
  await call('POST', `${vmId('web1')}/deallocate`);
  await clock.advance(60_000);
  const code = async (properties: object) => (await call('PUT', extensionId(type), body(properties))).json.error.code;
  expect(await code({ typeHandlerVersion: '1.36.1' })).toBe('InvalidParameter');
  expect(await code({ typeHandlerVersion: undefined })).toBe('InvalidParameter');
  expect(await code({ autoUpdate: true })).toBe('BadRequest');
  expect(await code({})).toBe('OperationNotAllowed');
});

test.each([
  ['publisher', { publisher: 'Microsoft.Azure.Extensions', type: 'CustomScript', typeHandlerVersion: '2.1' }],
  ['type', { type: 'AzureMonitorWindowsAgent' }],
])('the %s of an extension is kept for life', async (target, properties) => {
  const { call } = await withVm();
  await call('PUT', extensionId(type), body());
  const { status, json } = await call('PUT', extensionId(type), body(properties));
  const message = `Changing property '${target}' is not allowed.`;
  expect([status, json.error]).toEqual([409, { code: 'PropertyChangeNotAllowed', message, target }]);
});

test('a VM that is being deleted takes no extension', async () => {
  const { call } = await withVm();
  await call('DELETE', vmId('web1'));
  const { status, json } = await call('PUT', extensionId(type), body());
  expect([status, json.error.message]).toEqual([
    409,
    "Operation 'VMExtensionOperation' is not allowed on VM 'web1' since the VM is marked for deletion. You can only retry the Delete operation (or wait for an ongoing one to complete).",
  ]);
});

test('an extension in another region than its machine is refused; the region may be spelled as people do', async () => {
  const { call } = await withVm();
  const { status, json } = await call('PUT', extensionId(type), body({}, 'eastus'));
  expect([status, json.error.code, json.error.target]).toEqual([400, 'InvalidParameter', 'location']);
  expect((await call('PUT', extensionId(type), body({}, 'West Europe'))).json.location).toBe('westeurope');

  const arc = await startLocalAzure();
  await arc.call('PUT', arcId('edge1'), registration);
  const refused = await arc.call('PUT', `${arcId('edge1')}/extensions/${type}`, {
    ...monitorAgent,
    location: 'eastus',
  });
  expect([refused.status, refused.json.error.target]).toEqual([400, 'location']);
});

test('the agent of the other operating system never succeeds on an Arc machine', async () => {
  const { call, clock } = await startLocalAzure();
  await call('PUT', arcId('edge1'), {
    location: 'westeurope',
    properties: { vmId: registration.properties.vmId, osType: 'linux' },
  });
  const id = `${arcId('edge1')}/extensions/AzureMonitorWindowsAgent`;
  const wrong = { ...monitorAgent, properties: { ...monitorAgent.properties, type: 'AzureMonitorWindowsAgent' } };
  for (const forceUpdateTag of ['1', '2']) {
    await call('PUT', id, { ...wrong, properties: { ...wrong.properties, forceUpdateTag } });
    await clock.advance(600_000);
    expect((await call('GET', id)).json.properties).toMatchObject({
      provisioningState: 'Failed',
      instanceView: { status: { code: '51' } },
    });
  }
});
