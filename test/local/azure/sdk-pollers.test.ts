import { HybridComputeManagementClient } from '@azure/arm-hybridcompute';
import { expect, test } from 'vitest';
import { createInProcessHttpClient } from '../../../local/azure/client/in-process-http-client.ts';
import { simulatorCredential } from '../../../local/azure/client/simulator-credential.ts';
import { startAzure, ubuntu } from './azure-fixture.ts';
import { arcId, monitorAgent, origin, registration, startLocalAzure, subscriptionId } from './local-azure-fixture.ts';

const minute = 60_000;
const agent = 'AzureMonitorLinuxAgent';

/** Runs an operation to its end with the SDK's own poller, which asks at once and then each millisecond. */
async function startCompute() {
  const azure = await startAzure();
  await azure.createVm('web1');
  const { virtualMachines, virtualMachineExtensions } = azure.compute('operator');
  const options = { updateIntervalInMs: 1 };
  const finish = async <T>(poller: PromiseLike<T> & { submitted(): Promise<void> }): Promise<T> => {
    await poller.submitted();
    await azure.clock.advance(10 * minute);
    return poller;
  };
  const install = () =>
    finish(
      virtualMachineExtensions.createOrUpdate(
        'demo',
        'web1',
        agent,
        {
          location: 'westeurope',
          publisher: 'Microsoft.Azure.Monitor',
          typePropertiesType: agent,
          typeHandlerVersion: '1.36',
        },
        options,
      ),
    );
  return { ...azure, vms: virtualMachines, extensions: virtualMachineExtensions, options, finish, install };
}

test.each([
  ['start', 'running'],
  ['restart', 'running'],
  ['redeploy', 'running'],
  ['powerOff', 'stopped'],
  ['deallocate', 'deallocated'],
] as const)('the SDK waits for %s until the VM is %s', async (action, power) => {
  const { vms, finish, options, simulator } = await startCompute();
  await finish(vms[action]('demo', 'web1', options));
  expect(simulator.context.vms.all()[0]?.power).toBe(power);
});

test('the SDK creates, updates and deletes a VM, and gets the VM of a create and an update', async () => {
  const { vms, finish, options } = await startCompute();
  const vm = { location: 'westeurope', storageProfile: { imageReference: ubuntu } };
  const created = await finish(vms.createOrUpdate('demo', 'web2', vm, options));
  expect(created).toMatchObject({ name: 'web2', provisioningState: 'Succeeded' });
  const updated = await finish(vms.update('demo', 'web2', { tags: { owner: 'ops' } }, options));
  expect(updated).toMatchObject({ name: 'web2', provisioningState: 'Succeeded', tags: { owner: 'ops' } });
  await finish(vms.delete('demo', 'web2', options));
  await expect(vms.get('demo', 'web2')).rejects.toMatchObject({ statusCode: 404 });
});

test('the SDK creates, updates and deletes an extension of a VM', async () => {
  const { extensions, finish, options, install } = await startCompute();
  expect(await install()).toMatchObject({ name: agent, provisioningState: 'Succeeded' });
  const updated = await finish(extensions.update('demo', 'web1', agent, { enableAutomaticUpgrade: true }, options));
  expect(updated).toMatchObject({ provisioningState: 'Succeeded', enableAutomaticUpgrade: true });
  await finish(extensions.delete('demo', 'web1', agent, options));
  await expect(extensions.get('demo', 'web1', agent)).rejects.toMatchObject({ statusCode: 404 });
});

test('the SDK creates, updates and deletes an extension of an Arc machine', async () => {
  const { azure, call, clock } = await startLocalAzure();
  await call('PUT', arcId('edge1'), registration);
  const client = new HybridComputeManagementClient(simulatorCredential(azure, 'app'), subscriptionId, {
    endpoint: origin,
    httpClient: createInProcessHttpClient(azure),
    retryOptions: { maxRetries: 0 },
  }).machineExtensions;
  const { enableAutomaticUpgrade: _unknownToTheSdk, ...properties } = monitorAgent.properties;
  const settings = { a: 1 };
  const create = await client.beginCreateOrUpdate('demo', 'edge1', agent, { location: 'westeurope', properties });
  const update = () => client.beginUpdate('demo', 'edge1', agent, { properties: { settings } });
  const finish = async <T>(poller: { poll(): Promise<void>; isDone(): boolean; getResult(): T }) => {
    await poller.poll();
    await clock.advance(10 * minute);
    while (!poller.isDone()) await poller.poll();
    return poller.getResult();
  };
  expect(await finish(create)).toMatchObject({ properties: { provisioningState: 'Succeeded' } });
  expect(await finish(await update())).toMatchObject({ properties: { provisioningState: 'Succeeded', settings } });
  await finish(await client.beginDelete('demo', 'edge1', agent));
  await expect(client.get('demo', 'edge1', agent)).rejects.toMatchObject({ statusCode: 404 });
});

test('the result of a failed operation has the status of its error', async () => {
  const { azure, call, clock } = await startLocalAzure();
  const id = `${arcId('edge1')}/extensions/${agent}`;
  await call('PUT', arcId('edge1'), registration);
  const statusOfResult = async () => {
    const { headers } = await call('PUT', id, monitorAgent);
    await clock.advance(10 * minute);
    const { pathname, search } = new URL(headers.location ?? '');
    return (await call('GET', pathname + search)).status;
  };
  azure.addFault({ extension: {}, times: 1, outcome: { code: 'InternalExecutionError', status: 500 } });
  azure.addFault({ extension: {}, times: 1, outcome: { exitCode: 9 } });
  expect([await statusOfResult(), await statusOfResult(), await statusOfResult()]).toEqual([500, 409, 200]);
});
