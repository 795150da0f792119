import { expect, test } from 'vitest';
import { applySubscriptionReport } from '../../local/azure/control/subscription-control.ts';
import { arcBody, arcId } from '../../local/world/machines.ts';
import { hintOfStanding, untilOf } from '../../src/domain/machine/standing.ts';
import { put, quietArc, quietVm, touch } from './existing.ts';
import { newVm } from './new-machines.ts';
import { startScenario } from './scenario.ts';

const minute = 60_000;

const agent = '**/extensions/AzureMonitorLinuxAgent';

test('409 while another operation runs: waits 2, then 5 minutes, counts no attempt, and goes on', async () => {
  const world = await startScenario();
  world.azure.addFault({ principal: 'app', method: 'PUT', path: agent, preset: 'busy', times: 2 });
  const id = await newVm(world);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  const puts = world.writes().filter((call) => call.path.includes('/extensions/'));
  expect(puts.map((call) => call.status)).toEqual([409, 409, 201]);
  const [first = 0, second = 0, third = 0] = puts.map((call) => call.atMs);
  expect(second - first).toBeGreaterThanOrEqual(2 * minute);
  expect(third - second).toBeGreaterThanOrEqual(5 * minute);
  await world.expectSteady();
});

test('409 on Arc: another extension is still processing, and ours goes on after it', async () => {
  const world = await startScenario();
  const id = arcId(world.tenant, 'srv-1');
  world.azure.addFault({ principal: 'app', method: 'PUT', path: agent, preset: 'busy', times: 1 });
  await world.callAzure('PUT', id, { body: arcBody() });
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  await world.expectSteady();
});

test('409 for a machine that went off between our read and our write: read again, no attempt counted', async () => {
  const world = await startScenario();
  world.azure.addFault({ principal: 'app', method: 'PUT', path: agent, preset: 'vmNotRunning', times: 1 });
  const id = await newVm(world);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  expect((await world.row(id)).steps['installExtension:AzureMonitorLinuxAgent']?.attempts).toBe(0);
  await world.expectSteady();
});

/** A refusal that only a person removes: [what, how, the word, the step that is refused]. */
const heldByFault = [
  ['a version conflict', 'versionConflict', 'Held(VersionConflict)'],
  ['a lock', 'lock', 'Held(ScopeLocked)'],
  ['a deny assignment', 'deny', 'Held(DenyAssignment)'],
  ['a policy', 'policy', 'Held(PolicyDenied)'],
] as const;

test.each(heldByFault)('%s on the extension holds the machine, and nothing is tried again', async (_, preset, word) => {
  const world = await startScenario();
  world.azure.addFault({ principal: 'app', method: 'PUT', path: agent, preset, times: 1_000 });
  const id = await newVm(world);
  await world.untilQuiet();
  expect(await world.word(id)).toBe(word);
  const { standing, steps } = await world.row(id);
  const hint = hintOfStanding(standing);
  expect(hint).toBeDefined();
  expect(steps['installExtension:AzureMonitorLinuxAgent']?.failure?.detail).toMatch(/\w{10}/);
  expect(world.writes().filter((call) => call.path.includes('/extensions/'))).toHaveLength(1);
  await world.expectSteady();
});

test('a real ReadOnly lock on the group holds its machines; removed and onboarded again they are Configured', async () => {
  const world = await startScenario();
  const lock = `${world.tenant.group}/providers/Microsoft.Authorization/locks/keep-out`;
  const id = await newVm(world);
  await world.clock.advance(minute);
  await put(world, lock, { properties: { level: 'ReadOnly' } });
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Held(ScopeLocked)');
  await world.expectSteady();
  await world.callAzure('DELETE', lock);
  await world.api('POST', 'machines/onboard', { resourceId: id });
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  await world.expectSteady();
});

test.each([
  ['denyAssignment', 'Held(DenyAssignment)'],
  ['policy', 'Held(PolicyDenied)'],
] as const)('a real %s of the group holds its machines', async (kind, word) => {
  const world = await startScenario();
  const id = await newVm(world);
  await world.clock.advance(minute);
  world.azure.access.add({ kind, name: 'no changes', scope: world.tenant.group });
  await world.untilQuiet();
  expect(await world.word(id)).toBe(word);
  expect(world.written().every((line) => line.endsWith(' 403'))).toBe(true);
  await world.expectSteady();
});

