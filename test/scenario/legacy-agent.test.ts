import { expect, test } from 'vitest';
import type { JsonObject } from '../../local/azure/core/types.ts';
import { arcBody, arcId, vmBody, vmId } from '../../local/world/machines.ts';
import type { WrittenFleet } from '../../src/domain/fleet/fleet-schema.ts';
import { placeAgent, put, quietly, touch } from './existing.ts';
import { type Scenario, startScenario } from './scenario.ts';

const minute = 60_000;
const hour = 60 * minute;
const workspace = '1d2c3b4a-0000-4000-8000-00000000000a';

const systems = { linux: 'OmsAgentForLinux', windows: 'MicrosoftMonitoringAgent' } as const;
type System = keyof typeof systems;
type Kind = 'VM' | 'Arc machine';
const each = [
  ['VM', 'linux'],
  ['VM', 'windows'],
  ['Arc machine', 'linux'],
  ['Arc machine', 'windows'],
] as const;

/** Every profile of the usual file says so of the Log Analytics agent. */
async function startWith(
  legacyAgent: 'leave' | 'report' | 'remove',
  profile: object = {},
  subscriptions: NonNullable<WrittenFleet['subscriptions']> = [{ mode: 'observe' }],
): Promise<Scenario> {
  return await startScenario({
    fleet: (usual) => ({
      ...usual,
      profiles: usual.profiles.map((one) => ({ ...one, legacyAgent, ...profile })),
      subscriptions,
    }),
  });
}

/** A new machine on which somebody else has put the Log Analytics agent before the app hears of it. */
async function withLegacyAgent(
  world: Scenario,
  kind: Kind = 'VM',
  os: System = 'linux',
  image: JsonObject = {},
): Promise<string> {
  const isVm = kind === 'VM';
  const id = isVm ? vmId(world.tenant, 'old-1') : arcId(world.tenant, 'old-1');
  await quietly(world, async () => {
    await put(world, id, isVm ? vmBody('old-1', { os, ...image }) : arcBody({ os }));
    await world.clock.advance(3 * minute);
    await placeLegacyAgent(world, id, os);
  });
  // Its sweep has to read how the switch of the subscription stands.
  await world.clock.advance(35 * minute);
  return id;
}

async function placeLegacyAgent(world: Scenario, machineId: string, os: System): Promise<void> {
  const type = systems[os];
  const isVm = machineId.includes('Microsoft.Compute');
  const properties = {
    publisher: 'Microsoft.EnterpriseCloud.Monitoring',
    type,
    ...(isVm ? { typeHandlerVersion: os === 'linux' ? '1.14' : '1.0' } : {}),
    autoUpgradeMinorVersion: true,
    settings: { workspaceId: workspace },
  };
  await put(world, `${machineId}/extensions/old`, { location: 'westeurope', properties }, 'other');
}

function removals(world: Scenario): readonly string[] {
  return world.written().filter((line) => line.startsWith('DELETE'));
}

async function extensionsOf(world: Scenario, id: string): Promise<readonly string[]> {
  const { body } = await world.callAzure('GET', `${id}/extensions`);
  const { value } = body as { readonly value: readonly { readonly properties: { readonly type: string } }[] };
  return value.map(({ properties }) => properties.type).sort();
}

test.each(each)('P4: the Log Analytics agent (%s, %s) is taken off once the new one is in place', async (kind, os) => {
  const world = await startWith('remove');
  const id = await withLegacyAgent(world, kind, os);
  await touch(world, id);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  const agent = os === 'linux' ? 'AzureMonitorLinuxAgent' : 'AzureMonitorWindowsAgent';
  expect(await extensionsOf(world, id)).toEqual([agent]);
  const order = world.written().filter((line) => line.includes(' extensions/') || line.includes('Associations/'));
  expect(order.at(-1)).toBe('DELETE extensions/old 202');
  expect(removals(world)).toHaveLength(1);
  const removal = world.writes().find(({ method }) => method === 'DELETE');
  const install = world.writes().find(({ path }) => path.endsWith(agent));
  expect((removal?.atMs ?? 0) - (install?.atMs ?? 0)).toBeGreaterThanOrEqual(45_000);
  const row = await world.row(id);
  expect(row.findings['legacy-agent']).toEqual({ kind: 'satisfied', detail: 'no Log Analytics agent' });
  expect(row.owned.map(({ resourceId }) => resourceId).join()).not.toContain('/extensions/old');
  expect((await world.timeline(id)).map(({ text }) => text).join('\n')).toContain(workspace);
  await world.expectSteady();
});

