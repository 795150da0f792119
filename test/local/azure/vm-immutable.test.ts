import { expect, test } from 'vitest';
import { startAzure, ubuntu, vmId } from './azure-fixture.ts';

async function withVm() {
  const azure = await startAzure();
  await azure.createVm('web1', { osProfile: { computerName: 'web1', adminUsername: 'me' } });
  return azure;
}

test.each([
  ['osDisk.osType', { properties: { storageProfile: { osDisk: { osType: 'Windows' } } } }],
  ['osDisk.name', { properties: { storageProfile: { osDisk: { name: 'other' } } } }],
  ['osProfile.adminUsername', { properties: { osProfile: { adminUsername: 'you' } } }],
  ['osProfile.computerName', { properties: { osProfile: { computerName: 'web2' } } }],
  ['imageReference', { properties: { storageProfile: { imageReference: { ...ubuntu, sku: '24_04' } } } }],
  ['zones', { zones: ['1'] }],
])('%s of a VM cannot be changed, by PATCH or PUT', async (target, change) => {
  const { call } = await withVm();
  const before = (await call('GET', vmId('web1'))).json;
  for (const method of ['PATCH', 'PUT']) {
    const { status, json } = await call(method, vmId('web1'), {
      ...(method === 'PUT' ? { location: 'westeurope' } : {}),
      ...change,
    });
    expect([status, json.error]).toEqual([
      409,
      { code: 'PropertyChangeNotAllowed', message: `Changing property '${target}' is not allowed.`, target },
    ]);
  }
  expect((await call('GET', vmId('web1'))).json).toEqual(before);
});

test('a VM stays in its region', async () => {
  const { call } = await withVm();
  const patched = await call('PATCH', vmId('web1'), { location: 'eastus' });
  expect([patched.status, patched.json.error.target]).toEqual([409, 'location']);
  const put = await call('PUT', vmId('web1'), { location: 'eastus' });
  expect([put.status, put.json.error.code]).toEqual([409, 'InvalidResourceLocation']);
});

test('naming what is there already changes nothing and is taken', async () => {
  const { call } = await withVm();
  const properties = {
    storageProfile: { osDisk: { osType: 'linux' }, imageReference: ubuntu },
    osProfile: { computerName: 'web1', adminUsername: 'me' },
  };
  expect((await call('PATCH', vmId('web1'), { location: 'West Europe', zones: [], properties })).status).toBe(200);
});
