import { expect, test } from 'vitest';
import { createSeededAzure } from '../../../local/azure/seed/create-seeded-azure.ts';
import { type SeedInput, seedSchema } from '../../../local/azure/seed/seed-schema.ts';
import { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import { withApiVersion } from './azure-fixture.ts';
import { origin } from './local-azure-fixture.ts';

const seed: SeedInput = {
  regions: ['westeurope'],
  groups: [{ name: 'rg-a', region: 'westeurope' }],
  scaleSets: [{ name: 'flex', group: 'rg-a', region: 'westeurope', instances: 3, tags: { owner: 'shop' } }],
  machines: [{ kind: 'vm', name: 'alone', group: 'rg-a', region: 'westeurope' }],
};

async function seeded() {
  const clock = new VirtualClock();
  const { azure, tenant } = await createSeededAzure({ time: clock, ledger: clock }, seedSchema.parse(seed));
  const call = async (method: string, path: string, body?: unknown) => {
    const { status, body: text } = await azure.handle({
      method,
      url: withApiVersion(`${origin}${path}`),
      headers: { authorization: `Bearer ${azure.token('operator')}`, 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return { status, json: text === undefined ? undefined : JSON.parse(text) };
  };
  const group = `/subscriptions/${tenant.subscriptions[0]}/resourceGroups/rg-a`;
  const sets = `${group}/providers/Microsoft.Compute/virtualMachineScaleSets`;
  return { call, tenant, group, sets };
}

test('an instance of a Flexible set is a VM that its set owns, named in another spelling', async () => {
  const { call, tenant, sets } = await seeded();
  const instances = tenant.machineIds.filter((id) => id.includes('/flex_'));
  expect(instances).toHaveLength(3);
  const { json } = await call('GET', instances[0] ?? '');
  expect(json).toMatchObject({
    name: expect.stringMatching(/^flex_[0-9a-f]{8}$/),
    managedBy: `${sets}/flex`,
    properties: { virtualMachineScaleSet: { id: `${sets}/flex`.replace('/rg-a/', '/RG-A/') } },
  });
});

test('a set is read and listed, with the number of its instances', async () => {
  const { call, sets, group } = await seeded();
  expect((await call('GET', `${sets}/FLEX`)).json).toMatchObject({
    id: `${sets}/flex`,
    location: 'westeurope',
    tags: { owner: 'shop' },
    sku: { capacity: 3 },
    properties: { orchestrationMode: 'Flexible' },
  });
  const ofSubscription = sets.replace('/resourceGroups/rg-a', '');
  for (const path of [sets, ofSubscription]) expect((await call('GET', path)).json.value).toHaveLength(1);
  expect((await call('GET', `${sets}/other`)).json.error.code).toBe('ResourceNotFound');
  const filter = encodeURIComponent(`'virtualMachineScaleSet/id' eq '${sets}/flex'`);
  const filtered = `${group}/providers/Microsoft.Compute/virtualMachines?$filter=${filter}`;
  expect((await call('GET', filtered)).json.value).toHaveLength(3);
});

test('a new VM may name a set that is there, and no other', async () => {
  const { call, sets, group } = await seeded();
  const vm = (name: string, set: string) =>
    call('PUT', `${group}/providers/Microsoft.Compute/virtualMachines/${name}`, {
      location: 'westeurope',
      properties: { virtualMachineScaleSet: { id: `${sets}/${set}` } },
    });
  expect((await vm('flex_4', 'flex')).json).toMatchObject({ managedBy: `${sets}/flex` });
  expect((await vm('flex_5', 'other')).status).toBe(404);
});
