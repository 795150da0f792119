import { describe, expect, it } from 'vitest';
import { arcBody, arcId, vmBody, vmId } from '../../local/world/machines.ts';
import type { World } from '../../local/world/virtual-world.ts';
import type { MachineRecord } from '../../src/domain/machine/machine-record.ts';
import { untilOf } from '../../src/domain/machine/standing.ts';
import { machineStatuses } from '../../src/domain/machine/status.ts';
import type { FleetSummary } from '../../src/ports/store.ts';
import { standingOf } from '../domain/machine/standing-fixture.ts';
import { put, quietly, quietVm, touch } from '../scenario/existing.ts';
import { startScenario } from '../scenario/scenario.ts';
import { callApp } from './call-app.ts';
import { expectProblem } from './expect-problem.ts';
import { storeVms } from './stored-machines.ts';

const minuteMs = 60_000;

async function statusOf(world: World): Promise<Readonly<Record<string, unknown>>> {
  const answer = await callApp(world, 'GET', '/api/status');
  expect(answer.status).toBe(200);
  return answer.body;
}

function sum(counts: unknown): number {
  return Object.values<number>(Object(counts)).reduce((total, count) => total + count, 0);
}

describe('GET /api/status', () => {
  it('C3: counts every machine once, by status, and names the causes with what to do', async () => {
    const world = await startScenario();
    await storeVms(world, 33, (index): Partial<MachineRecord> => {
      const status = machineStatuses[index % machineStatuses.length] ?? 'Discovered';
      const code = index < 20 ? 'IdentityMissing' : 'ScopeLocked';
      return { standing: standingOf(status, status === 'Held' ? code : undefined) };
    });
    const { machines, byStatus, byCoarseStatus, topCauses } = await statusOf(world);
    expect(machines).toBe(33);
    expect(Object.keys(Object(byStatus)).sort()).toEqual([...machineStatuses].sort());
    expect(sum(byStatus)).toBe(33);
    const { Gone, Excluded } = Object(byStatus);
    expect(sum(byCoarseStatus)).toBe(33 - Gone - Excluded);
    expect(topCauses).toEqual([
      { status: 'Held', code: 'IdentityMissing', machines: 2, hint: expect.any(String) },
      expect.objectContaining({ status: 'Held', code: 'ScopeLocked', machines: 1 }),
    ]);
  });

  it('of a real fleet counts each service for itself', async () => {
    const world = await startScenario();
    for (const name of ['a', 'b', 'c']) await put(world, vmId(world.tenant, name), vmBody(name));
    await put(world, arcId(world.tenant, 's'), arcBody());
    await put(world, vmId(world.tenant, 'old'), vmBody('old', { image: { publisher: 'x', offer: 'y', sku: 'z' } }));
    await world.untilQuiet();
    await world.clock.advance(minuteMs);
    const { byStatus, byService, machines, work } = await statusOf(world);
    expect(machines).toBe(5);
    expect(byStatus).toMatchObject({ Configured: 4, Unsupported: 1 });
    const { ama, support } = Object(byService);
    expect(ama).toMatchObject({ satisfied: 4 });
    expect(support).toEqual({ satisfied: 4, unsupported: 1 });
    expect(work).toEqual({ owed: 0, leased: 0, dueWithin30Minutes: 0 });
  });

  it('scans at most once a minute, and says how old its counts are', async () => {
    const world = await startScenario();
    const first = await statusOf(world);
    await storeVms(world, 3);
    await world.clock.advance(minuteMs - 1);
    expect(await statusOf(world)).toMatchObject({ machines: 0, asOf: first.asOf });
    await world.clock.advance(1);
    const { machines, asOf, now } = await statusOf(world);
    expect([machines, asOf]).toEqual([3, now]);
    expect(world.store.operations()['machines.summarize']).toBe(2);
  });

  it('says what is owed now: leased, due soon, later', async () => {
    const world = await startScenario();
    const id = vmId(world.tenant, 'web-01');
    await put(world, id, vmBody('web-01'));
    await world.clock.advance(4 * minuteMs);
    expect((await statusOf(world)).work).toMatchObject({ owed: 1, leased: 1, dueWithin30Minutes: 1 });
    await world.untilQuiet();
    const off = await quietVm(world, 'off');
    await quietly(world, async () => {
      await world.callAzure('POST', `${off}/deallocate`);
    });
    await touch(world, off);
    await world.untilQuiet();
    expect(await world.word(off)).toBe('Pending(Off)');
    const nextAttemptAt = untilOf((await world.row(off)).standing);
    const work = { owed: 1, leased: 0, dueWithin30Minutes: 0, nextDueAt: nextAttemptAt };
    expect((await statusOf(world)).work).toEqual(work);
  });

  it('shows one lock on many machines as one group of refused writes', async () => {
    const world = await startScenario();
    const locked: string[] = [];
    for (const name of ['web-01', 'web-02', 'db-01']) locked.push(await quietVm(world, name));
    for (const id of locked) {
      await touch(world, id);
      const lock = { body: { properties: { level: 'ReadOnly' } } };
      await world.callAzure('PUT', `${id}/providers/Microsoft.Authorization/locks/no`, lock);
    }
    await put(world, vmId(world.tenant, 'free'), vmBody('free'));
    await world.untilQuiet();
    await world.clock.advance(minuteMs);
    const { refusedWrites } = await statusOf(world);
    expect(refusedWrites).toEqual([
      {
        code: 'ScopeLocked',
        text: "ScopeLocked: The scope '<id>' cannot perform write operation because following scope(s) are locked: '<id>'. Please remove the lock and try again.",
        ...{ machines: 3, writes: 6, newestAt: expect.stringMatching(/^2026-01-05T08:.*Z$/) },
      },
    ]);
  });

  it('lists the ten largest groups of writes that Azure refused in the last 24 hours', async () => {
    const world = await startScenario();
    const now = world.clock.now();
    const refusal = (code: string, text: string, hoursAgo: number) => {
      return { at: new Date(now - hoursAgo * 60 * minuteMs).toISOString(), code, text };
    };
    const rows = await storeVms(world, 12);
    const machines = rows.map((row, index) => ({
      ...{ ...row, status: row.standing.status, code: undefined, findings: {} },
      refusals: [
        refusal('ScopeLocked', `The scope '${row.resourceId}' is locked.`, index),
        refusal('ScopeLocked', `The scope '${row.resourceId}' is locked.`, index + 20),
        refusal(`Other${index}`, 'No.', 1),
      ],
    }));
    const summarize = async (): Promise<FleetSummary> => ({ machines, unreadable: [] });
    Object.assign(world.ports.store.machines, { summarize });
    const { refusedWrites } = await statusOf(world);
    expect(refusedWrites).toHaveLength(10);
    expect(Object(refusedWrites)[0]).toEqual({
      ...{ code: 'ScopeLocked', text: "The scope '<id>' is locked." },
      ...{ machines: 12, writes: 17, newestAt: new Date(now).toISOString() },
    });
  });

  it('lists closed gates, and forgets them when they have opened', async () => {
    const world = await startScenario();
    const closedUntil = new Date(world.clock.now() + minuteMs).toISOString();
    const gate = { subscription: world.tenant.subscription, operationClass: 'Microsoft.Compute/read', closedUntil };
    await world.store.gates.close(gate);
    expect((await statusOf(world)).throttles).toEqual([gate]);
    await world.clock.advance(minuteMs);
    expect((await statusOf(world)).throttles).toEqual([]);
  });
});

describe('GET /api/health', () => {
  it('needs no key and says nothing of the fleet; without the store it is a 503, and recovers', async () => {
    let isDown = false;
    const world = await startScenario({
      onStoreOperation: () => {
        if (isDown) throw new Error('no answer from account prodstore');
      },
    });
    for (const key of [null, 'wrong']) {
      expect(await callApp(world, 'GET', '/api/health', { key })).toMatchObject({
        status: 200,
        text: '{"status":"ok"}',
      });
    }
    isDown = true;
    const answer = await callApp(world, 'GET', '/api/health', { key: null });
    expectProblem(answer, 503, 'StoreUnreachable');
    expect(answer.text).not.toContain('prodstore');
    isDown = false;
    expect((await callApp(world, 'GET', '/api/health', { key: null })).status).toBe(200);
  });
});
