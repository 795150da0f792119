import { expect, test } from 'vitest';
import { applySubscriptionReport } from '../../local/azure/control/subscription-control.ts';
import type { LoggedCall } from '../../local/azure/core/request/call-log.ts';
import { codeOf } from '../../src/domain/machine/standing.ts';
import { type EmptyTenant, startEmptyTenant } from './empty-tenant.ts';
import { startScenario } from './scenario.ts';

const minuteMs = 60_000;
const first = '5b5c0000-0000-4000-a000-0000000000e1';
/** One that stays: of a scope that shows nothing at all nothing is known. */
const second = '5b5c0000-0000-4000-a000-0000000000e2';
const otherTenant = '7e4a47ed-0000-4000-a000-0000000000ff';

interface Moving extends EmptyTenant {
  /** It moves as soon as its row is written so many times from now on: between two of its steps, or within one. */
  moveAfter(rowWrites: number): void;
  /** Calls to it since it has moved. */
  callsSince(): readonly LoggedCall[];
}

/** Subscriptions of which the file wants everything, not onboarded yet; the first of them will move. */
async function startMoving(...subscriptions: readonly string[]): Promise<Moving> {
  let left = Number.POSITIVE_INFINITY;
  let callsBefore: number | undefined;
  const world = await startEmptyTenant(subscriptions, (options) =>
    startScenario({
      ...options,
      onStoreOperation: ({ name, phase }) => {
        if (name !== 'subscriptions.replace' || phase !== 'after') return;
        left -= 1;
        if (left === 0) move();
      },
    }),
  );
  const calls = (): readonly LoggedCall[] => world.calls().filter(({ path }) => path.includes(first));
  const move = (): void => {
    callsBefore = calls().length;
    applySubscriptionReport(world.azure, { id: first, tenantId: otherTenant });
  };
  await world.clock.advance(35 * minuteMs);
  return {
    ...world,
    moveAfter: (rowWrites) => {
      left = rowWrites;
    },
    callsSince: () => {
      if (callsBefore === undefined) throw new Error('it has not moved yet');
      return calls().slice(callsBefore);
    },
  };
}

function isWrite({ method }: LoggedCall): boolean {
  return method !== 'GET';
}

/** Held with all its machines, without a write since the first read that Azure refused, and then left in peace. */
async function expectHeld(world: Moving): Promise<void> {
  const since = world.callsSince();
  const seen = since.findIndex(({ method, status }) => method === 'GET' && status === 401);
  expect(seen).toBeGreaterThanOrEqual(0);
  expect(since.slice(seen).filter(isWrite)).toEqual([]);
  expect(since.filter((call) => isWrite(call) && call.status !== 401)).toEqual([]);
  expect((await world.words()).filter((word) => word !== 'Configured()')).toEqual(['Held(SubscriptionChangedTenant)']);
  const { records } = await world.store.machines.list({ limit: 100 });
  const words = records.map(({ name, standing }) => `${name}: ${standing.status} ${codeOf(standing)}`);
  expect(words.filter((word) => !word.endsWith('Held SubscriptionChangedTenant'))).toEqual([]);
  await world.clock.advance(4 * 60 * minuteMs);
  const later = world.callsSince().slice(since.length);
  expect(later.filter(({ path }) => path.includes(`${first}/`))).toEqual([]);
}

test.each([9, 23])(
  'E17: moved while it is given everything (write %i of its row), it is held, and written no more',
  async (at) => {
    const world = await startMoving(first);
    for (const region of ['westeurope', 'eastus']) await world.addVm(first, region, `vm-${region}`);
    await world.onboardAll();
    world.moveAfter(at);
    await world.clock.advance(70 * minuteMs);
    expect(world.writes().some(({ path, status }) => path.includes(first) && status < 300)).toBe(true);
    await expectHeld(world);
  },
);

test.each([1, 8])(
  'E17: moved while a region is added and its machines are onboarded (write %i of its row), all are held',
  async (at) => {
    const world = await startMoving(first, second);
    await world.onboardAll();
    await world.clock.advance(10 * minuteMs);
    expect(await world.words()).toEqual(['Configured()', 'Configured()']);
    for (const name of ['a', 'b']) await world.addVm(first, 'westeurope', `vm-${name}`);
    await world.clock.advance(8 * minuteMs);
    for (const name of ['c', 'd']) await world.addVm(first, 'northeurope', `vm-${name}`);
    world.moveAfter(at);
    await world.clock.advance(70 * minuteMs);
    expect((await world.store.machines.list({ limit: 10 })).records).toHaveLength(4);
    await expectHeld(world);
  },
);
