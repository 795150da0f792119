import { expect, test } from 'vitest';
import { groupId, startAzure, subscriptionId, ubuntu, vmId } from './azure-fixture.ts';

test('a VM is created with the SDK: creating, running, then its agent is ready', async () => {
  const { compute, clock, events } = await startAzure();
  const client = compute('operator');
  const poller = client.virtualMachines.createOrUpdate('demo', 'web1', {
    location: 'westeurope',
    storageProfile: { imageReference: ubuntu },
    osProfile: { computerName: 'web1', adminUsername: 'me', adminPassword: 'secret' },
  });
  await poller.submitted();
  const early = await client.virtualMachines.get('demo', 'web1', { expand: 'instanceView' });
  expect(early.provisioningState).toBe('Creating');
  expect(early.instanceView?.statuses?.at(-1)?.code).toBe('PowerState/creating');
  expect(events).toEqual([]);

  await clock.advance(45_000);
  const running = await client.virtualMachines.get('demo', 'web1', { expand: 'instanceView' });
  expect(running.instanceView?.statuses?.at(-1)?.code).toBe('PowerState/running');
  expect(running.instanceView?.vmAgent?.statuses?.[0]?.displayStatus).toBe('Not Ready');
  expect(events).toMatchObject([{ operationName: 'Microsoft.Compute/virtualMachines/write', outcome: 'Success' }]);

  await clock.advance(60_000);
  const ready = await client.virtualMachines.get('demo', 'web1', { expand: 'instanceView' });
  expect(ready.instanceView?.vmAgent?.statuses?.[0]?.displayStatus).toBe('Ready');
  expect(ready).toMatchObject({
    id: vmId('web1'),
    provisioningState: 'Succeeded',
    timeCreated: new Date('2026-01-05T08:00:00Z'),
    storageProfile: { osDisk: { osType: 'Linux' }, imageReference: { ...ubuntu, exactVersion: '1.0.20260101' } },
    osProfile: { computerName: 'web1', adminUsername: 'me', allowExtensionOperations: true },
  });
  expect(ready.vmId).toMatch(/^[0-9a-f-]{36}$/);
  expect(ready.osProfile?.adminPassword).toBeUndefined();
});

test('the SDK polls a creation until it has succeeded', async () => {
  const { compute, clock } = await startAzure();
  const poller = compute('operator').virtualMachines.createOrUpdate(
    'demo',
    'web1',
    { location: 'westeurope', storageProfile: { imageReference: ubuntu } },
    { updateIntervalInMs: 1 },
  );
  await poller.submitted();
  await poller.poll();
  expect(poller.isDone).toBe(false);
  await clock.advance(60_000);
  expect((await poller.pollUntilDone()).provisioningState).toBe('Succeeded');
});

test('power actions go through their states and are told of as actions', async () => {
  const { createVm, compute, clock, events } = await startAzure();
  await createVm('web1');
  events.length = 0;
  const client = compute('operator');
  const power = async () =>
    (await client.virtualMachines.instanceView('demo', 'web1')).statuses?.find(({ code }) =>
      code?.startsWith('PowerState'),
    )?.code;
  await client.virtualMachines.deallocate('demo', 'web1').submitted();
  expect(await power()).toBe('PowerState/deallocating');
  await clock.advance(60_000);
  expect(await power()).toBe('PowerState/deallocated');
  await client.virtualMachines.start('demo', 'web1').submitted();
  expect(await power()).toBe('PowerState/starting');
  await clock.advance(30_000);
  expect(await power()).toBe('PowerState/running');
  expect(events.map(({ kind, operationName, resourceUri }) => [kind, operationName, resourceUri])).toEqual([
    ['action', 'Microsoft.Compute/virtualMachines/deallocate/action', vmId('web1')],
    ['action', 'Microsoft.Compute/virtualMachines/start/action', vmId('web1')],
  ]);
});

test('an overtaken power change does not come back at its end', async () => {
  const { createVm, call, clock, simulator, events } = await startAzure();
  await createVm('web1');
  await call('POST', `${vmId('web1')}/deallocate`);
  await clock.advance(1000);
  await call('POST', `${vmId('web1')}/start`);
  await clock.advance(120_000);
  expect(simulator.context.vms.get(vmId('web1'))?.power).toBe('running');
  expect(events.filter(({ outcome }) => outcome === 'Failure')).toMatchObject([
    { operationName: 'Microsoft.Compute/virtualMachines/deallocate/action' },
  ]);
});

