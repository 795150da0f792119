import { describe, expect, it, test } from 'vitest';
import { vmBody, vmId } from '../../local/world/machines.ts';
import type { WrittenFleet } from '../../src/domain/fleet/fleet-schema.ts';
import { put, quietVm } from '../scenario/existing.ts';
import { type Scenario, startScenario } from '../scenario/scenario.ts';
import { type AppAnswer, callApp } from './call-app.ts';
import { expectProblem, fieldsOf } from './expect-problem.ts';
import { storeSubscription } from './stored-subscriptions.ts';

const path = '/api/machines/onboard';

function onboard(world: Scenario, resourceId: string, why?: string): Promise<AppAnswer> {
  return callApp(world, 'POST', path, { body: { resourceId, ...(why === undefined ? {} : { why }) } });
}

describe('POST /api/machines/onboard', () => {
  it('A4 A6 C3: takes on a machine that nobody told of, says where to look, and starts at once', async () => {
    const world = await startScenario();
    const id = await quietVm(world, 'web-01');
    const answer = await onboard(world, id.toUpperCase().replace('WEB-01', 'web-01'), 'ticket 4711');
    expect(answer.status).toBe(202);
    const { key } = await world.row(id);
    expect(answer.body).toMatchObject({ key, name: 'web-01' });
    expect(answer.headers['retry-after']).toBe('15');
    const location = String(answer.headers.location);
    expect(location).toMatch(new RegExp(`^http://[^/]+/api/machines/${key}$`));
    await world.clock.advance(10_000);
    expect(await world.word(id)).toBe('InProgress(attachIdentity)');
    await world.untilQuiet();
    const { body } = await callApp(world, 'GET', location.replace(/^http:\/\/[^/]+/, ''));
    expect(body).toMatchObject({ status: 'Configured', eligibility: { state: 'adopted', by: 'a function key' } });
    expect(JSON.stringify(body.timeline)).toContain('onboard: ticket 4711');
    await world.expectSteady();
  });

  it('asked for many times at once, onboards once', async () => {
    const world = await startScenario();
    const id = await quietVm(world, 'web-01');
    const answers = await Promise.all(Array.from({ length: 5 }, () => onboard(world, id)));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202]);
    await world.untilQuiet();
    expect(await world.word(id)).toBe('Configured');
    expect(world.writes()).toHaveLength(3);
  });

  it.each([
    ['not armed', 'Observed(NotArmed)', { armed: false }],
    ['only observed', 'Observed(ObserveMode)', { fleet: inMode('observe') }],
  ])('of a machine that is %s still writes nothing', async (_, word, options) => {
    const world = await startScenario(options);
    const id = await quietVm(world, 'web-01');
    expect((await onboard(world, id)).status).toBe(202);
    await world.untilQuiet();
    expect(await world.word(id)).toBe(word);
    expect(world.written()).toEqual([]);
  });

  it('forgets since when the machine waited, and what could not be read', async () => {
    const world = await startScenario();
    const id = await quietVm(world, 'web-01');
    await world.lookAt(id);
    await world.clock.advance(2_000);
    const { key } = await world.row(id);
    const stored = await world.store.machines.read(key);
    const since = new Date(world.clock.now() - 80 * 60 * 60_000).toISOString();
    const tries = { attempts: 6, waits: 0, waitingSince: undefined, nextAttemptAt: undefined, refusals: [] };
    const unread = { ...tries, failure: { code: 'ServerError', detail: 'x', treatment: 'retry' as const } };
    const stale = { unread, waitingSince: { AgentNotReady: since }, provisioningSince: since };
    if (stored !== undefined) await world.store.machines.replace({ ...stored.value, ...stale }, stored.etag);
    expect((await onboard(world, id)).status).toBe(202);
    const row = await world.row(id);
    expect([row.unread, row.waitingSince?.AgentNotReady]).toEqual([undefined, undefined]);
    expect(row.provisioningSince === since).toBe(false);
  });

  it('starts the tries of a failed machine over', async () => {
    const world = await startScenario();
    world.azure.addFault({ extension: {}, times: 1, outcome: { exitCode: 51 } });
    const id = vmId(world.tenant, 'web-01');
    await put(world, id, vmBody('web-01'));
    await world.untilQuiet();
    const before = await world.row(id);
    expect(before.standing.status).not.toBe('Configured');
    expect((await onboard(world, id)).status).toBe(202);
    await world.untilQuiet();
    expect(await world.word(id)).toBe('Configured');
  });

  it('does not shorten what Azure asked to wait', async () => {
    const world = await startScenario();
    const id = await quietVm(world, 'web-01');
    const body = { error: { code: 'TooManyRequests', message: 'Slow down.' } };
    world.azure.addFault({ principal: 'app', path: id, status: 429, headers: { 'retry-after': '303' }, body });
    await onboard(world, id);
    await world.clock.advance(30_000);
    expect(await world.word(id)).toBe('Pending(Throttled)');
    const calls = world.calls().length;
    const throttledMs = world.clock.now() - 30_000;
    await onboard(world, id);
    await world.clock.runUntil(throttledMs + 303_000);
    expect(world.calls()).toHaveLength(calls);
    await world.untilQuiet();
    expect(await world.word(id)).toBe('Configured');
  });

  it('of a machine that Azure does not have leaves nothing behind', async () => {
    const world = await startScenario();
    expect((await onboard(world, vmId(world.tenant, 'typo'))).status).toBe(202);
    await world.untilQuiet();
    expect((await world.store.machines.list({ limit: 9 })).records).toEqual([]);
    expect(await world.store.work.listAll()).toEqual([]);
  });

  it.each([
    ['a disk', (group: string) => `${group}/providers/Microsoft.Compute/disks/d`],
    [
      'an instance of a scale set',
      (group: string) => `${group}/providers/Microsoft.Compute/virtualMachineScaleSets/s/virtualMachines/3`,
    ],
    ['an extension', (group: string) => `${group}/providers/Microsoft.Compute/virtualMachines/v/extensions/e`],
    ['a group', (group: string) => group],
    ['a machine with a slash', (group: string) => `${group}/providers/Microsoft.Compute/virtualMachines/v/`],
    ['a URL', (group: string) => `https://management.azure.com${group}/providers/Microsoft.Compute/virtualMachines/v`],
    ['text', () => 'web-01'],
    ...['..', '%2e%2e', 'web?x', 'web#x', 'web 01', 'n'.repeat(81)].map((name): [string, (group: string) => string] => [
      `a machine named ${name}`,
      (group) => `${group}/providers/Microsoft.Compute/virtualMachines/${name}`,
    ]),
    [
      'a group above',
      (group: string) => `${group.replace(/[^/]+$/, '..')}/providers/Microsoft.Compute/virtualMachines/v`,
    ],
    ['a group with a dot at the end', (group: string) => `${group}./providers/Microsoft.Compute/virtualMachines/v`],
  ])('refuses %s', async (_, idOf) => {
    const world = await startScenario();
    expectProblem(await onboard(world, idOf(world.tenant.group)), 422, 'NotAMachine');
    expect(await world.store.work.listAll()).toEqual([]);
  });

  it('refuses what fleet.json does not cover or excludes, and says so', async () => {
    const exclude = { scopes: [{ id: '', by: 'ann', why: 'lab machines' }] };
    const world = await startScenario({
      fleet: (usual, { group }) => ({
        ...usual,
        scope: {
          ...usual.scope,
          exclude: { scopes: exclude.scopes.map((scope) => ({ ...scope, id: `${group}-lab` })) },
        },
      }),
    });
    const { group } = world.tenant;
    const vm = '/providers/Microsoft.Compute/virtualMachines/v';
    expectProblem(await onboard(world, `${group.replace('5b5c0000', '6b5c0000')}${vm}`), 422, 'OutOfScope');
    const excluded = await onboard(world, `${group}-lab${vm}`);
    expectProblem(excluded, 409, 'Excluded');
    expect(excluded.body.detail).toContain('lab machines');
    expect((await world.store.machines.list({ limit: 9 })).records).toEqual([]);
  });

  it('refuses a machine of a subscription that no sweep has placed: nobody knows whether a group of the file covers it', async () => {
    const platform = '/providers/Microsoft.Management/managementGroups/platform';
    const world = await startScenario({ fleet: (usual) => ({ ...usual, scope: { managementGroups: [platform] } }) });
    const { group } = world.tenant;
    const id = `${group.replace('5b5c0000', '6b5c0000')}/providers/Microsoft.Compute/virtualMachines/v`;
    const answer = await onboard(world, id);
    expectProblem(answer, 409, 'NotPlacedYet');
    expect(answer.body.detail).toContain('ask again');
    expect((await world.store.machines.list({ limit: 9 })).records).toEqual([]);
    const guid = id.split('/')[2] ?? '';
    await storeSubscription(world, { subscription: guid, managementGroups: ['sandbox'] });
    await world.clock.advance(6_000);
    expectProblem(await onboard(world, id), 422, 'OutOfScope');
  });

  it('needs an id of bearable length', async () => {
    const world = await startScenario();
    expect(fieldsOf(await callApp(world, 'POST', path, { body: {} }))).toEqual(['resourceId']);
    expect(fieldsOf(await onboard(world, '/x'.repeat(2_000)))).toEqual(['resourceId']);
    expectProblem(await onboard(world, vmId(world.tenant, 'v'.repeat(129))), 422, 'NotAMachine');
  });
});

test('onboarding by hand survives a timeline that cannot be written', async () => {
  let failures = 0;
  const world = await startScenario({
    onStoreOperation: ({ name }) => {
      if (name === 'timeline.append' && ++failures === 1) throw new Error('no answer');
    },
  });
  const id = await quietVm(world, 'web-01');
  expect((await onboard(world, id, 'ticket 4711')).status).toBe(202);
  expect(failures).toBeGreaterThan(0);
  await world.untilQuiet();
  expect(await world.word(id)).toBe('Configured');
  const { timeline } = (await callApp(world, 'GET', '/api/machines/web-01')).body;
  expect(JSON.stringify(timeline)).toContain('ticket 4711');
});

function inMode(mode: 'observe'): (usual: WrittenFleet) => WrittenFleet {
  return (usual) => ({ ...usual, profiles: usual.profiles.map((profile) => ({ ...profile, mode })) });
}