test.each(['leave', 'report'] as const)('P4: %s takes nothing off', async (word) => {
  const world = await startWith(word);
  const id = await withLegacyAgent(world);
  await touch(world, id);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect(removals(world)).toEqual([]);
  const { findings } = await world.row(id);
  expect(findings['legacy-agent']?.detail).toEqual(word === 'leave' ? undefined : expect.stringContaining(workspace));
  await world.expectSteady();
});

test('P4: while the new agent fails the old one stays; it goes once that is mended', async () => {
  const world = await startWith('remove');
  world.azure.addFault({ extension: { type: 'AzureMonitor*Agent' }, outcome: { exitCode: 51 }, times: 1 });
  const id = await withLegacyAgent(world);
  await touch(world, id);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Held(ExtensionUnsupportedOs)');
  expect(removals(world)).toEqual([]);
  await world.expectSteady();
  await world.api('POST', 'machines/onboard', { resourceId: id, why: 'mended' });
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect(removals(world)).toEqual(['DELETE extensions/old 202']);
  await world.expectSteady();
});

test('P4: a new agent that is there without a rule is not enough', async () => {
  const world = await startWith('remove');
  const id = await withLegacyAgent(world);
  world.azure.addFault({
    method: 'PUT',
    path: '**/dataCollectionRuleAssociations/*',
    status: 409,
    body: { error: { code: 'ScopeLocked', message: 'The scope is locked.' } },
    times: 1_000,
  });
  await touch(world, id);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Held(ScopeLocked)');
  expect(await extensionsOf(world, id)).toEqual(['AzureMonitorLinuxAgent', 'OmsAgentForLinux']);
  expect(removals(world)).toEqual([]);
  await world.expectSteady();
});

test('P4: what is true at the write decides: a new agent that somebody took off meanwhile keeps the old one', async () => {
  let takeOff = (): void => undefined;
  const world = await startScenario({
    fleet: (usual) => ({
      ...usual,
      profiles: usual.profiles.map((one) => ({ ...one, legacyAgent: 'remove' })),
      subscriptions: [{ mode: 'observe' }],
    }),
    wrapAzure: (azure) => ({
      ...azure,
      readMachine: (machine, parts) => {
        // Steps alone read associations with the machine.
        if (parts.associations) takeOff();
        return azure.readMachine(machine, parts);
      },
    }),
  });
  const id = await withLegacyAgent(world);
  const { vmExtensions } = world.azure.context;
  let taken = 0;
  takeOff = () => {
    const agent = vmExtensions.get(`${id}/extensions/AzureMonitorLinuxAgent`);
    if (agent?.provisioningState !== 'Succeeded' || taken > 0) return;
    taken += 1;
    vmExtensions.delete(agent.id);
  };
  await touch(world, id);
  await world.untilQuiet();
  expect(taken).toBe(1);
  const sent = world.written().filter((line) => line.includes(' extensions/'));
  expect(sent.map((line) => line.replace(/ \d+$/, ''))).toEqual([
    'PUT extensions/AzureMonitorLinuxAgent',
    'PUT extensions/AzureMonitorLinuxAgent',
    'DELETE extensions/old',
  ]);
  expect(await world.word(id)).toBe('Configured');
  await world.expectSteady();
});

