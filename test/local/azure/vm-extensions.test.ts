import { expect, test } from 'vitest';
import { identityId, startAzure, vmId } from './azure-fixture.ts';
import { startLocalAzure } from './local-azure-fixture.ts';

const publisher = 'Microsoft.Azure.Monitor';
const type = 'AzureMonitorLinuxAgent';
const extensionId = (name: string) => `${vmId('web1')}/extensions/${name}`;
const body = (properties: object = {}) => ({
  location: 'westeurope',
  properties: { publisher, type, typeHandlerVersion: '1.36', autoUpgradeMinorVersion: true, ...properties },
});

async function withVm() {
  const azure = await startAzure();
  await azure.createVm('web1');
  azure.events.length = 0;
  return azure;
}

test('the agent is installed with the SDK and reports its full version', async () => {
  const { compute, clock, events } = await withVm();
  const client = compute('app');
  await client.virtualMachineExtensions
    .createOrUpdate('demo', 'web1', type, {
      location: 'westeurope',
      publisher,
      typePropertiesType: type,
      typeHandlerVersion: '1.36',
      autoUpgradeMinorVersion: true,
      enableAutomaticUpgrade: true,
      settings: {
        authentication: { managedIdentity: { 'identifier-name': 'mi_res_id', 'identifier-value': identityId('a') } },
      },
      protectedSettings: { secret: 'hidden' },
    })
    .submitted();
  const early = await client.virtualMachines.get('demo', 'web1', { expand: 'instanceView' });
  expect(early.resources?.[0]?.provisioningState).toBe('Creating');
  expect(early.instanceView?.extensions).toBeUndefined();
  expect(events).toEqual([]);

  await clock.advance(240_000);
  const vm = await client.virtualMachines.get('demo', 'web1', { expand: 'instanceView' });
  expect(vm.resources?.[0]).toMatchObject({
    name: type,
    provisioningState: 'Succeeded',
    typeHandlerVersion: '1.36',
    enableAutomaticUpgrade: true,
    settings: { authentication: { managedIdentity: { 'identifier-value': identityId('a') } } },
  });
  expect(vm.instanceView?.extensions).toMatchObject([
    { typeHandlerVersion: '1.38.1.0', statuses: [{ code: 'ProvisioningState/succeeded' }] },
  ]);
  expect(vm.instanceView?.vmAgent?.extensionHandlers).toMatchObject([
    { type: `${publisher}.${type}`, typeHandlerVersion: '1.38.1.0' },
  ]);
  expect(JSON.stringify(vm)).not.toContain('hidden');
  expect(events).toMatchObject([
    {
      kind: 'write',
      outcome: 'Success',
      operationName: 'Microsoft.Compute/virtualMachines/extensions/write',
      resourceUri: extensionId(type),
      principal: { name: 'app' },
    },
  ]);
});

test('without minor upgrades the requested minor is installed', async () => {
  const { call, clock } = await withVm();
  await call('PUT', extensionId(type), body({ autoUpgradeMinorVersion: false }));
  await clock.advance(240_000);
  const { json } = await call('GET', `${extensionId(type)}?$expand=instanceView`);
  expect(json.properties.instanceView.typeHandlerVersion).toBe('1.36.0.0');
});

test('the operation of an installation is in progress, then succeeded', async () => {
  const { call, clock } = await withVm();
  const { headers, status } = await call('PUT', extensionId(type), body());
  expect([status, headers['retry-after']]).toEqual([201, '10']);
  const { pathname, search } = new URL(headers['azure-asyncoperation'] ?? '');
  const poll = async () => (await call('GET', pathname + search)).json.status;
  expect(await poll()).toBe('InProgress');
  await clock.advance(240_000);
  expect(await poll()).toBe('Succeeded');
  expect((await call('PUT', extensionId(type), body({ forceUpdateTag: '2' }))).status).toBe(200);
});