test('M15 A3 C2: a missing right is Failed with a hint, asked for again after an hour, and works once the role is given', async () => {
  const world = await startScenario();
  const rule = world.azure.access.add({
    kind: 'missingRole',
    principal: 'app',
    scope: world.tenant.group,
    actions: ['Microsoft.Compute/virtualMachines/extensions/write'],
  });
  const id = await newVm(world);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Failed(AuthorizationFailed)');
  const { standing } = await world.row(id);
  const [hint, nextAttemptAt] = [hintOfStanding(standing), untilOf(standing)];
  expect(hint).toContain('role');
  expect(Date.parse(nextAttemptAt ?? '') - world.clock.now()).toBeGreaterThan(20 * minute);
  expect(Date.parse(nextAttemptAt ?? '') - world.clock.now()).toBeLessThanOrEqual(60 * minute);
  expect(world.written().filter((line) => line.includes('extensions/'))).toEqual([]);
  await world.expectSteady();
  world.azure.access.remove(rule);
  await world.api('POST', 'machines/onboard', { resourceId: id });
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  await world.expectSteady();
});

test('403 on the read of the machine is Failed too, and no machine is called Gone for it', async () => {
  const world = await startScenario();
  world.azure.addFault({
    principal: 'app',
    method: 'GET',
    preset: 'forbidden',
    path: '**/virtualMachines/*',
    times: 1_000,
  });
  const id = await newVm(world);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Failed(AuthorizationFailed)');
  expect(world.written()).toEqual([]);
  await world.expectSteady();
});

test('A9: a disabled subscription is waited for', async () => {
  const world = await startScenario();
  const id = await newVm(world);
  await world.clock.advance(minute);
  const { subscription } = world.tenant;
  applySubscriptionReport(world.azure, { id: subscription, state: 'Disabled' });
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Pending(SubscriptionNotWritable)');
  await world.expectSteady();
  applySubscriptionReport(world.azure, { id: subscription, state: 'Enabled' });
  await world.clock.advance(65 * minute);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Pending(Off)');
  // Azure has deallocated it, and somebody starts it.
  await world.callAzure('POST', `${id}/start`);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  await world.expectSteady();
});

test('an Arc allow list without the agent holds the machine, its rule associated; allowed, it goes on', async () => {
  const world = await startScenario();
  const id = await quietArc(world, 'srv-1');
  const listed = { publisher: 'Microsoft.Azure.Monitor', type: 'AzureMonitorLinuxAgent' };
  world.report({ id, agent: { extensionsAllowList: [{ publisher: 'Contoso', type: 'Only' }] } });
  await touch(world, id);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Held(ExtensionNotAllowed)');
  expect(world.written()).toEqual([expect.stringMatching(/^PUT dataCollectionRuleAssociations/)]);
  await world.expectSteady();
  world.report({ id, agent: { extensionsAllowList: [listed] } });
  await world.api('POST', 'machines/onboard', { resourceId: id });
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  await world.expectSteady();
});

test('a policy of the guest agent that lacks the agent holds a VM; allowed, it goes on', async () => {
  const world = await startScenario();
  const id = await quietVm(world, 'vm-1');
  world.report({ id, allowedExtensions: ['Microsoft.Azure.Extensions.CustomScript'] });
  await touch(world, id);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Held(ExtensionNotAllowed)');
  expect((await world.row(id)).standing).toMatchObject({
    detail: expect.stringContaining('is not specified as an allowed extension'),
  });
  await world.expectSteady();
  world.report({ id, allowedExtensions: ['microsoft.azure.monitor.azuremonitorlinuxagent'] });
  await world.api('POST', 'machines/onboard', { resourceId: id });
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  await world.expectSteady();
});

test('500s and 503s are tried again on the ladder', async () => {
  const world = await startScenario();
  world.azure.addFault({ principal: 'app', method: 'PATCH', preset: 'serverError', times: 1 });
  world.azure.addFault({ principal: 'app', method: 'PUT', preset: 'unavailable', times: 1 });
  world.azure.addFault({ principal: 'app', method: 'GET', preset: 'serverError', every: 5, times: 3 });
  const id = await newVm(world);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  await world.expectSteady();
});
