import { describe, expect, it } from 'vitest';
import type { WorldOptions } from '../../local/world/virtual-world.ts';
import type { MachineRecord } from '../../src/domain/machine/machine-record.ts';
import { type Scenario, startScenario } from '../scenario/scenario.ts';
import { type AppAnswer, callApp } from './call-app.ts';
import { expectProblem } from './expect-problem.ts';
import { misnamedEndpoint, storeMachine, storeVms } from './stored-machines.ts';

const body = { why: 'moved to another subscription' };

async function start(
  options: WorldOptions = {},
  change: Partial<MachineRecord> = {},
): Promise<{ readonly world: Scenario; readonly record: MachineRecord }> {
  const world = await startScenario(options);
  const [record] = await storeVms(world, 1, (index) => ({ ...misnamedEndpoint(index), ...change }));
  if (record === undefined) throw new Error('no row was stored');
  world.azure.addFault({ principal: 'app', path: record.resourceId, status: 500 });
  return { world, record };
}

function redeploy(world: Scenario, name = 'vm-00', sent: unknown = body): Promise<AppAnswer> {
  return callApp(world, 'POST', `/api/machines/${name}/redeploy-endpoint`, { body: sent });
}

async function expectUnchanged(world: Scenario, record: MachineRecord): Promise<void> {
  expect((await world.store.machines.read(record.key))?.value).toEqual(record);
  expect(await world.store.timeline.recent(record.key, 9)).toEqual([]);
  expect(await world.store.work.listAll()).toEqual([]);
}

describe('D3: POST /api/machines/{keyOrName}/redeploy-endpoint', () => {
  it('answers what is deleted and until when, shows it on the machine, and asks for a look', async () => {
    const { world, record } = await start();
    const until = new Date(world.clock.now() + 60 * 60_000).toISOString();
    const answer = await redeploy(world);
    const { key, name, resourceId } = record;
    const ordered = { extension: 'MDE.Linux', by: 'a function key', why: body.why, at: expect.any(String), until };
    expect(answer.status, answer.text).toBe(202);
    expect(answer.headers.location).toMatch(new RegExp(`/api/machines/${key}$`));
    expect(answer.body).toEqual({ key, name, resourceId, redeploy: ordered, armed: true, frozen: false });
    const shown = await callApp(world, 'GET', `/api/machines/${key}`);
    expect(shown.body).toMatchObject({ redeploy: ordered });
    expect(shown.body.timeline).toContainEqual(
      expect.objectContaining({ what: 'operator', text: `redeploy MDE.Linux until ${until}: ${body.why}` }),
    );
    expect(await world.store.work.listAll()).toMatchObject([{ key }]);
  });

  it('twice within the hour: the second is refused, and says until when', async () => {
    const { world, record } = await start();
    await redeploy(world);
    const stored = await world.store.machines.read(record.key);
    const again = await redeploy(world);
    expectProblem(again, 409, 'AlreadyRedeployed');
    expect(again.body).toMatchObject({ by: 'a function key', until: stored?.value.removalOrder?.until });
    expect((await world.store.machines.read(record.key))?.etag).toBe(stored?.etag);
  });

  it('after the hour it is no longer shown, and may be asked for again', async () => {
    const { world, record } = await start();
    await redeploy(world);
    await world.clock.advance(61 * 60_000);
    expect((await callApp(world, 'GET', `/api/machines/${record.key}`)).body.redeploy).toBeNull();
  });

  it.each<[string, Partial<MachineRecord>]>([
    ['in place', { findings: { endpoint: { kind: 'satisfied' } } }],
    ['not wanted', { findings: {} }],
    ['being made', { findings: { endpoint: { kind: 'provisioning' } } }],
    ['not there', { facts: undefined }],
    ['on a machine that no look has read', { incarnation: undefined }],
  ])('where it is %s: nothing to redeploy, and nothing is written', async (_, change) => {
    const { world, record } = await start({}, change);
    expectProblem(await redeploy(world), 409, 'NothingToRedeploy');
    await expectUnchanged(world, record);
  });

  it('on a machine of a kind that only another release knows: nothing to redeploy, and nothing is written', async () => {
    const { world } = await start();
    const id = `${world.tenant.group}/providers/Microsoft.Compute/virtualMachines/other`;
    const other = await storeMachine(world, id, {
      ...misnamedEndpoint(1),
      kind: 'unknown',
      foreign: { stored: {}, read: {}, findings: {}, kind: 'cluster' },
    });
    const before = await world.store.machines.read(other.key);
    expectProblem(await redeploy(world, 'other'), 409, 'NothingToRedeploy');
    expect(await world.store.machines.read(other.key)).toEqual(before);
  });

  it('with a key that may only read, for nobody, without a reason: refused, and nothing is written', async () => {
    const reader = await start({ settings: { allowKeyWrites: false } });
    expectProblem(await redeploy(reader.world), 403, 'KeyWritesNotAllowed');
    await expectUnchanged(reader.world, reader.record);
    const { world, record } = await start();
    expectProblem(await redeploy(world, 'nobody'), 404, 'MachineNotFound');
    expectProblem(await redeploy(world, 'vm-00', {}), 400, 'InvalidRequest');
    expectProblem(await redeploy(world, 'vm-00', { ...body, force: true }), 400, 'InvalidRequest');
    await expectUnchanged(world, record);
  });
});