test('a scripted failure shows in state, instance view, operation and event; the next try succeeds', async () => {
  const { call, clock, simulator, events } = await withVm();
  simulator.context.scripts.add({ machine: 'web1', type, outcome: { kind: 'fail', exitCode: 51 }, times: 1 });
  const { headers } = await call('PUT', extensionId(type), body());
  await clock.advance(240_000);
  const { json } = await call('GET', `${extensionId(type)}?$expand=instanceView`);
  expect(json.properties.provisioningState).toBe('Failed');
  expect(json.properties.instanceView.statuses[0].code).toBe('ProvisioningState/failed/51');
  const { pathname, search } = new URL(headers['azure-asyncoperation'] ?? '');
  expect((await call('GET', pathname + search)).json).toMatchObject({
    status: 'Failed',
    error: { code: 'VMExtensionProvisioningError', message: expect.stringContaining(`extension '${type}'`) },
  });
  expect(events.map(({ outcome }) => outcome)).toEqual(['Failure']);
  await call('PUT', extensionId(type), body({ forceUpdateTag: '2' }));
  await clock.advance(240_000);
  expect((await call('GET', extensionId(type))).json.properties.provisioningState).toBe('Succeeded');
});

test('a hanging extension stays in Creating until it is deleted', async () => {
  const { call, clock, simulator } = await withVm();
  simulator.context.scripts.add({ outcome: { kind: 'hang' } });
  await call('PUT', extensionId(type), body());
  await clock.advance(24 * 3_600_000);
  expect((await call('GET', extensionId(type))).json.properties.provisioningState).toBe('Creating');
  expect((await call('DELETE', extensionId(type))).status).toBe(202);
  await clock.advance(60_000);
  expect((await call('GET', extensionId(type))).json.error.code).toBe('ResourceNotFound');
});

test('a failed extension keeps new ones from being installed when the option is on', async () => {
  const { call, clock, simulator } = await withVm();
  simulator.context.scripts.failedBlocksOthers = true;
  simulator.context.scripts.add({ type: 'CustomScript', outcome: { kind: 'fail', exitCode: 2 } });
  const script = { publisher: 'Microsoft.Azure.Extensions', type: 'CustomScript', typeHandlerVersion: '2.1' };
  await call('PUT', extensionId('setup'), body(script));
  await clock.advance(60_000);
  const { headers } = await call('PUT', extensionId(type), body());
  await clock.advance(240_000);
  const { pathname, search } = new URL(headers['azure-asyncoperation'] ?? '');
  expect((await call('GET', pathname + search)).json.error.message).toContain("extension 'setup'");
  expect((await call('GET', extensionId(type))).json.properties.provisioningState).toBe('Failed');
});

test('an agent of the other operating system fails with exit code 51', async () => {
  const { call, clock } = await withVm();
  await call(
    'PUT',
    extensionId('AzureMonitorWindowsAgent'),
    body({ type: 'AzureMonitorWindowsAgent', typeHandlerVersion: '1.2' }),
  );
  await clock.advance(240_000);
  const { json } = await call('GET', `${extensionId('AzureMonitorWindowsAgent')}?$expand=instanceView`);
  expect(json.properties.instanceView.statuses[0].code).toBe('ProvisioningState/failed/51');
});

test('one handler has one version: a second name with another version is a conflict', async () => {
  const { call } = await withVm();
  await call('PUT', extensionId('ama'), body());
  const { status, json } = await call('PUT', extensionId(type), body({ typeHandlerVersion: '1.37' }));
  expect([status, json.error]).toEqual([
    409,
    {
      code: 'OperationNotAllowed',
      message: `Cannot update handlerVersion or autoUpgradeMinorVersion for VM extension '${type}'. Change is in conflict with other extensions under handler '${publisher}.${type}', with typeHandler version '1.36' and autoUpgradeMinorVersion 'True'.`,
    },
  ]);
});

test('nothing is changed on a VM that does not run, and an install that was going on fails', async () => {
  const { call, clock } = await withVm();
  await call('PUT', extensionId(type), body());
  await call('POST', `${vmId('web1')}/deallocate`);
  await clock.advance(60_000);
  const { status, json } = await call('PUT', extensionId(type), body());
  expect([status, json.error]).toEqual([
    409,
    { code: 'OperationNotAllowed', message: 'Cannot modify extensions in the VM when the VM is not running.' },
  ]);
  const vm = (await call('GET', `${vmId('web1')}?$expand=instanceView`)).json;
  expect(vm.resources[0].properties.provisioningState).toBe('Failed');
  expect(vm.properties.instanceView.vmAgent).toBeUndefined();
});