test('P4: nothing to take off writes nothing, and an old agent in a failed state goes as well', async () => {
  const world = await startWith('remove');
  world.azure.addFault({ extension: { type: 'OmsAgentForLinux' }, outcome: { exitCode: 1 }, times: 1 });
  const id = await withLegacyAgent(world);
  await touch(world, id);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect(removals(world)).toHaveLength(1);
  const sent = world.writes().length;
  await touch(world, id);
  await world.untilQuiet();
  expect(world.written(sent)).toEqual([]);
  await world.expectSteady();
});

test('P4: a VM that is off keeps the old agent until it is started', async () => {
  const world = await startWith('remove');
  const id = await withLegacyAgent(world);
  await quietly(world, async () => {
    const identity = { type: 'UserAssigned', userAssignedIdentities: { [world.tenant.builtInIdentity]: {} } };
    await world.callAzure('PATCH', id, { body: { identity } });
    await placeAgent(world, id);
  });
  await quietly(world, async () => {
    await world.callAzure('POST', `${id}/deallocate`);
  });
  await touch(world, id);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Pending(Off)');
  expect(removals(world)).toEqual([]);
  await world.callAzure('POST', `${id}/start`);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect(removals(world)).toHaveLength(1);
  await world.expectSteady();
});

test('P4: a disconnected Arc machine keeps the old agent until it connects', async () => {
  const world = await startWith('remove');
  const id = await withLegacyAgent(world, 'Arc machine');
  world.report({ id, status: 'Disconnected' });
  await touch(world, id);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Pending(Disconnected)');
  expect(world.written()).toEqual([]);
  world.report({ id, status: 'Connected' });
  await touch(world, id);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect(removals(world)).toHaveLength(1);
  await world.expectSteady();
});

test('P4: a lock holds the machine; it is not asked again until somebody onboards it', async () => {
  const world = await startWith('remove');
  const id = await withLegacyAgent(world);
  const lock = `${id}/providers/Microsoft.Authorization/locks/keep`;
  await put(world, lock, { properties: { level: 'CanNotDelete' } });
  await touch(world, id);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Held(ScopeLocked)');
  const tries = removals(world).length;
  expect(tries).toBe(1);
  await world.expectSteady();
  await world.callAzure('DELETE', lock);
  await world.api('POST', 'machines/onboard', { resourceId: id, why: 'no lock any more' });
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  await world.expectSteady();
});

test('P4: somebody who keeps putting it back, under whatever name, is met three times, then the machine is held', async () => {
  const world = await startWith('remove');
  const id = await withLegacyAgent(world);
  let names = 0;
  world.azure.context.hooks.onEvent.push(({ principal, outcome, kind }) => {
    if (principal.name !== 'app' || outcome !== 'Success' || kind !== 'delete') return;
    names += 1;
    const body = {
      location: 'westeurope',
      properties: {
        publisher: 'Microsoft.EnterpriseCloud.Monitoring',
        type: 'OmsAgentForLinux',
        typeHandlerVersion: '1.14',
        settings: { workspaceId: workspace },
      },
    };
    world.azure.context.after(minute, 'somebody puts it back', () => {
      void world.callAzure('PUT', `${id}/extensions/again-${names}`, { body, as: 'other' });
    });
  });
  await touch(world, id);
  await world.clock.advance(2 * hour);
  expect(await world.word(id)).toBe('Held(Contended)');
  expect(removals(world)).toHaveLength(3);
  const held = (await world.timeline(id)).find((entry) => entry.code === 'Contended');
  expect(held?.text).toContain(world.azure.context.principals.other.clientId);
  await world.expectSteady();
});