test('a VM that is deleted is gone with its children, and a new one of the same name has another vmId', async () => {
  const { createVm, call, clock, simulator } = await startAzure();
  await createVm('web1');
  const before = (await call('GET', vmId('web1'))).json.properties.vmId;
  const deleted = await call('DELETE', vmId('web1'));
  expect([deleted.status, Object.keys(deleted.headers)]).toEqual([
    202,
    expect.arrayContaining(['azure-asyncoperation', 'location', 'retry-after']),
  ]);
  await clock.advance(60_000);
  expect((await call('GET', vmId('web1'))).json.error).toEqual({
    code: 'ResourceNotFound',
    message:
      "The Resource 'Microsoft.Compute/virtualMachines/web1' under resource group 'demo' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix",
  });
  await createVm('web1');
  expect(simulator.context.vms.get(vmId('web1'))?.vmId).not.toBe(before);
  expect((await call('DELETE', vmId('web2'))).status).toBe(204);
});

test('VMs are listed by group and by subscription, in pages', async () => {
  const { compute, call } = await startAzure();
  for (let index = 0; index < 205; index += 1) {
    await call('PUT', vmId(`vm${index}`), { location: 'westeurope', properties: {} });
  }
  const names: (string | undefined)[] = [];
  for await (const vm of compute().virtualMachines.listAll()) names.push(vm.name);
  expect(new Set(names).size).toBe(205);
  const inGroup = await call('GET', `${groupId.toUpperCase()}/providers/Microsoft.Compute/virtualMachines`);
  expect(inGroup.json.value).toHaveLength(200);
  expect(inGroup.json.nextLink).toContain('skiptoken=200');
  expect(
    (await call('GET', `/subscriptions/${subscriptionId}/providers/microsoft.compute/virtualmachines?statusOnly=true`))
      .json.value[0].properties.instanceView,
  ).toBeDefined();
});

test('an update keeps what it does not name, honours If-Match, and refuses another image', async () => {
  const { createVm, call } = await startAzure();
  await createVm('web1', {}, { tags: { owner: 'ops' } });
  const { etag } = (await call('GET', vmId('web1'))).json;
  const patched = await call('PATCH', vmId('web1'), { tags: { owner: 'dev' } }, { 'if-match': etag });
  expect([patched.status, patched.json.properties.provisioningState]).toEqual([200, 'Updating']);
  const stale = await call('PATCH', vmId('web1'), { tags: {} }, { 'if-match': etag });
  expect([stale.status, stale.json.error.code]).toEqual([412, 'PreconditionFailed']);
  const put = await call('PUT', vmId('web1'), { location: 'westeurope' });
  expect(put.json).toMatchObject({
    tags: { owner: 'dev' },
    properties: { storageProfile: { imageReference: ubuntu } },
  });
  const other = { storageProfile: { imageReference: { ...ubuntu, sku: '24_04' } } };
  expect((await call('PUT', vmId('web1'), { location: 'westeurope', properties: other })).json.error.code).toBe(
    'PropertyChangeNotAllowed',
  );
});

test('the body of a GET can be sent back as it is', async () => {
  const { createVm, call } = await startAzure();
  await createVm('web1');
  const body = (await call('GET', `${vmId('web1')}?$expand=instanceView`)).json;
  expect((await call('PUT', vmId('web1'), body)).status).toBe(200);
});

test('unknown properties and wrong types are refused as Compute does', async () => {
  const { call } = await startAzure();
  const put = async (properties: object) => {
    const { status, json } = await call('PUT', vmId('web1'), { location: 'westeurope', properties });
    return [status, json.error.code, json.error.target];
  };
  expect(await put({ osProfile: { colour: 'x' } })).toEqual([400, 'BadRequest', 'properties.osProfile.colour']);
  expect(await put({ priority: 1 })).toEqual([400, 'BadRequest', 'properties.priority']);
});

test('a restarted VM counts as running, and takes extensions as soon as its agent is back', async () => {
  const { createVm, call, clock } = await startAzure();
  await createVm('web1');
  await call('POST', `${vmId('web1')}/restart`);
  const { instanceView } = (await call('GET', `${vmId('web1')}?$expand=instanceView`)).json.properties;
  expect(instanceView.statuses.at(-1).code).toBe('PowerState/running');
  expect(instanceView.vmAgent.statuses[0].displayStatus).toBe('Not Ready');
  const extension = `${vmId('web1')}/extensions/CustomScript`;
  const properties = { publisher: 'Microsoft.Azure.Extensions', type: 'CustomScript', typeHandlerVersion: '2.1' };
  expect((await call('PUT', extension, { location: 'westeurope', properties })).status).toBe(201);
  await clock.advance(180_000);
  expect((await call('GET', extension)).json.properties.provisioningState).toBe('Succeeded');
});

test('restart and redeploy need a running VM', async () => {
  const { createVm, call, clock } = await startAzure();
  await createVm('web1');
  await call('POST', `${vmId('web1')}/powerOff`);
  await clock.advance(60_000);
  for (const action of ['restart', 'redeploy']) {
    expect((await call('POST', `${vmId('web1')}/${action}`)).json.error.code).toBe('OperationNotAllowed');
  }
});