test.each([
  ['an unknown handler', { type: 'Nothing' }, 404, 'ArtifactNotFound'],
  ['an unknown version', { typeHandlerVersion: '1.99' }, 400, 'ArtifactVersionNotFound'],
  ['a version of three parts', { typeHandlerVersion: '1.36.1' }, 400, 'InvalidParameter'],
  ['no version', { typeHandlerVersion: undefined }, 400, 'InvalidParameter'],
  ['an unknown property', { autoUpdate: true }, 400, 'BadRequest'],
  ['a wrong type', { autoUpgradeMinorVersion: 'true' }, 400, 'BadRequest'],
])('%s is refused', async (_name, properties, status, code) => {
  const { call } = await withVm();
  const response = await call('PUT', extensionId(type), body(properties));
  expect([response.status, response.json.error.code]).toEqual([status, code]);
  expect((await call('GET', `${vmId('web1')}/extensions`)).json.value).toEqual([]);
});

test('a VM that forbids extensions refuses them; a missing VM has no children', async () => {
  const azure = await startAzure();
  await azure.createVm('web1', { osProfile: { computerName: 'web1', allowExtensionOperations: false } });
  expect((await azure.call('PUT', extensionId(type), body())).json.error.message).toContain('allowExtensionOperations');
  const orphan = await azure.call('PUT', `${vmId('web2')}/extensions/${type}`, body());
  expect([orphan.status, orphan.json.error.code]).toEqual([404, 'ParentResourceNotFound']);
});

test('PATCH changes what it names', async () => {
  const { call, clock } = await withVm();
  await call('PUT', extensionId(type), body({ settings: { a: 1 } }));
  await clock.advance(240_000);
  const { json } = await call('PATCH', extensionId(type), { properties: { enableAutomaticUpgrade: true } });
  expect(json.properties).toMatchObject({
    provisioningState: 'Updating',
    enableAutomaticUpgrade: true,
    settings: { a: 1 },
  });
});

test('deleting a VM ends the installation on it as a failure', async () => {
  const { call, clock, events } = await withVm();
  await call('PUT', extensionId(type), body());
  await call('DELETE', vmId('web1'));
  await clock.advance(300_000);
  expect(events.map(({ kind, outcome, resourceUri }) => [kind, outcome, resourceUri])).toEqual([
    ['write', 'Failure', extensionId(type)],
    ['delete', 'Success', vmId('web1')],
  ]);
});

test('an installation begins when the guest agent is ready', async () => {
  const { call, clock, createVm } = await startAzure({ durations: { agentReady: [600_000, 600_000] } });
  await createVm('web1');
  await call('PUT', extensionId(type), body());
  await clock.advance(300_000);
  expect((await call('GET', extensionId(type))).json.properties.provisioningState).toBe('Creating');
  await clock.advance(600_000);
  expect((await call('GET', extensionId(type))).json.properties.provisioningState).toBe('Succeeded');
});

test('without a guest agent an installation fails after a while', async () => {
  const { call, clock, createVm } = await startAzure();
  await createVm('web1', { osProfile: { computerName: 'web1', linuxConfiguration: { provisionVMAgent: false } } });
  const { headers } = await call('PUT', extensionId(type), body());
  await clock.advance(20 * 60_000 + 240_000);
  const { pathname, search } = new URL(headers['azure-asyncoperation'] ?? '');
  expect((await call('GET', pathname + search)).json.error.code).toBe('VMAgentStatusCommunicationError');
});

test('the SDK sees a failed installation as a failed long-running operation', async () => {
  const { compute, clock, simulator } = await withVm();
  simulator.context.scripts.add({ outcome: { kind: 'fail', exitCode: 9, message: 'no space left' } });
  const poller = compute().virtualMachineExtensions.createOrUpdate(
    'demo',
    'web1',
    type,
    { location: 'westeurope', publisher, typePropertiesType: type, typeHandlerVersion: '1.36' },
    { updateIntervalInMs: 1 },
  );
  await poller.submitted();
  await clock.advance(240_000);
  await expect(poller.pollUntilDone()).rejects.toThrow(
    `The long-running operation has failed. VMExtensionProvisioningError. VM has reported a failure when processing extension '${type}' (publisher '${publisher}' and type '${type}'). Error message: 'no space left'.`,
  );
});

