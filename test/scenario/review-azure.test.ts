import { expect, test } from 'vitest';
import type { JsonObject } from '../../local/azure/core/types.ts';
import { vmBody, vmId } from '../../local/world/machines.ts';
import {
  authentication,
  placeAgent,
  placeAssociation,
  quietArc,
  quietly,
  quietVm,
  touch,
  userAssigned,
} from './existing.ts';
import { newArc, newVm } from './new-machines.ts';
import { type Scenario, startScenario } from './scenario.ts';

test.each([
  ['the resource group of a VM', newVm, () => '/subscriptions/*/resourceGroups/*'],
  ['the associations of a VM', newVm, (id: string) => `${id}/providers/**`],
  ['the extensions of an Arc machine', newArc, (id: string) => `${id}/extensions`],
])('404 on %s does not make the machine Gone', async (_, make, pathOf) => {
  const world = await startScenario();
  const id = await make(world);
  await world.untilQuiet();
  await world.clock.advance(15 * 60_000);
  world.azure.addFault({ principal: 'app', method: 'GET', path: pathOf(id), preset: 'notFound', times: 3 });
  await world.lookAt(id);
  const words = new Set<string>();
  for (let minute = 0; minute < 30; minute++) {
    await world.clock.advance(60_000);
    words.add(await world.word(id));
  }
  expect([...words].filter((word) => word.startsWith('Gone'))).toEqual([]);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  await world.expectSteady();
});

test.each([
  ['the resource group', '/subscriptions/*/resourceGroups/*'],
  ['the built-in identity', '**/userAssignedIdentities/*'],
  ['a rule', '**/dataCollectionRules/*'],
])('429 with Retry-After: 303 on %s: no machine asks for it before, all are Pending(Throttled)', async (_, path) => {
  const world = await startScenario();
  const ids = ['vm-1', 'vm-2', 'vm-3'].map((name) => vmId(world.tenant, name));
  world.azure.addFault({ principal: 'app', method: 'GET', path, preset: 'throttled', retryAfter: 303 });
  for (const [index, id] of ids.entries()) await world.callAzure('PUT', id, { body: vmBody(`vm-${index + 1}`) });
  await world.clock.advance(4 * 60_000);
  for (const id of ids) expect(await world.word(id)).toBe('Pending(Throttled)');
  await world.untilQuiet();
  const refused = world.calls().find((call) => call.status === 429);
  if (refused === undefined) throw new Error('nothing was throttled');
  const asked = world.calls().filter((call) => call.method === 'GET' && call.path === refused.path);
  expect(asked.filter(({ atMs }) => atMs > refused.atMs && atMs < refused.atMs + 303_000)).toEqual([]);
  expect(asked.some(({ status }) => status === 200)).toBe(true);
  for (const id of ids) expect(await world.word(id)).toBe('Configured');
  await world.expectSteady();
});

/** A VM with an agent of somebody else that is right but for its automatic upgrade. */
async function vmWithAgent(world: Scenario, properties: JsonObject, settings: JsonObject = {}): Promise<string> {
  const id = await quietVm(world, 'vm-1', { identity: userAssigned(world.tenant.builtInIdentity) });
  await quietly(world, async () => {
    await placeAgent(world, id, {
      properties: { ...properties, enableAutomaticUpgrade: false },
      settings: { ...authentication(world.tenant.builtInIdentity), ...settings },
    });
    await placeAssociation(world, id);
    await world.callAzure('PATCH', `${id}/extensions/AzureMonitorLinuxAgent`, { body: { tags: { team: 'blue' } } });
  });
  return id;
}

test('our change keeps the tags and properties that others gave the extension', async () => {
  const world = await startScenario();
  const kept = { suppressFailures: true, provisionAfterExtensions: ['their-setup'] };
  const id = await vmWithAgent(world, kept);
  await touch(world, id);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect(world.writes().map(({ body }) => body)).toMatchObject([
    { tags: { team: 'blue' }, properties: { ...kept, enableAutomaticUpgrade: true } },
  ]);
  const { body } = await world.callAzure('GET', `${id}/extensions/AzureMonitorLinuxAgent`);
  expect(body).toMatchObject({ tags: { team: 'blue' }, properties: kept });
  await world.expectSteady();
});

test('a proxy password in a Key Vault is kept by its reference, one that Azure hides holds the machine', async () => {
  const proxy = { proxy: { mode: 'application', address: 'http://proxy:3128', auth: 'true' } };
  const protectedSettingsFromKeyVault = {
    secretUrl: 'https://vault.test/secrets/proxy',
    sourceVault: { id: '/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/v' },
  };
  const referred = await startScenario();
  const id = await vmWithAgent(referred, { protectedSettingsFromKeyVault }, proxy);
  await touch(referred, id);
  await referred.untilQuiet();
  expect(await referred.word(id)).toBe('Configured');
  expect(referred.writes()).toMatchObject([
    { body: { properties: { protectedSettingsFromKeyVault, settings: proxy } } },
  ]);
  const hidden = await startScenario();
  const other = await vmWithAgent(hidden, { protectedSettings: { proxy: { username: 'u', password: 'p' } } }, proxy);
  await touch(hidden, other);
  await hidden.untilQuiet();
  expect(await hidden.word(other)).toBe('Held(ProtectedSettingsUnknown)');
  expect(hidden.written()).toEqual([]);
});

test('the tags of an Arc extension are kept too', async () => {
  const world = await startScenario();
  const id = await quietArc(world, 'srv-1');
  await quietly(world, async () => {
    await placeAgent(world, id, { properties: { enableAutomaticUpgrade: false } });
    await placeAssociation(world, id);
  });
  const extension = `${id}/extensions/AzureMonitorLinuxAgent`;
  await quietly(world, async () => {
    await world.callAzure('PATCH', extension, { body: { tags: { team: 'blue' } } });
  });
  await touch(world, id);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect(world.writes()).toMatchObject([{ body: { tags: { team: 'blue' } } }]);
  await world.expectSteady();
});

test('an operation that the app may not read is believed after two looks that see Succeeded', async () => {
  const world = await startScenario();
  const id = await newVm(world);
  world.azure.addFault({
    principal: 'app',
    method: 'GET',
    path: '**/operations/**',
    preset: 'forbidden',
    times: 1_000,
  });
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect(world.written()).toHaveLength(3);
  await world.expectSteady();
});

test('an operation that answers 200 with an error has failed, and is tried again', async () => {
  const world = await startScenario();
  const id = await newVm(world);
  const body = { error: { code: 'VMExtensionProvisioningError', message: 'it failed' } };
  world.azure.addFault({ principal: 'app', method: 'GET', path: '**/operations/**', status: 200, body });
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  const told = (await world.timeline(id)).map(({ text }) => text);
  expect(told.some((text) => text.includes('it failed'))).toBe(true);
  await world.expectSteady();
});
