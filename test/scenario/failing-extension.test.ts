import { expect, test } from 'vitest';
import { hintOfStanding, untilOf } from '../../src/domain/machine/standing.ts';
import { placeAgent, put, quietly, quietVm, touch } from './existing.ts';
import { newArc, newVm } from './new-machines.ts';
import { type Scenario, startScenario } from './scenario.ts';

const minute = 60_000;
const hour = 60 * minute;

const kinds = [
  ['VM', newVm],
  ['Arc machine', newArc],
] as const;

function extensionWrites(world: Scenario): readonly string[] {
  return world.written().filter((line) => line.includes(' extensions/'));
}

test.each(kinds)('exit code 51 (%s): held, with the reason, and not tried again', async (kind, make) => {
  const world = await startScenario();
  world.azure.addFault({ extension: { type: 'AzureMonitor*Agent' }, outcome: { exitCode: 51 } });
  const id = await make(world);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Held(ExtensionUnsupportedOs)');
  expect(hintOfStanding((await world.row(id)).standing)).toContain('operating system');
  expect(extensionWrites(world)).toEqual([`PUT extensions/AzureMonitorLinuxAgent ${kind === 'VM' ? 201 : 202}`]);
  await world.expectSteady();
});

test.each(kinds)('C2: a transient failure (%s) is tried again with a new forceUpdateTag', async (kind, make) => {
  const world = await startScenario();
  world.azure.addFault({ extension: {}, outcome: { exitCode: 56 }, times: 1 });
  const id = await make(world);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect(extensionWrites(world)).toEqual([
    `PUT extensions/AzureMonitorLinuxAgent ${kind === 'VM' ? 201 : 202}`,
    `PUT extensions/AzureMonitorLinuxAgent ${kind === 'VM' ? 200 : 202}`,
  ]);
  const [first, second] = world.writes().filter((call) => call.path.includes('/extensions/'));
  expect(first?.body).not.toHaveProperty('properties.forceUpdateTag');
  expect(second?.body).toHaveProperty('properties.forceUpdateTag');
  await world.expectSteady();
});

test.each(kinds)('the third try (%s) removes our failed extension and installs it anew', async (_, make) => {
  const world = await startScenario();
  world.azure.addFault({ extension: {}, outcome: { exitCode: 56 }, times: 2 });
  const id = await make(world);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect(extensionWrites(world).map((line) => line.split(' ')[0])).toEqual(['PUT', 'PUT', 'DELETE', 'PUT']);
  const atMs = world.writes().flatMap((call) => (call.path.includes('/extensions/') ? [call.atMs] : []));
  expect((atMs[1] ?? 0) - (atMs[0] ?? 0)).toBeGreaterThanOrEqual(minute);
  expect((atMs[2] ?? 0) - (atMs[1] ?? 0)).toBeGreaterThanOrEqual(5 * minute);
  await world.expectSteady();
});

test('A4: an extension that fails for good is Failed with its next try on the ladder, and is not written in between', async () => {
  const world = await startScenario();
  world.azure.addFault({ extension: {}, outcome: { exitCode: 1, message: 'the installer gave up' } });
  const id = await newVm(world);
  await world.untilQuiet();
  const row = await world.row(id);
  expect(await world.word(id)).toBe('Failed(ExtensionFailed)');
  expect(hintOfStanding(row.standing)).toBeDefined();
  expect(Date.parse(untilOf(row.standing) ?? '')).toBeGreaterThan(world.clock.now() + 30 * minute);
  expect((await world.timeline(id)).some((entry) => entry.text.includes('the installer gave up'))).toBe(true);
  // A look that comes early waits for the ladder.
  await world.expectSteady();
  await world.clock.advance(6 * hour);
  const tries = extensionWrites(world).length;
  expect(tries).toBeLessThanOrEqual(8);
  expect(await world.word(id)).toBe('Failed(ExtensionFailed)');
});

test('a failed extension of somebody else is tried twice, then left to its owner', async () => {
  const world = await startScenario();
  world.azure.addFault({ extension: {}, outcome: { exitCode: 1 } });
  const id = await quietVm(world, 'vm-1');
  await quietly(world, async () => {
    await world.callAzure('PATCH', id, {
      body: { identity: { type: 'UserAssigned', userAssignedIdentities: { [world.tenant.builtInIdentity]: {} } } },
    });
    await placeAgent(world, id, { name: 'ama-of-team-blue' });
  });
  await touch(world, id);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Held(ForeignExtensionFailed)');
  expect(extensionWrites(world)).toEqual([
    'PUT extensions/ama-of-team-blue 200',
    'PUT extensions/ama-of-team-blue 200',
  ]);
  await world.expectSteady();
});

