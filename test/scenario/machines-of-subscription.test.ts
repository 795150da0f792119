import { describe, expect, test } from 'vitest';
import { applySubscriptionReport, type SubscriptionReport } from '../../local/azure/control/subscription-control.ts';
import { vmBody } from '../../local/world/machines.ts';
import type { WrittenFleet } from '../../src/domain/fleet/fleet-schema.ts';
import { codeOf } from '../../src/domain/machine/standing.ts';
import { subscriptionRef } from '../../src/domain/target/subscription-ref.ts';
import { put } from './existing.ts';
import { givenId, startGiven } from './given-subscription.ts';
import { type Scenario, startScenario } from './scenario.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const groupIdOf = (name: string): string => `/providers/Microsoft.Management/managementGroups/${name}`;
const id = '5b5c0000-0000-4000-a000-0000000000b1';
const late = '5b5c0000-0000-4000-a000-0000000000b2';
const root = `/subscriptions/${id}`;
const group = `${root}/resourceGroups/app`;
const msdn = 'MSDN_2014-09-01';
const making = { mode: 'enforce', identity: { create: true } } as const;

interface OneSubscription extends Scenario {
  change(members: Partial<SubscriptionReport>): void;
  subscriptionWord(): Promise<string>;
  /** Makes a VM in it, with nothing that it shares. */
  addVm(name?: string): Promise<string>;
  onboard(): Promise<void>;
  /** What a reader of the API is told of a machine. */
  toldOf(vm: string): Promise<{ readonly detail: unknown; readonly hint: unknown }>;
}

/** One subscription below the group `platform`; a sweep has shown it. */
async function startOne(
  file: (usual: WrittenFleet) => Partial<WrittenFleet>,
  report: Partial<SubscriptionReport> = {},
): Promise<OneSubscription> {
  const world = await startScenario({
    fleet: (usual) => ({ ...usual, scope: { managementGroups: [groupIdOf('platform')] }, ...file(usual) }),
  });
  const change = (members: Partial<SubscriptionReport>): void =>
    void applySubscriptionReport(world.azure, { id, ...members });
  change({ displayName: 'One', managementGroup: 'platform', ...report });
  await world.clock.advance(35 * minuteMs);
  return {
    ...world,
    change,
    subscriptionWord: async () => {
      const standing = (await world.store.subscriptions.read(subscriptionRef(id).key))?.value.standing;
      return standing === undefined ? 'no row' : `${standing.status}(${codeOf(standing) ?? ''})`;
    },
    addVm: async (name = 'vm-1') => {
      await put(world, group, { location: 'westeurope' });
      const vm = `${group}/providers/Microsoft.Compute/virtualMachines/${name}`;
      await put(world, vm, vmBody(name));
      return vm;
    },
    onboard: async () => {
      expect(await world.api('POST', `subscriptions/${id}/onboard`, { why: 'it is ours' })).toMatchObject({
        status: 202,
      });
    },
    toldOf: async (vm) => {
      const { detail, hint } = (await world.api('GET', `machines/${(await world.row(vm)).key}`)).body;
      return { detail, hint };
    },
  };
}

describe('M10: a machine goes on where another entry makes what it lacks, because its subscription', () => {
  test.each<[string, NonNullable<WrittenFleet['subscriptions']>[number]['match'], Partial<SubscriptionReport>]>([
    ['gets a tag', { tags: { env: 'prod' } }, { tags: { env: 'prod' } }],
    ['moves to a group', { managementGroups: [groupIdOf('prod')] }, { managementGroup: 'platform/prod' }],
  ])('%s', async (_what, match, change) => {
    const world = await startOne(() => ({ subscriptions: [{ ...making, match }] }));
    await world.onboard();
    const vm = await world.addVm();
    await world.clock.advance(20 * minuteMs);
    expect(await world.word(vm)).toBe('Held(IdentityMissing)');
    world.change(change);
    await world.clock.advance(2 * hourMs);
    expect(await world.subscriptionWord()).toBe('Configured()');
    expect(await world.row(vm)).toMatchObject({ findings: { identity: { kind: 'satisfied' } } });
    await world.expectSteady();
  });
});

