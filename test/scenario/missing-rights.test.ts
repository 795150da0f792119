import { expect, test } from 'vitest';
import type { ArmReply } from '../../local/azure/core/types.ts';
import { vmBody } from '../../local/world/machines.ts';
import { detailOf, untilOf } from '../../src/domain/machine/standing.ts';
import { put } from './existing.ts';
import { newVm } from './new-machines.ts';
import { type Scenario, startScenario } from './scenario.ts';

const minute = 60_000;
const hour = 60 * minute;
const extensionWrite = 'Microsoft.Compute/virtualMachines/extensions/write';
const assign = 'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action';

/** Takes a right away from the app; answers how to give it back. */
function takeAway(world: Scenario, scope: string, actions: string[]): () => void {
  const rule = world.azure.access.add({ kind: 'missingRole', principal: 'app', scope, actions });
  return () => world.azure.access.remove(rule);
}

/** Azure does not tell the app what its roles allow: only its refusals do. */
function hidePermissions(world: Scenario): void {
  takeAway(world, `/subscriptions/${world.tenant.subscription}`, ['Microsoft.Authorization/permissions/read']);
}

/** Machines one after another, two minutes apart. */
async function newVms(world: Scenario, count: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let index = 1; index <= count; index++) {
    ids.push(await newVm(world, `vm-${index}`));
    await world.clock.advance(6 * minute);
  }
  return ids;
}

async function words(world: Scenario, ids: readonly string[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const id of ids) {
    const word = await world.word(id);
    counts[word] = (counts[word] ?? 0) + 1;
  }
  return counts;
}

const refused = (world: Scenario): number => world.written().filter((line) => line.endsWith(' 403')).length;

test('M15: a missing right is told with action, scope and role before any write of its step', async () => {
  const world = await startScenario();
  const giveBack = takeAway(world, world.tenant.group, [extensionWrite]);
  const id = await newVm(world);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Failed(AuthorizationFailed)');
  const { standing } = await world.row(id);
  expect(detailOf(standing)).toMatch(
    /^not sent: 'Microsoft\.Compute\/virtualMachines\/extensions\/write' is missing on '/,
  );
  expect(detailOf(standing)).toContain(`${id}/extensions/AzureMonitorLinuxAgent`);
  expect(detailOf(standing)).toContain('(built-in role "Virtual Machine Contributor")');
  expect(world.written().filter((line) => line.includes('extensions/'))).toEqual([]);
  expect(refused(world)).toBe(0);
  await world.expectSteady();
  giveBack();
  await world.clock.advance(hour + 10 * minute);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  await world.expectSteady();
});

test('M15: a missing right on the identity is told before the identity is attached', async () => {
  const world = await startScenario();
  // Whatever is allowed at its group is allowed at the identity.
  takeAway(world, world.tenant.builtInIdentity.split('/').slice(0, 5).join('/'), [assign]);
  const id = await newVm(world);
  await world.untilQuiet();
  const detail = detailOf((await world.row(id)).standing);
  expect(detail).toContain(`'${assign}' is missing on '${world.tenant.builtInIdentity}'`);
  expect(detail).toContain('(built-in role "Managed Identity Operator")');
  expect(world.written().filter((line) => line.includes('machine'))).toEqual([]);
});

/** What the app is told of its own roles at this scope, but not below it. */
function answerRightsAt(world: Scenario, scope: string, answer: Pick<ArmReply, 'status' | 'body'>): void {
  const at = `${scope}/providers/Microsoft.Authorization/permissions`.toLowerCase();
  world.azure.context.hooks.afterHandle.push(({ path, principal }, reply) =>
    path.toLowerCase() === at && principal.name === 'app' ? { ...reply, ...answer } : undefined,
  );
}

test.each([
  ['its group lacks it', { status: 200, body: { value: [{ actions: ['*/read'], notActions: [] }] } }],
  ['that of its group is not told', { status: 403, body: { error: { code: 'AuthorizationFailed', message: 'no' } } }],
])('M15: a right on the identity alone is asked for there when %s', async (_, answer) => {
  const world = await startScenario();
  const { builtInIdentity } = world.tenant;
  answerRightsAt(world, builtInIdentity.split('/').slice(0, 5).join('/'), answer);
  const id = await newVm(world);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  const asked = world
    .calls()
    .filter(({ path }) => path === `${builtInIdentity}/providers/Microsoft.Authorization/permissions`);
  expect(asked).toHaveLength(1);
});

test('M15: a right that the machine alone has been given is no missing one', async () => {
  const world = await startScenario();
  const id = await newVm(world);
  // Roles of the group lack it, those of the machine do not.
  const { group } = world.tenant;
  world.azure.context.hooks.afterHandle.push(({ path, principal }, reply) => {
    const isOfGroup = path.toLowerCase() === `${group}/providers/Microsoft.Authorization/permissions`.toLowerCase();
    return isOfGroup && principal.name === 'app'
      ? { ...reply, body: { value: [{ actions: ['*/read'], notActions: [] }] } }
      : undefined;
  });
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
});

