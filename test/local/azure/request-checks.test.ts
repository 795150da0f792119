import { expect, test } from 'vitest';
import { startAzure, ubuntu, vmId } from './azure-fixture.ts';
import { arcId, groupId, registration, startLocalAzure, subscriptionScope } from './local-azure-fixture.ts';

const where = { location: 'westeurope' };

test.each(['a%2Fb', 'a%5Cb', 'a%3Fb', 'a%23b', 'a%25b', 'a%26b', 'a%3Cb', 'a%3Eb', 'a%20b', 'a%0Ab', 'a%00b'])(
  'the name %s is refused for every type',
  async (name) => {
    const { call } = await startLocalAzure();
    const types = ['Microsoft.Compute/virtualMachines', 'Microsoft.HybridCompute/machines'];
    for (const type of [...types, 'Microsoft.ManagedIdentity/userAssignedIdentities']) {
      const { status, json } = await call('PUT', `${groupId}/providers/${type}/${name}`, where);
      expect([status, json.error.code]).toEqual([400, 'InvalidResourceName']);
    }
    const group = await call('PUT', `${subscriptionScope}/resourceGroups/${name}`, where);
    expect([group.status, group.json.error.code]).toEqual([400, 'InvalidResourceName']);
  },
);

test('a lock may have a space in its name', async () => {
  const { call } = await startLocalAzure();
  const lock = `${groupId}/providers/Microsoft.Authorization/locks/do%20not%20touch?api-version=2020-05-01`;
  expect((await call('PUT', lock, { properties: { level: 'CanNotDelete' } })).status).toBe(201);
});

test.each([
  ['web-1.a_b', 201],
  ['_web', 201],
  ['w'.repeat(64), 201],
  ['w'.repeat(65), 400],
  ['-web', 400],
  ['.web', 400],
  ['w%C3%A9b', 400],
])('a VM named %s is answered with %i', async (name, expected) => {
  const { call } = await startAzure();
  const { status, json } = await call('PUT', vmId(name), where);
  expect(status).toBe(expected);
  if (expected === 400) expect(json.error).toMatchObject({ code: 'InvalidParameter', target: 'vmName' });
});

test.each([
  ['e'.repeat(54), 201],
  ['e'.repeat(55), 400],
  ['edge(1)', 400],
])('an Arc machine named %s is answered with %i', async (name, expected) => {
  const { call } = await startLocalAzure();
  expect((await call('PUT', arcId(name), registration)).status).toBe(expected);
});

test('names of members are read without regard to case; names in tags and settings stay', async () => {
  const { call } = await startAzure();
  const put = await call('PUT', vmId('web1'), {
    Location: 'westeurope',
    TAGS: { Owner: 'ops' },
    Properties: {
      storageprofile: { ImageReference: ubuntu, DataDisks: [{ LUN: 1 }] },
      OSProfile: { computername: 'x' },
    },
  });
  expect(put.status).toBe(201);
  expect((await call('GET', vmId('web1'))).json).toMatchObject({
    location: 'westeurope',
    tags: { Owner: 'ops' },
    properties: {
      storageProfile: { imageReference: ubuntu, dataDisks: [{ lun: 1 }] },
      osProfile: { computerName: 'x' },
    },
  });
  const unknown = await call('PUT', vmId('web2'), { ...where, properties: { osprofile: { Colour: 'x' } } });
  expect(unknown.json.error.target).toBe('properties.osProfile.Colour');
});

test('free maps keep the names of their members', async () => {
  const { call, createVm } = await startAzure();
  await createVm('web1');
  const id = `${vmId('web1')}/extensions/CustomScript`;
  await call('PUT', id, {
    ...where,
    properties: {
      Publisher: 'Microsoft.Azure.Extensions',
      Type: 'CustomScript',
      TypeHandlerVersion: '2.1',
      Settings: { Publisher: 'kept' },
    },
  });
  expect((await call('GET', id)).json.properties).toMatchObject({
    type: 'CustomScript',
    settings: { Publisher: 'kept' },
  });
});

test('a region that Azure does not have is refused, with those that it has', async () => {
  const { call } = await startLocalAzure();
  for (const [path, type] of [
    [vmId('web1'), 'Microsoft.Compute/virtualMachines'],
    [arcId('edge1'), 'Microsoft.HybridCompute/machines'],
  ] as const) {
    const { status, json } = await call('PUT', path, { location: 'Mars West' });
    expect([status, json.error.code]).toEqual([400, 'LocationNotAvailableForResourceType']);
    expect(json.error.message).toMatch(
      new RegExp(`'marswest' is not available for resource type '${type}'.*'.*westeurope.*'`),
    );
  }
  const group = await call('PUT', `${subscriptionScope}/resourceGroups/g2`, { location: 'marswest' });
  expect([group.status, group.json.error.code]).toEqual([400, 'LocationNotAvailableForResourceGroup']);
});

test('HEAD tells by 204 whether a resource is there, and is never answered with 501', async () => {
  const { call, createVm } = await startAzure();
  await createVm('web1');
  const head = async (path: string) => {
    const { status, body } = await call('HEAD', path);
    return [status, body];
  };
  expect(await head(vmId('web1'))).toEqual([204, undefined]);
  expect(await head(vmId('web2'))).toEqual([404, undefined]);
  expect(await head(`${vmId('web1')}/deallocate`)).toEqual([405, undefined]);
  expect(await head(groupId)).toEqual([204, undefined]);
});

test('several slashes count as one, as the Azure CLI sends them', async () => {
  const { call, createVm } = await startAzure();
  await createVm('web1');
  for (const path of [`/${vmId('web1')}`, vmId('web1').replace('/virtual', '//virtual'), `${vmId('web1')}//`]) {
    expect((await call('GET', path)).json.id).toBe(vmId('web1'));
  }
});
