import { expect, test } from 'vitest';
import { prodId, startTenancy } from './tenancy-fixture.ts';

const identities = `/subscriptions/${prodId}/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities`;
const provider = (namespace: string) => `/subscriptions/${prodId}/providers/${namespace}`;

async function startUnregistered() {
  const world = await startTenancy();
  await world.call('PUT', `/subscriptions/${prodId}/resourceGroups/rg`, { location: 'westeurope' });
  await world.report({ unregistered: ['microsoft.managedidentity'] });
  return world;
}

test('a write to a provider that is not registered is a 409 that names it; reads go on', async () => {
  const { call } = await startUnregistered();
  const { status, json } = await call('PUT', `${identities}/id1`, { location: 'westeurope' });
  expect([status, json.error]).toEqual([
    409,
    {
      code: 'MissingSubscriptionRegistration',
      message:
        "The subscription is not registered to use namespace 'Microsoft.ManagedIdentity'. See https://aka.ms/rps-not-found for how to register subscriptions.",
    },
  ]);
  expect((await call('GET', identities)).json.value).toEqual([]);
  expect((await call('GET', provider('Microsoft.ManagedIdentity'))).json).toMatchObject({
    registrationState: 'NotRegistered',
    registrationPolicy: 'RegistrationRequired',
  });
});

test('Defender for Cloud shows nothing of a subscription that is not registered for it, until it is', async () => {
  const { call, clock, report } = await startUnregistered();
  await report({ unregistered: ['Microsoft.Security'] });
  const security = provider('Microsoft.Security');
  const reads = ['pricings/VirtualMachines', 'settings', 'autoProvisioningSettings', 'securityConnectors'];
  const statuses = async () =>
    await Promise.all(reads.map(async (path) => (await call('GET', `${security}/${path}`)).status));
  expect((await call('GET', `${security}/settings`)).json.error).toEqual({
    code: 'Subscription Not Registered',
    message: 'Please register to Microsoft.Security in order to view your security status',
  });
  expect(await statuses()).toEqual([404, 404, 404, 404]);
  expect((await call('GET', security)).json.registrationState).toBe('NotRegistered');
  await call('POST', `${security}/register`);
  await clock.advance(120_000);
  expect(await statuses()).toEqual([200, 200, 200, 200]);
});

test('registration takes a while of app time, then the write is taken', async () => {
  const { call, clock } = await startUnregistered();
  const register = () => call('POST', `${provider('microsoft.managedIdentity')}/register`);
  expect((await register()).json.registrationState).toBe('Registering');
  expect((await register()).json.registrationState).toBe('Registering');
  expect((await call('PUT', `${identities}/id1`, { location: 'westeurope' })).status).toBe(409);
  await clock.advance(120_000);
  const states = (await call('GET', `/subscriptions/${prodId}/providers`)).json.value.map(
    ({ registrationState }: { registrationState: string }) => registrationState,
  );
  expect(new Set(states)).toEqual(new Set(['Registered']));
  expect((await call('PUT', `${identities}/id1`, { location: 'westeurope' })).status).toBe(201);
});

test("registration needs the provider's own action", async () => {
  const { azure, call } = await startUnregistered();
  const actions = ['Microsoft.ManagedIdentity/register/action'];
  azure.access.add({ kind: 'missingRole', principal: 'app', scope: `/subscriptions/${prodId}`, actions });
  const { json } = await call('POST', `${provider('Microsoft.ManagedIdentity')}/register`, undefined, 'app');
  expect(json.error.message).toContain("'Microsoft.ManagedIdentity/register/action'");
});

test('everything is registered in other subscriptions, and what needs no registration always is', async () => {
  const { call, firstId } = await startUnregistered();
  const other = await call('GET', `/subscriptions/${firstId}/providers/Microsoft.ManagedIdentity`);
  expect(other.json.registrationState).toBe('Registered');
  expect((await call('GET', provider('Microsoft.Resources'))).json).toMatchObject({
    registrationState: 'Registered',
    registrationPolicy: 'RegistrationFree',
  });
  expect((await call('POST', `${provider('Contoso.Moons')}/register`)).status).toBe(404);
});