test('an extension that hangs is parked after half an hour and given up after two', async () => {
  const world = await startScenario();
  world.azure.addFault({ extension: {}, outcome: { hang: true } });
  const id = await newVm(world);
  await world.clock.advance(29 * minute);
  expect(await world.word(id)).toBe('InProgress(installExtension)');
  expect((await world.store.work.listAll()).map((row) => row.leaseUntil)).not.toEqual(['']);
  await world.clock.advance(16 * minute);
  expect(await world.word(id)).toBe('InProgress(installExtension)');
  expect((await world.store.work.listAll()).map((row) => row.leaseUntil)).toEqual(['']);
  await world.clock.advance(2 * hour);
  expect(await world.word(id)).toBe('Failed(ProvisioningTimeout)');
  expect(extensionWrites(world)).toHaveLength(1);
  await world.expectSteady();
});

test('Succeeded is not believed while the operation of our write still runs', async () => {
  const world = await startScenario({ durations: { monitorAgentInstall: [10 * minute, 10 * minute] } });
  const id = await newVm(world);
  await world.clock.advance(2.5 * minute);
  expect(extensionWrites(world)).toHaveLength(1);
  const extension = world.azure.context.vmExtensions.get(`${id}/extensions/AzureMonitorLinuxAgent`);
  if (extension === undefined) throw new Error('the extension was not written');
  extension.provisioningState = 'Succeeded';
  extension.installedVersion = '1.38.1.0';
  await world.clock.advance(5 * minute);
  expect(extension.operation?.status).toBe('InProgress');
  expect(await world.word(id)).toBe('InProgress(installExtension)');
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  await world.expectSteady();
});

test('a Succeeded whose operation failed is not Configured', async () => {
  const world = await startScenario();
  world.azure.addFault({ extension: {}, outcome: { exitCode: 51 }, times: 1 });
  const id = await newVm(world);
  await world.clock.advance(2.5 * minute);
  const extension = world.azure.context.vmExtensions.get(`${id}/extensions/AzureMonitorLinuxAgent`);
  if (extension === undefined) throw new Error('the extension was not written');
  // A read that is ahead of, or behind, the truth.
  Object.defineProperty(extension, 'provisioningState', { get: () => 'Succeeded', set: () => undefined });
  extension.installedVersion = '1.38.1.0';
  await world.untilQuiet();
  expect(await world.word(id)).not.toBe('Configured');
});

test('a failed extension of somebody else that blocks ours: waits on the ladder, goes on once it is gone', async () => {
  const world = await startScenario();
  const id = await quietVm(world, 'vm-1');
  const blocker = `${id}/extensions/setup`;
  world.azure.addFault({ extension: { type: 'CustomScript' }, outcome: { exitCode: 1 } });
  await quietly(world, async () => {
    const properties = { publisher: 'Microsoft.Azure.Extensions', type: 'CustomScript', typeHandlerVersion: '2.1' };
    await put(world, blocker, { location: 'westeurope', properties }, 'other');
  });
  world.azure.context.scripts.failedBlocksOthers = true;
  await touch(world, id);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Failed(BlockedByExtension)');
  expect(hintOfStanding((await world.row(id)).standing)).toBeDefined();
  expect(extensionWrites(world).filter((line) => line.startsWith('DELETE'))).toEqual([]);
  await world.expectSteady();
  await world.callAzure('DELETE', blocker, { as: 'other' });
  await world.clock.advance(4 * hour);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  await world.expectSteady();
});

const inGerman =
  'Die VM hat einen Fehler beim Verarbeiten der Erweiterung \u201esetup\u201c gemeldet (Herausgeber \u201eContoso\u201c und Typ \u201eSetup\u201c). Fehlermeldung: \u201eNon-zero exit code: 51\u201c';

test.each([
  ['VM', newVm, inGerman],
  ['Arc machine', newArc, 'Extension CustomScript returned non-zero exit code for Install: 53.'],
  ['Arc machine', newArc, "Virhe laajennuksen 'setup' k\u00e4sittelyss\u00e4. Non-zero exit code: 1"],
])(
  'the failure of another extension (%s), told in other words, never removes or holds ours',
  async (_, make, message) => {
    const world = await startScenario();
    world.azure.addFault({ extension: { type: 'AzureMonitor*Agent' }, outcome: { exitCode: 1, message } });
    const id = await make(world);
    await world.clock.advance(12 * hour);
    expect(await world.word(id)).toMatch(/^Failed\((?:BlockedByExtension|ExtensionFailed)\)$/);
    const writes = extensionWrites(world).map((line) => line.split(' ')[0]);
    expect(writes.length).toBeGreaterThan(3);
    expect(writes).not.toContain('DELETE');
  },
);
