import { expect, test } from 'vitest';
import { arcBody, arcId, vmBody, vmId } from '../../local/world/machines.ts';
import { startScenario } from './scenario.ts';

test.each(['windows', 'linux'] as const)(
  'P1 P2 M1 M2 M5 M6 C2: a new %s VM gets identity, rule and agent',
  async (os) => {
    const world = await startScenario();
    const id = vmId(world.tenant, 'vm-1');
    await world.callAzure('PUT', id, { body: vmBody('vm-1', { os }) });
    await world.untilQuiet();
    expect(await world.word(id)).toBe('Configured');
    const rule = world.tenant.rules[os].toLowerCase();
    const type = os === 'windows' ? 'AzureMonitorWindowsAgent' : 'AzureMonitorLinuxAgent';
    const [identity, association, extension] = world.writes();
    expect(world.writes().length).toBe(3);
    expect(identity?.body).toEqual({
      identity: { type: 'UserAssigned', userAssignedIdentities: { [world.tenant.builtInIdentity]: {} } },
    });
    expect(identity?.headers['if-match']).toBeDefined();
    expect(association?.body).toMatchObject({ properties: { dataCollectionRuleId: rule } });
    expect(extension?.path).toBe(`${id}/extensions/${type}`);
    expect(extension?.body).toEqual({
      location: 'westeurope',
      properties: {
        publisher: 'Microsoft.Azure.Monitor',
        type,
        typeHandlerVersion: os === 'windows' ? '1.2' : '1.36',
        autoUpgradeMinorVersion: true,
        enableAutomaticUpgrade: true,
        settings: {
          authentication: {
            managedIdentity: { 'identifier-name': 'mi_res_id', 'identifier-value': world.tenant.builtInIdentity },
          },
        },
      },
    });
    await world.expectSteady();
  },
);

test.each(['windows', 'linux'] as const)(
  'P1 P2 M1 M2 M6 C2: a new %s Arc machine gets rule and agent, without version and identity',
  async (os) => {
    const world = await startScenario();
    const id = arcId(world.tenant, 'srv-1');
    await world.callAzure('PUT', id, { body: arcBody({ os }) });
    await world.untilQuiet();
    expect(await world.word(id)).toBe('Configured');
    const type = os === 'windows' ? 'AzureMonitorWindowsAgent' : 'AzureMonitorLinuxAgent';
    const [association, extension] = world.writes();
    expect(world.writes().length).toBe(2);
    expect(association?.body).toMatchObject({
      properties: { dataCollectionRuleId: world.tenant.rules[os].toLowerCase() },
    });
    expect(extension?.body).toEqual({
      location: 'westeurope',
      properties: {
        publisher: 'Microsoft.Azure.Monitor',
        type,
        autoUpgradeMinorVersion: true,
        enableAutomaticUpgrade: true,
        settings: {},
      },
    });
    await world.expectSteady();
  },
);

test('what was made is owned once it was seen, and the timeline tells each step', async () => {
  const world = await startScenario();
  const id = vmId(world.tenant, 'vm-1');
  await world.callAzure('PUT', id, { body: vmBody('vm-1') });
  await world.untilQuiet();
  const { owned, spec, wouldWrite, eligibility } = await world.row(id);
  expect(owned.map(({ resourceId, state }) => [resourceId.slice(id.length), state])).toEqual([
    [expect.stringContaining('/dataCollectionRuleAssociations/assoc-'), 'confirmed'],
    ['/extensions/AzureMonitorLinuxAgent', 'confirmed'],
  ]);
  expect(spec).toMatch(/^[0-9a-f]{64}$/);
  expect(wouldWrite).toEqual([]);
  expect(eligibility?.state).toBe('new');
  const steps = (await world.timeline(id)).filter((entry) => entry.what === 'step').map((entry) => entry.text);
  expect(steps.sort()).toEqual([
    expect.stringMatching(/^associateDataCollectionRule:\w+: sent/),
    expect.stringMatching(/^attachIdentity: sent/),
    expect.stringMatching(/^installExtension:AzureMonitorLinuxAgent: sent/),
  ]);
  await world.expectSteady();
});

test('CloudEvents 1.0 lead to the same end', async () => {
  const world = await startScenario({ schema: 'CloudEventSchemaV1_0' });
  const ids = [vmId(world.tenant, 'vm-1'), arcId(world.tenant, 'srv-1')];
  await world.callAzure('PUT', ids[0] ?? '', { body: vmBody('vm-1') });
  await world.callAzure('PUT', ids[1] ?? '', { body: arcBody() });
  await world.untilQuiet();
  for (const id of ids) expect(await world.word(id)).toBe('Configured');
  await world.expectSteady();
});

test('nothing is written before the machine is old enough, and then it goes on by itself', async () => {
  const world = await startScenario({ fleet: (usual) => ({ ...usual, settleMinutes: 10 }) });
  const id = vmId(world.tenant, 'vm-1');
  const createdMs = world.clock.now();
  await world.callAzure('PUT', id, { body: vmBody('vm-1') });
  await world.clock.advance(8 * 60_000);
  expect(await world.word(id)).toBe('Pending(Settling)');
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect(Math.min(...world.writes().map((call) => call.atMs))).toBeGreaterThanOrEqual(createdMs + 10 * 60_000);
  await world.expectSteady();
});
