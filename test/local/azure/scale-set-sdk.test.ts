import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { assertValidBody } from '../../azure/schema-check.ts';
import { schemaFolder } from '../../azure/schema-folder.ts';
import { identityId, ubuntu } from './azure-fixture.ts';
import { agent, agentBody, setId, startWithSet } from './scale-set-fixture.ts';

const minute = 60_000;
const options = { updateIntervalInMs: 1 };

async function startSdk(capacity: number) {
  const azure = await startWithSet(capacity);
  const client = azure.compute('operator');
  const finish = async <T>(poller: PromiseLike<T> & { submitted(): Promise<void> }): Promise<T> => {
    await poller.submitted();
    await azure.clock.advance(10 * minute);
    return poller;
  };
  return { ...azure, client, finish };
}

test('the SDK creates, updates, reads and deletes a set', async () => {
  const { client, finish } = await startSdk(1);
  const sets = client.virtualMachineScaleSets;
  const created = await finish(
    sets.createOrUpdate(
      'demo',
      'app',
      {
        location: 'westeurope',
        sku: { name: 'Standard_D2s_v5', capacity: 2 },
        upgradePolicy: { mode: 'Automatic' },
        virtualMachineProfile: { storageProfile: { imageReference: ubuntu } },
      },
      options,
    ),
  );
  expect(created).toMatchObject({ name: 'app', provisioningState: 'Succeeded', sku: { capacity: 2 } });
  const updated = await finish(sets.update('demo', 'app', { tags: { owner: 'ops' } }, options));
  expect(updated).toMatchObject({ tags: { owner: 'ops' }, provisioningState: 'Succeeded' });
  expect((await sets.getInstanceView('demo', 'app')).virtualMachine?.statusesSummary).toMatchObject([
    { code: 'ProvisioningState/succeeded', count: 2 },
  ]);
  const names: (string | undefined)[] = [];
  for await (const { name } of sets.listAll()) names.push(name);
  expect(names).toEqual(['web', 'app']);
  await finish(sets.delete('demo', 'app', options));
  await expect(sets.get('demo', 'app')).rejects.toMatchObject({ statusCode: 404 });
});

test('the SDK attaches an identity under If-Match, adds an extension and upgrades instances by name', async () => {
  const { client, finish, call } = await startSdk(3);
  await call('PUT', identityId('a'), { location: 'westeurope' });
  const { etag = '' } = await client.virtualMachineScaleSets.get('demo', 'web');
  const identity = { type: 'UserAssigned' as const, userAssignedIdentities: { [identityId('a')]: {} } };
  const attach = () =>
    client.virtualMachineScaleSets.update('demo', 'web', { identity }, { ...options, ifMatch: etag });
  expect(await finish(attach())).toMatchObject({ identity: { type: 'UserAssigned' } });
  await expect(attach()).rejects.toMatchObject({ statusCode: 412 });
  const extensions = client.virtualMachineScaleSetExtensions;
  const { type, ...properties } = agentBody.properties;
  const written = await finish(
    extensions.createOrUpdate('demo', 'web', agent, { ...properties, typePropertiesType: type }, options),
  );
  expect(written).toMatchObject({ name: agent, provisioningState: 'Succeeded', suppressFailures: true });
  await finish(client.virtualMachineScaleSets.updateInstances('demo', 'web', { instanceIds: ['0', '2'] }, options));
  const latest: (boolean | undefined)[] = [];
  for await (const instance of client.virtualMachineScaleSetVMs.list('demo', 'web', { expand: 'instanceView' })) {
    latest.push(instance.latestModelApplied);
    const reported = instance.instanceView?.extensions?.map(({ name }) => name);
    expect(reported).toEqual(instance.latestModelApplied ? [agent] : undefined);
  }
  expect(latest).toEqual([true, false, true]);
  const view = await client.virtualMachineScaleSetVMs.getInstanceView('demo', 'web', '0');
  expect(view.extensions).toMatchObject([{ name: agent, statuses: [{ code: 'ProvisioningState/succeeded' }] }]);
  await finish(extensions.delete('demo', 'web', agent, options));
  await expect(extensions.get('demo', 'web', agent)).rejects.toMatchObject({ statusCode: 404 });
});

test('sets, their extensions and their instances are answered as their specification has them', async ({ skip }) => {
  if (!existsSync(schemaFolder)) skip('the schemas are not here');
  const { call, clock } = await startSdk(1);
  await call('PUT', `${setId('web')}/extensions/${agent}`, agentBody);
  await call('POST', `${setId('web')}/manualupgrade`, { instanceIds: ['0'] });
  await clock.advance(10 * minute);
  const answers = [
    ['Microsoft.Compute/virtualMachineScaleSets', setId('web')],
    ['Microsoft.Compute/virtualMachineScaleSets/extensions', `${setId('web')}/extensions/${agent}`],
    [
      'Microsoft.Compute/virtualMachineScaleSets/virtualMachines',
      `${setId('web')}/virtualMachines/0?$expand=instanceView`,
    ],
  ] as const;
  for (const [type, path] of answers) {
    const { id: _id, name: _name, type: _type, ...body } = (await call('GET', path)).json;
    const flaws = flawsOf(() => assertValidBody(type, '2026-04-01', body));
    expect([type, flaws.filter((flaw) => !flaw.endsWith(' is filled in by Azure only'))]).toEqual([type, []]);
  }
});

function flawsOf(check: () => void): readonly string[] {
  try {
    check();
    return [];
  } catch (error) {
    return String(error).split('\n').slice(1);
  }
}
