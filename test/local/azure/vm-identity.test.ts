import { expect, test } from 'vitest';
import { identityId, startAzure, vmId } from './azure-fixture.ts';

const [a, b, c] = ['a', 'b', 'c'].map(identityId) as [string, string, string];

async function withIdentities(identity?: object) {
  const azure = await startAzure();
  for (const name of ['a', 'b', 'c']) await azure.call('PUT', identityId(name), { location: 'westeurope' });
  await azure.createVm('web1', {}, identity === undefined ? {} : { identity });
  const identityOf = async () => (await azure.call('GET', vmId('web1'))).json.identity;
  const idsOf = async () => Object.keys((await identityOf())?.userAssignedIdentities ?? {});
  const patch = async (body: object) => azure.call('PATCH', vmId('web1'), { identity: body });
  return { ...azure, identityOf, idsOf, patch };
}

test('an assigned identity shows its principal and client', async () => {
  const { identityOf, patch, call } = await withIdentities();
  await patch({ type: 'UserAssigned', userAssignedIdentities: { [a]: {} } });
  const { principalId, clientId } = (await call('GET', a)).json.properties;
  expect(await identityOf()).toEqual({
    type: 'UserAssigned',
    userAssignedIdentities: { [a]: { principalId, clientId } },
  });
});

test('PATCH merges the map without regard to case; null removes one', async () => {
  const { idsOf, patch } = await withIdentities({ type: 'UserAssigned', userAssignedIdentities: { [a]: {} } });
  await patch({ type: 'UserAssigned', userAssignedIdentities: { [b]: {}, [a.toUpperCase()]: {} } });
  expect(await idsOf()).toEqual([a, b]);
  await patch({ type: 'UserAssigned', userAssignedIdentities: { [a]: null } });
  expect(await idsOf()).toEqual([b]);
});

test('a narrowed type drops the others', async () => {
  const both = { type: 'SystemAssigned, UserAssigned', userAssignedIdentities: { [a]: {}, [b]: {} } };
  const { identityOf, patch } = await withIdentities(both);
  const { principalId } = await identityOf();
  await patch({ type: 'SystemAssigned' });
  expect(await identityOf()).toMatchObject({ type: 'SystemAssigned', principalId });
  expect((await identityOf()).userAssignedIdentities).toBeUndefined();
  await patch({ type: 'UserAssigned', userAssignedIdentities: { [c]: {} } });
  expect(await identityOf()).toMatchObject({ type: 'UserAssigned', userAssignedIdentities: { [c]: {} } });
  expect((await identityOf()).principalId).toBeUndefined();
  await patch({ type: 'None' });
  expect(await identityOf()).toBeUndefined();
});

test('PUT replaces the map, and leaves it when the body has no identity', async () => {
  const { idsOf, call } = await withIdentities({ type: 'UserAssigned', userAssignedIdentities: { [a]: {}, [b]: {} } });
  await call('PUT', vmId('web1'), { location: 'westeurope' });
  expect(await idsOf()).toEqual([a, b]);
  await call('PUT', vmId('web1'), {
    location: 'westeurope',
    identity: { type: 'UserAssigned', userAssignedIdentities: { [c]: {} } },
  });
  expect(await idsOf()).toEqual([c]);
});

test.each([
  ['a missing one', { type: 'UserAssigned', userAssignedIdentities: { [identityId('nobody')]: {} } }, 'was not found'],
  ['no identity left', { type: 'UserAssigned', userAssignedIdentities: { [b]: null } }, 'userAssignedIdentities'],
  ['an unknown type', { type: 'Sometimes' }, 'Sometimes'],
  ['ids without the type', { type: 'SystemAssigned', userAssignedIdentities: { [a]: {} } }, 'UserAssigned'],
])('a body with %s is refused and changes nothing', async (_name, identity, text) => {
  const { idsOf, patch } = await withIdentities({ type: 'UserAssigned', userAssignedIdentities: { [b]: {} } });
  const { status, json } = await patch(identity);
  expect([status, json.error.code]).toEqual([400, 'FailedIdentityOperation']);
  expect(json.error.message).toContain(text);
  expect(await idsOf()).toEqual([b]);
});

test('of two writers with the same ETag one gets 412, and nothing is lost', async () => {
  const { idsOf, compute, patch } = await withIdentities({ type: 'UserAssigned', userAssignedIdentities: { [a]: {} } });
  const client = compute('app');
  const { etag } = await client.virtualMachines.get('demo', 'web1');
  await patch({ type: 'UserAssigned', userAssignedIdentities: { [b]: {} } });
  const late = client.virtualMachines.update(
    'demo',
    'web1',
    { identity: { type: 'UserAssigned', userAssignedIdentities: { [c]: {} } } },
    { ifMatch: etag ?? '' },
  );
  await expect(late).rejects.toMatchObject({ statusCode: 412, code: 'PreconditionFailed' });
  expect(await idsOf()).toEqual([a, b]);
});

test('a paused request meets the state of its release', async () => {
  let release = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { compute, patch, idsOf } = await withIdentities();
  const paused = compute('app', (_request, point) => (point === 'request' ? gate : Promise.resolve()));
  const reading = paused.virtualMachines.get('demo', 'web1');
  await patch({ type: 'UserAssigned', userAssignedIdentities: { [a]: {} } });
  release();
  expect(Object.keys((await reading).identity?.userAssignedIdentities ?? {})).toEqual(await idsOf());
});

test('user-assigned identities are listed, updated and deleted', async () => {
  const { call } = await withIdentities();
  const list = await call('GET', a.slice(0, a.lastIndexOf('/')));
  expect(list.json.value.map(({ name }: { name: string }) => name)).toEqual(['a', 'b', 'c']);
  const before = (await call('GET', a)).json.properties;
  expect(await call('PUT', a, { location: 'westeurope', tags: { x: 'y' } })).toMatchObject({
    status: 200,
    json: { tags: { x: 'y' }, properties: before },
  });
  expect((await call('DELETE', a)).status).toBe(200);
  expect((await call('GET', a)).status).toBe(404);
  expect((await call('DELETE', a)).status).toBe(204);
});
