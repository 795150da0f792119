import { expect, test } from 'vitest';
import { applySubscriptionReport, removeSubscription } from '../../local/azure/control/subscription-control.ts';
import { vmBody, vmId } from '../../local/world/machines.ts';
import { codeOf } from '../../src/domain/machine/standing.ts';
import { subscriptionRef } from '../../src/domain/target/subscription-ref.ts';
import { type Scenario, startScenario } from './scenario.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const ids = ['d1', 'd2', 'd3'].map((end) => `5b5c0000-0000-4000-a000-0000000000${end}`);
const [first = '', aside = '', late = ''] = ids;
/** That of every world. */
const only = '5b5c0000-0000-4000-a000-000000000001';
const groupId = (name: string): string => `/providers/Microsoft.Management/managementGroups/${name}`;

async function rowOf({ store }: Scenario, id: string) {
  return (await store.subscriptions.read(subscriptionRef(id).key))?.value;
}

async function wordOf(world: Scenario, id: string): Promise<string> {
  const row = await rowOf(world, id);
  return row === undefined ? 'no row' : `${row.standing.status}(${codeOf(row.standing) ?? ''})`;
}

test('a group in which nothing may be read any more is told, and the others are swept as before', async () => {
  const world = await startScenario({
    fleet: (usual) => ({
      ...usual,
      scope: { managementGroups: ['platform', 'aside'].map(groupId) },
      subscriptions: [{ mode: 'enforce' }],
    }),
  });
  applySubscriptionReport(world.azure, { id: first, displayName: 'First', managementGroup: 'platform' });
  applySubscriptionReport(world.azure, { id: aside, displayName: 'Aside', managementGroup: 'aside' });
  await world.clock.advance(40 * minuteMs);
  expect([await wordOf(world, first), await wordOf(world, aside)]).toEqual(['Configured()', 'Configured()']);
  removeSubscription(world.azure, aside);
  applySubscriptionReport(world.azure, { id: late, displayName: 'Late', managementGroup: 'platform' });
  applySubscriptionReport(world.azure, { id: first, managementGroup: 'elsewhere' });
  await world.clock.advance(2 * hourMs);
  expect(await wordOf(world, aside)).toBe('Held(ScopeNotReadable)');
  expect(await wordOf(world, first)).toBe('Excluded(OutOfScope)');
  // Whether it is new is not said while a group is not answered.
  expect(await rowOf(world, late)).toMatchObject({ name: 'Late', eligibility: undefined });
  const { sweeps } = (await world.api('GET', 'status')).body;
  expect(JSON.stringify(sweeps)).toContain("'aside'");
  const looks = (await rowOf(world, late))?.lastLookAt;
  await world.clock.advance(100 * minuteMs);
  expect((await rowOf(world, late))?.lastLookAt).toBe(looks);
  applySubscriptionReport(world.azure, { id: first, managementGroup: 'aside' });
  await world.clock.advance(40 * minuteMs);
  expect((await rowOf(world, late))?.eligibility?.state).toBe('new');
  expect(await wordOf(world, first)).toBe('Configured()');
});

test.each(['elsewhere', 'sandbox'])(
  'one that leaves the only group, for %s, is out of scope with the next sweep, and nothing is written to it',
  async (to) => {
    const world = await startScenario({
      fleet: (usual) => ({
        ...usual,
        scope: {
          managementGroups: [groupId('platform')],
          exclude: { scopes: [{ id: groupId('sandbox'), by: 'security', why: 'never touch' }] },
        },
        subscriptions: [{ mode: 'enforce' }],
      }),
    });
    applySubscriptionReport(world.azure, { id: only, managementGroup: 'platform' });
    await world.clock.advance(2 * minuteMs);
    const [before, after] = [vmId(world.tenant, 'vm-1'), vmId(world.tenant, 'vm-2')];
    await world.callAzure('PUT', before, { body: vmBody('vm-1') });
    await world.clock.advance(20 * minuteMs);
    expect([await wordOf(world, only), await world.word(before)]).toEqual(['Configured()', 'Configured']);
    applySubscriptionReport(world.azure, { id: only, managementGroup: to });
    await world.clock.advance(32 * minuteMs);
    const sent = world.writes().length;
    await world.callAzure('PUT', after, { body: vmBody('vm-2') });
    await world.clock.advance(hourMs);
    expect(await wordOf(world, only)).toBe('Excluded(OutOfScope)');
    expect(await world.word(before)).toBe('Excluded(OutOfScope)');
    expect(world.writes().slice(sent)).toEqual([]);
    applySubscriptionReport(world.azure, { id: only, managementGroup: 'platform' });
    await world.clock.advance(hourMs);
    expect([await wordOf(world, only), await world.word(before)]).toEqual(['Configured()', 'Configured']);
  },
);

test('one that lies in the only group as before stays in scope, however long Azure refuses the group', async () => {
  let isRefused = false;
  const world = await startScenario({
    fleet: (usual) => ({
      ...usual,
      scope: { managementGroups: [groupId('platform')] },
      subscriptions: [{ mode: 'enforce' }],
    }),
    wrapAzure: (azure) => ({
      ...azure,
      listSubscriptions: async (scopes) => {
        if (!isRefused) return await azure.listSubscriptions(scopes);
        const answer = await azure.listSubscriptions({ ...scopes, managementGroups: [] });
        return { ...answer, denied: [{ group: 'platform', why: 'refused' }] };
      },
    }),
  });
  applySubscriptionReport(world.azure, { id: only, managementGroup: 'platform' });
  await world.clock.advance(20 * minuteMs);
  isRefused = true;
  await world.clock.advance(2 * hourMs);
  expect(await wordOf(world, only)).toBe('Configured()');
});

test.each([
  ['in which nothing may be read', 'platform', 'role Reader'],
  ['with an id that none can have', 'platform.', 'which is not the name that the portal shows'],
])(
  'one that the file names is swept and can be onboarded, whatever group %s stands beside it',
  async (_, group, advice) => {
    const world = await startScenario({
      fleet: (usual) => ({
        ...usual,
        scope: { managementGroups: [groupId(group)], subscriptions: [only] },
        subscriptions: [{ mode: 'enforce' }],
      }),
    });
    const vm = vmId(world.tenant, 'vm-1');
    await world.callAzure('PUT', vm, { body: vmBody('vm-1') });
    await world.clock.advance(hourMs);
    expect([await wordOf(world, only), await world.word(vm)]).toEqual(['Configured()', 'Configured']);
    expect((await rowOf(world, only))?.eligibility).toBeUndefined();
    expect(await world.api('POST', `subscriptions/${only}/onboard`, { why: 'x' })).toMatchObject({ status: 202 });
    expect((await rowOf(world, only))?.eligibility?.state).toBe('adopted');
    const { sweeps } = (await world.api('GET', 'status')).body;
    expect(sweeps).toMatchObject([{ gap: { why: expect.stringContaining(`'${group}'`) } }]);
    expect(JSON.stringify(sweeps)).toContain(advice);
  },
);