const setup = { publisher: 'Microsoft.Azure.Extensions', type: 'CustomScript', typeHandlerVersion: '2.1' };

test('a newer operation on any extension of the VM preempts the one under way; the agent ends both', async () => {
  const { call, clock, events } = await withVm();
  const { headers } = await call('PUT', extensionId(type), body());
  expect((await call('PUT', extensionId('setup'), body(setup))).status).toBe(201);
  const { pathname, search } = new URL(headers['azure-asyncoperation'] ?? '');
  expect((await call('GET', pathname + search)).json).toMatchObject({
    status: 'Canceled',
    error: {
      code: 'OperationPreempted',
      message: 'Operation execution has been preempted by a more recent operation.',
    },
  });
  expect(events).toMatchObject([{ outcome: 'Failure', resourceUri: extensionId(type) }]);
  await clock.advance(240_000);
  const state = async (name: string) => (await call('GET', extensionId(name))).json.properties.provisioningState;
  expect([await state(type), await state('setup')]).toEqual(['Succeeded', 'Succeeded']);
});

test('a removal that is preempted still removes, and a VM that goes off ends what was preempted', async () => {
  const { call, clock } = await withVm();
  await call('PUT', extensionId('setup'), body(setup));
  await clock.advance(240_000);
  await call('DELETE', extensionId('setup'));
  await call('PUT', extensionId(type), body());
  await clock.advance(240_000);
  expect((await call('GET', extensionId('setup'))).status).toBe(404);
  await call('PUT', extensionId(type), body({ forceUpdateTag: '2' }));
  await call('PUT', extensionId('setup'), body(setup));
  await call('POST', `${vmId('web1')}/deallocate`);
  await clock.advance(240_000);
  expect((await call('GET', extensionId(type))).json.properties.provisioningState).toBe('Failed');
});

test.each([
  ['names others', ['Contoso.Agent'], 'Failed'],
  ['is empty', [], 'Failed'],
  ['names it, in any case', [`${publisher}.${type}`.toUpperCase()], 'Succeeded'],
  ['is not there', null, 'Succeeded'],
])('where the policy of the guest agent %s, the installation ends so', async (_, allowedExtensions, state) => {
  const { call, clock, control } = await startLocalAzure();
  await call('PUT', vmId('web1'), { location: 'westeurope' });
  await clock.advance(180_000);
  await control('POST', 'machines', { id: vmId('web1'), allowedExtensions });
  const id = extensionId(type);
  expect((await call('PUT', id, body())).status).toBe(201);
  await clock.advance(600_000);
  const { json } = await call('GET', `${id}?$expand=instanceView`);
  expect(json.properties.provisioningState).toBe(state);
  const [status] = json.properties.instanceView.statuses;
  const refusal = `failed to run extension '${publisher}.${type}' because it is not specified as an allowed extension`;
  if (state === 'Failed') expect(status.message).toContain(refusal);
  else expect(status.code).toBe('ProvisioningState/succeeded');
  expect((await call('DELETE', id)).status).toBe(202);
  await clock.advance(600_000);
  expect((await call('GET', id)).status).toBe(404);
});

test('a policy of the guest agent is a file of Linux: Windows knows none', async () => {
  const { call, clock, control } = await startLocalAzure();
  const imageReference = { publisher: 'MicrosoftWindowsServer', offer: 'WindowsServer', sku: '2022' };
  await call('PUT', vmId('web1'), { location: 'westeurope', properties: { storageProfile: { imageReference } } });
  await clock.advance(180_000);
  await control('POST', 'machines', { id: vmId('web1'), allowedExtensions: [] });
  const id = extensionId('AzureMonitorWindowsAgent');
  await call('PUT', id, body({ type: 'AzureMonitorWindowsAgent', typeHandlerVersion: '1.2' }));
  await clock.advance(600_000);
  expect((await call('GET', id)).json.properties.provisioningState).toBe('Succeeded');
});