test('P4: Windows Server 2016 keeps the old agent until Defender for Endpoint has come', async () => {
  const world = await startWith('remove', { endpoint: { want: 'mde' } });
  const image = {
    image: { publisher: 'MicrosoftWindowsServer', offer: 'WindowsServer', sku: '2016-Datacenter', version: 'latest' },
  };
  const id = await withLegacyAgent(world, 'VM', 'windows', image);
  await touch(world, id);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Held(EndpointNotEnabled)');
  expect(await extensionsOf(world, id)).toContain('MicrosoftMonitoringAgent');
  world.azure.defender.deployAfterMs = 30 * minute;
  const security = `/subscriptions/${world.tenant.subscription}/providers/Microsoft.Security`;
  const plan = { properties: { pricingTier: 'Standard', subPlan: 'P1' } };
  await world.callAzure('PUT', `${security}/pricings/VirtualMachines`, { body: plan });
  await world.callAzure('PUT', `${security}/settings/WDATP_UNIFIED_SOLUTION`, {
    body: { kind: 'DataExportSettings', properties: { enabled: true } },
  });
  await world.clock.advance(3 * hour);
  expect(await world.word(id)).toBe('Configured');
  expect(await extensionsOf(world, id)).toEqual(['AzureMonitorWindowsAgent', 'MDE.Windows']);
  await world.expectSteady();
});

async function turnSwitch(world: Scenario, autoProvision: 'On' | 'Off'): Promise<void> {
  const path = `/subscriptions/${world.tenant.subscription}/providers/Microsoft.Security/autoProvisioningSettings/default`;
  await put(world, path, { properties: { autoProvision } });
}

test('P13: a switch that is on holds the machine; turned off by hand, the removal goes on without anybody', async () => {
  const world = await startWith('remove');
  await turnSwitch(world, 'On');
  const id = await withLegacyAgent(world);
  await touch(world, id);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Held(LegacyAutoProvisioning)');
  expect(removals(world)).toEqual([]);
  await world.expectSteady();
  await turnSwitch(world, 'Off');
  await world.clock.advance(2 * hour);
  expect(await world.word(id)).toBe('Configured');
  expect(removals(world)).toHaveLength(1);
  await world.expectSteady();
});

test('P13: a switch that the file turns off is waited for, and the removal goes on', async () => {
  const world = await startWith('remove', {}, [{ mode: 'enforce', legacyAutoProvisioning: 'off' }]);
  await turnSwitch(world, 'On');
  const id = await withLegacyAgent(world);
  await touch(world, id);
  await world.clock.advance(20 * minute);
  expect(await world.word(id)).toBe('Pending(SubscriptionNotReady)');
  expect(removals(world)).toEqual([]);
  await world.api('POST', `subscriptions/${world.tenant.subscription}/onboard`, { why: 'the old agent goes' });
  await world.clock.advance(2 * hour);
  expect(await world.word(id)).toBe('Configured');
  expect(removals(world)).toHaveLength(1);
  const setting = world.writes().findIndex(({ path }) => path.includes('autoProvisioningSettings'));
  expect(setting).toBeGreaterThan(-1);
  expect(world.writes().findIndex(({ method }) => method === 'DELETE')).toBeGreaterThan(setting);
  await world.expectSteady();
});

test('P13: a switch that could not be read is waited for; one that nobody reads holds the machine', async () => {
  const world = await startWith('remove');
  world.azure.addFault({
    method: 'GET',
    path: '**/autoProvisioningSettings**',
    status: 500,
    body: { error: { code: 'InternalServerError', message: 'x' } },
    times: 1_000,
  });
  const id = await withLegacyAgent(world);
  await touch(world, id);
  await world.clock.advance(20 * minute);
  expect(await world.word(id)).toBe('Pending(SubscriptionNotReady)');
  const alone = await startWith('remove', {}, []);
  const held = await withLegacyAgent(alone);
  await touch(alone, held);
  await alone.untilQuiet();
  expect(await alone.word(held)).toBe('Held(LegacyAutoProvisioning)');
  expect([...removals(world), ...removals(alone)]).toEqual([]);
  await alone.expectSteady();
  const sent = world.writes().length;
  await world.lookAgainFor(hour);
  expect(world.written(sent)).toEqual([]);
  expect(await world.word(id)).toBe('Pending(SubscriptionNotReady)');
});