describe('A9: in a subscription of an offer that the file names', () => {
  const file = (usual: WrittenFleet): Partial<WrittenFleet> => ({
    support: { ...usual.support, unsupportedOffers: [msdn] },
    subscriptions: [making],
  });

  test('no machine is written, whatever it lacks', async () => {
    const world = await startOne(
      (usual) => ({
        ...file(usual),
        profiles: usual.profiles.map((one) => ({ ...one, identity: { kind: 'system' } })),
      }),
      { quotaId: msdn },
    );
    const vm = await world.addVm();
    await world.clock.advance(hourMs);
    expect(await world.subscriptionWord()).toBe('Unsupported(Offer)');
    expect(await world.word(vm)).toBe('Unsupported(Offer)');
    const calls = world.calls().length;
    await world.clock.advance(24 * hourMs);
    // The subscription itself is looked at again every few hours.
    const [itself, others] = [`/subscriptions/${id}`, world.calls().slice(calls)];
    expect(others.filter(({ path }) => path.includes(id) && path !== itself)).toEqual([]);
    expect(others.filter(({ path }) => path === itself).length).toBeLessThan(9);
    expect(world.writes()).toEqual([]);
  });

  test('one that comes before its subscription is known waits for it, without a write', async () => {
    const world = await startOne(file);
    applySubscriptionReport(world.azure, { id: late, displayName: 'Late', managementGroup: 'platform', quotaId: msdn });
    await put(world, `/subscriptions/${late}/resourceGroups/app`, { location: 'westeurope' });
    const vm = `/subscriptions/${late}/resourceGroups/app/providers/Microsoft.Compute/virtualMachines/vm-1`;
    await put(world, vm, vmBody('vm-1'));
    await world.clock.advance(5 * minuteMs);
    expect(await world.word(vm)).toBe('Pending(SubscriptionNotReady)');
    await world.clock.advance(hourMs);
    expect(await world.word(vm)).toBe('Unsupported(Offer)');
    expect(world.writes()).toEqual([]);
  });

  test('machines go on when it changes to another one', async () => {
    const world = await startOne(file, { quotaId: msdn });
    const vm = await world.addVm();
    await world.clock.advance(10 * minuteMs);
    expect(await world.word(vm)).toBe('Unsupported(Offer)');
    await world.onboard();
    world.change({ quotaId: 'PayAsYouGo_2014-09-01' });
    await world.clock.advance(2 * hourMs);
    expect(await world.subscriptionWord()).toBe('Configured()');
    expect(await world.row(vm)).toMatchObject({ findings: { identity: { kind: 'satisfied' } } });
  });
});

test('M10: in scope by its resource group alone, a machine is held for what its subscription will never make', async () => {
  const scope = { resourceGroups: [group], managementGroups: [groupIdOf('aside')] };
  const world = await startOne(() => ({ scope, subscriptions: [making] }));
  applySubscriptionReport(world.azure, { id: late, displayName: 'Late', managementGroup: 'aside' });
  const vm = await world.addVm();
  await world.clock.advance(2 * hourMs);
  expect(await world.subscriptionWord()).toBe('Excluded(OutOfScope)');
  expect(await world.word(vm)).toBe('Held(IdentityMissing)');
  expect(await world.toldOf(vm)).toMatchObject({ detail: expect.stringContaining('covers none of it as a whole') });
});

test('M10: a machine that waits says what its subscription waits for, and where that is told', async () => {
  const world = await startOne(() => ({ subscriptions: [making] }));
  const vm = await world.addVm();
  await world.clock.advance(hourMs);
  expect(await world.subscriptionWord()).toBe('Observed(NotAdopted)');
  expect(await world.word(vm)).toBe('Pending(SubscriptionNotReady)');
  expect(await world.toldOf(vm)).toEqual({
    detail: expect.stringMatching(/does not exist; its subscription is Observed \(NotAdopted\)$/),
    hint: expect.stringContaining(`GET /api/subscriptions/${id} says what that waits for`),
  });
  const { topCauses } = (await world.api('GET', 'status')).body;
  expect(topCauses).toContainEqual(
    expect.objectContaining({ code: 'SubscriptionNotReady', hint: expect.stringContaining('/api/subscriptions/') }),
  );
  await world.onboard();
  await world.clock.advance(hourMs);
  expect(await world.row(vm)).toMatchObject({ findings: { identity: { kind: 'satisfied' } } });
});

test('P11: in a cloud without the default workspace a machine is held for its rules and told of the cloud, and rests', async () => {
  const wanted = { identity: { create: true }, workspace: 'default' } as const;
  const world = await startGiven(wanted, {}, { settings: { cloud: 'AzureUSGovernment' } }, 'enforce');
  await world.addVm('vm-1');
  await world.look();
  const vm = `/subscriptions/${givenId}/resourceGroups/app-rg/providers/Microsoft.Compute/virtualMachines/vm-new`;
  await put(world, vm, vmBody('vm-new'));
  await world.clock.advance(hourMs);
  expect(await world.givenWord()).toBe('Configured');
  expect(await world.word(vm)).toBe('Held(NoRules)');
  const { standing } = await world.row(vm);
  expect(standing).toMatchObject({ detail: expect.stringContaining('Cloud: Azure Government lacks') });
  const calls = world.calls().length;
  await world.clock.advance(4 * hourMs);
  expect(
    world
      .calls()
      .slice(calls)
      .filter(({ path }) => path.includes(vm)),
  ).toEqual([]);
});