test('M15: where Azure does not tell the rights, the write is sent, and its refusal names action, scope and role', async () => {
  const world = await startScenario();
  hidePermissions(world);
  takeAway(world, world.tenant.group, [extensionWrite]);
  const id = await newVm(world);
  await world.untilQuiet();
  expect(refused(world)).toBe(1);
  const { standing } = await world.row(id);
  expect(detailOf(standing)).toMatch(/^'Microsoft\.Compute\/virtualMachines\/extensions\/write' is missing on '/);
  expect(detailOf(standing)).toContain('(built-in role "Virtual Machine Contributor")');
  expect(Date.parse(untilOf(standing) ?? '') - world.clock.now()).toBeGreaterThan(23 * hour);
});

test('M7: twenty machines that may not be written stop their scope: three refusals, then one an hour', async () => {
  const world = await startScenario();
  hidePermissions(world);
  const giveBack = takeAway(world, world.tenant.group, [extensionWrite]);
  const ids = await newVms(world, 20);
  const stoppedMs = world.clock.now();
  const before = refused(world);
  expect(before).toBeLessThanOrEqual(3 + 2);
  expect(await words(world, ids)).toEqual({ 'Failed(AuthorizationFailed)': 3, 'Pending(ScopeStopped)': 17 });
  const status = await world.api('GET', 'status');
  expect(status.body.stoppedScopes).toEqual([
    expect.objectContaining({
      scope: world.tenant.group,
      action: extensionWrite,
      role: 'Virtual Machine Contributor',
      detail: expect.stringContaining(extensionWrite),
      hint: expect.stringContaining('lifts the stop'),
      refused: 3,
    }),
  ]);
  await world.clock.advance(5 * hour);
  const hours = (world.clock.now() - stoppedMs) / hour;
  expect(refused(world) - before).toBeGreaterThanOrEqual(4);
  expect(refused(world) - before).toBeLessThanOrEqual(Math.ceil(hours));
  giveBack();
  await world.clock.advance(hour + 5 * minute);
  await world.untilQuiet();
  expect(await words(world, ids)).toEqual({ Configured: 20 });
  expect((await world.api('GET', 'status')).body.stoppedScopes).toEqual([]);
  await world.expectSteady();
});

test('M7: rights that Azure shows to be missing stop the scope without a single write', async () => {
  const world = await startScenario();
  const giveBack = takeAway(world, world.tenant.group, [extensionWrite]);
  const ids = await newVms(world, 6);
  expect(world.written().filter((line) => line.includes('extensions/'))).toEqual([]);
  expect(await words(world, ids)).toEqual({ 'Failed(AuthorizationFailed)': 3, 'Pending(ScopeStopped)': 3 });
  giveBack();
  await world.clock.advance(hour + 15 * minute);
  await world.untilQuiet();
  expect(await words(world, ids)).toEqual({ Configured: 6 });
  expect(refused(world)).toBe(0);
  await world.expectSteady();
});

test.each([
  ['policy', 'Held(PolicyDenied)'],
  ['denyAssignment', 'Held(DenyAssignment)'],
  ['lock', 'Held(ScopeLocked)'],
] as const)('M7: a %s holds each machine for itself and stops no scope', async (kind, word) => {
  const world = await startScenario();
  const ids = [
    await newVm(world, 'vm-1'),
    await newVm(world, 'vm-2'),
    await newVm(world, 'vm-3'),
    await newVm(world, 'vm-4'),
  ];
  await world.clock.advance(minute);
  if (kind === 'lock') {
    const lock = `${world.tenant.group}/providers/Microsoft.Authorization/locks/no-changes`;
    await put(world, lock, { properties: { level: 'ReadOnly' } });
  } else {
    world.azure.access.add({ kind, name: 'no changes', scope: world.tenant.group });
  }
  await world.untilQuiet();
  expect(await words(world, ids)).toEqual({ [word]: 4 });
  expect((await world.api('GET', 'status')).body.stoppedScopes).toEqual([]);
});

test('M7: rights that the subscription itself lacks keep no machine back that may be written', async () => {
  const world = await startScenario({
    fleet: (usual) => ({ ...usual, subscriptions: [{ mode: 'enforce', identity: { create: true } }] }),
  });
  const subscription = `/subscriptions/${world.tenant.subscription}`;
  takeAway(world, subscription, ['Microsoft.Authorization/locks/write']);
  for (const group of ['rg-one', 'rg-two'].map((name) => `${subscription}/resourceGroups/${name}`)) {
    takeAway(world, group, [extensionWrite]);
    await put(world, group, { location: 'westeurope' });
    await put(world, `${group}/providers/Microsoft.Compute/virtualMachines/vm-1`, vmBody('vm-1'));
  }
  await world.clock.advance(40 * minute);
  const path = `subscriptions/${world.tenant.subscription}`;
  expect((await world.api('POST', `${path}/onboard`, { why: 'test' })).status).toBe(202);
  await world.clock.advance(10 * minute);
  expect((await world.api('GET', path)).body.code).toBe('AuthorizationFailed');
  const healthy = await newVm(world, 'vm-2');
  await world.untilQuiet();
  expect(await world.word(healthy)).toBe('Configured');
  expect((await world.api('GET', 'status')).body.stoppedScopes).toEqual([]);
});
