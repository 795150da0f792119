import { expect, test } from 'vitest';
import { applySubscriptionReport, removeSubscription } from '../../local/azure/control/subscription-control.ts';
import { CrashSignal } from '../../local/durable/crash-signal.ts';
import { vmBody, vmId } from '../../local/world/machines.ts';
import { type SmallTenant, seedSmallTenant } from '../../local/world/tenant.ts';
import type { WorldOptions } from '../../local/world/virtual-world.ts';
import { codeOf } from '../../src/domain/machine/standing.ts';
import type { SubscriptionRecord } from '../../src/domain/subscription/subscription-record.ts';
import { subscriptionRef } from '../../src/domain/target/subscription-ref.ts';
import { type Scenario, startScenario } from './scenario.ts';

const minuteMs = 60_000;
/** Longer than from one sweep to the looks that it asks for. */
const oneRunMs = 32 * minuteMs;
const platform = '/providers/Microsoft.Management/managementGroups/platform';
const first = '5b5c0000-0000-4000-a000-0000000000b1';
const second = '5b5c0000-0000-4000-a000-0000000000b2';
const third = '5b5c0000-0000-4000-a000-0000000000b3';
const late = '5b5c0000-0000-4000-a000-0000000000b4';
const otherTenant = '7e4a47ed-0000-4000-a000-0000000000ff';

interface DiscoveryWorld extends Scenario {
  make(id: string, managementGroup: string): void;
  change(id: string, members: object): void;
  /** Its row; fails when there is none. */
  subscription(id: string): Promise<SubscriptionRecord>;
  subscriptionWord(id: string): Promise<string>;
  /** Makes a VM, with what it needs, in one of the subscriptions. */
  putVm(id: string, name: string): Promise<string>;
  /** The roles that the app lost with a move of the subscription. */
  grantAgain(id: string): void;
  /** Changes of rows of subscriptions so far. */
  rowWrites(): number;
}

/** Three subscriptions below the group `platform`, which fleet.json names; the first sweep has been. */
async function startDiscovery(options: WorldOptions = {}): Promise<DiscoveryWorld> {
  const world = await startScenario({
    fleet: (usual) => ({ ...usual, scope: { managementGroups: [platform] }, subscriptions: [{}] }),
    ...options,
  });
  const { store, azure } = world;
  const subscription = async (id: string): Promise<SubscriptionRecord> => {
    const stored = await store.subscriptions.read(subscriptionRef(id).key);
    if (stored === undefined) throw new Error(`There is no row of subscription ${id}`);
    return stored.value;
  };
  const tenants = new Map<string, SmallTenant>();
  const change = (id: string, members: object): void => void applySubscriptionReport(azure, { id, ...members });
  const make = (id: string, managementGroup: string): void =>
    change(id, { displayName: `Sub ${id.slice(-2)}`, managementGroup });
  for (const id of [first, second, third]) make(id, 'platform/prod');
  await world.clock.advance(2 * minuteMs);
  return {
    ...world,
    make,
    change,
    subscription,
    subscriptionWord: async (id) => {
      const { standing } = await subscription(id);
      const code = codeOf(standing);
      return code === undefined ? standing.status : `${standing.status}(${code})`;
    },
    putVm: async (id, name) => {
      const tenant = tenants.get(id) ?? (await seedSmallTenant(world.callAzure, id));
      tenants.set(id, tenant);
      await world.callAzure('PUT', vmId(tenant, name), { body: vmBody(name) });
      return vmId(tenant, name);
    },
    grantAgain: (id) => {
      for (const { id: ruleId, rule } of [...azure.access.list()]) {
        if (rule.kind === 'missingRole' && rule.scope === `/subscriptions/${id}`) azure.access.remove(ruleId);
      }
    },
    rowWrites: () => {
      const counts = store.operations();
      return ['insert', 'replace'].reduce((sum, name) => sum + (counts[`subscriptions.${name}`] ?? 0), 0);
    },
  };
}

test('subscriptions of a group wait for an operator, one that a later sweep shows is new, and each is looked at', async () => {
  const world = await startDiscovery();
  for (const id of [first, second, third]) {
    const row = await world.subscription(id);
    expect(row).toMatchObject({
      name: `Sub ${id.slice(-2)}`,
      state: 'Enabled',
      quotaId: 'PayAsYouGo_2014-09-01',
      eligibility: { state: 'awaiting', by: 'discovery' },
      managementGroups: ['prod', 'platform', world.azure.context.tenantId],
    });
    expect(row.lastLookAt).toBeDefined();
  }
  world.make(late, 'platform');
  await world.clock.advance(oneRunMs);
  const added = await world.subscription(late);
  expect(added.eligibility?.state).toBe('new');
  expect(added.lastLookAt).toBeDefined();
  const before = world.rowWrites();
  await world.clock.advance(3 * oneRunMs);
  // Once an hour each row says that what Azure Policy wants holds still: the first three once; the late one too, after its
  // first sweep has kept how the switch of the Log Analytics agent stands.
  expect(world.rowWrites()).toBe(before + 5);
});

test('one whose name, tags or group change is looked at with the next sweep', async () => {
  const world = await startDiscovery();
  const before = (await world.subscription(second)).lastLookAt;
  world.change(first, { displayName: 'Renamed', tags: { env: 'prod' } });
  await world.clock.advance(oneRunMs);
  const renamed = await world.subscription(first);
  expect(renamed).toMatchObject({ name: 'Renamed', tags: { env: 'prod' } });
  expect(Date.parse(renamed.lastLookAt ?? '')).toBeGreaterThan(Date.parse(before ?? ''));
  expect((await world.subscription(second)).lastLookAt).toBe(before);
});

test('one that leaves the group is out of scope with the next sweep, and so are its machines; it comes back as it was', async () => {
  const world = await startDiscovery();
  const vm = await world.putVm(first, 'vm-1');
  await world.clock.advance(20 * minuteMs);
  expect(await world.word(vm)).toBe('Configured');
  world.change(first, { managementGroup: 'sandbox' });
  await world.clock.advance(oneRunMs);
  expect(await world.subscriptionWord(first)).toBe('Excluded(OutOfScope)');
  expect(await world.word(vm)).toBe('Excluded(OutOfScope)');
  world.change(first, { managementGroup: 'platform' });
  await world.clock.advance(oneRunMs);
  expect(await world.subscriptionWord(first)).not.toBe('Excluded(OutOfScope)');
  expect((await world.subscription(first)).eligibility?.state).toBe('awaiting');
  expect(await world.word(vm)).toBe('Configured');
});

test('one that a complete sweep lacks is held, and goes on when it is shown again', async () => {
  const world = await startDiscovery();
  const id = world.azure.access.add({
    kind: 'missingRole',
    principal: 'app',
    scope: `/subscriptions/${first}`,
  });
  removeSubscription(world.azure, second);
  await world.clock.advance(oneRunMs);
  for (const gone of [first, second]) expect(await world.subscriptionWord(gone)).toBe('Held(ScopeNotReadable)');
  expect((await world.subscription(third)).discovery.missingSince).toBeUndefined();
  world.azure.access.remove(id);
  await world.clock.advance(oneRunMs);
  expect(await world.subscriptionWord(first)).not.toBe('Held(ScopeNotReadable)');
  expect((await world.subscription(first)).discovery.missingSince).toBeUndefined();
  expect((await world.subscription(first)).eligibility?.state).toBe('awaiting');
});

test.each([
  ['truncated', { truncateRows: 1 }],
  ['refused', { status: 500 }],
])('an answer that is %s changes no row, and the status says why', async (_what, effect) => {
  const world = await startDiscovery();
  world.azure.addFault({ path: '**/Microsoft.ResourceGraph/resources', times: 1_000, ...effect });
  const before = world.rowWrites();
  world.make(late, 'platform');
  removeSubscription(world.azure, second);
  await world.clock.advance(oneRunMs);
  expect(world.rowWrites()).toBe(before);
  const { body } = await world.api('GET', 'status');
  expect(body.sweeps).toMatchObject([
    { kind: 'subscriptions', counts: { shown: 3 }, gap: { why: expect.stringContaining('Azure Resource Graph') } },
  ]);
  expect(world.log.some(({ message }) => message.includes('"kind":"incomplete"'))).toBe(true);
  world.azure.faults.clear();
  await world.clock.advance(oneRunMs);
  expect((await world.subscription(late)).eligibility?.state).toBe('new');
  expect(await world.subscriptionWord(second)).toBe('Held(ScopeNotReadable)');
  const [sweep] = Object((await world.api('GET', 'status')).body.sweeps);
  expect(sweep).toMatchObject({ counts: { shown: 3 } });
  expect(sweep).not.toHaveProperty('gap');
});

test.each([1, 2, 3, 4, 5, 6])('killed before write %i of a run, the next one does the rest', async (at) => {
  let [isDead, isMortal, writes] = [false, false, 0];
  const world = await startDiscovery({
    onStoreOperation: ({ name, phase }) => {
      if (isDead) throw new CrashSignal('the store of a dead process');
      if (!isMortal || phase !== 'before' || !/^(subscriptions|work|sweeps)\.(insert|replace|upsert|swap)$/.test(name))
        return;
      writes += 1;
      isDead = writes === at;
      if (isDead) throw new CrashSignal(name);
    },
    engine: { checkReplay: false },
  });
  world.make(late, 'platform');
  world.change(first, { managementGroup: 'sandbox' });
  // The run at half past, and no tick before it.
  await world.clock.advance(27 * minuteMs + 59_000);
  isMortal = true;
  for (let step = 0; step < 30 && !isDead; step++) await world.clock.advance(100);
  expect(isDead).toBe(true);
  isMortal = false;
  isDead = false;
  await world.restart();
  await world.clock.advance(2 * oneRunMs);
  expect((await world.subscription(late)).eligibility?.state).toBe('new');
  expect((await world.subscription(late)).lastLookAt).toBeDefined();
  expect(await world.subscriptionWord(first)).toBe('Excluded(OutOfScope)');
});

test('two processes that start do not run twice', async () => {
  const world = await startDiscovery();
  const queries = (): number => world.calls().filter(({ path }) => path.includes('Microsoft.ResourceGraph')).length;
  const before = queries();
  await world.restart();
  await world.clock.advance(2 * minuteMs);
  expect(queries()).toBe(before);
});

test('E17: moved to another tenant while its machines are onboarded, nothing is written after the look that saw it', async () => {
  const world = await startDiscovery();
  const vms = [await world.putVm(first, 'vm-1'), await world.putVm(first, 'vm-2')];
  await world.clock.advance(2 * minuteMs + 20_000);
  const sent = world.writes().length;
  expect(sent).toBeGreaterThan(0);
  world.change(first, { tenantId: otherTenant });
  await world.clock.advance(2 * oneRunMs);
  const seenAt = world.calls().find(({ path, status }) => path.includes(first) && status === 401)?.atMs ?? 0;
  expect(seenAt).toBeGreaterThan(0);
  expect(world.writes().filter(({ atMs, path }) => atMs > seenAt && path.includes(first))).toEqual([]);
  const row = await world.subscription(first);
  expect(await world.subscriptionWord(first)).toBe('Held(SubscriptionChangedTenant)');
  expect(row).toMatchObject({ tenantId: world.azure.context.tenantId, currentTenantId: otherTenant });
  for (const vm of vms) expect(await world.word(vm)).toBe('Held(SubscriptionChangedTenant)');
  const calls = world.calls().length;
  await world.clock.advance(4 * oneRunMs);
  const later = world.calls().slice(calls);
  expect(later.filter(({ path }) => path.includes(first))).toEqual([]);
});

test('E17: back from another tenant, a machine is not Configured until its identity is made and attached anew', async () => {
  const world = await startDiscovery();
  const vm = await world.putVm(first, 'vm-1');
  await world.clock.advance(20 * minuteMs);
  expect(await world.word(vm)).toBe('Configured');
  world.change(first, { tenantId: otherTenant });
  await world.clock.advance(2 * oneRunMs);
  world.change(first, { tenantId: world.azure.context.tenantId });
  world.change(first, { managementGroup: 'platform/prod' });
  world.grantAgain(first);
  await world.clock.advance(2 * oneRunMs);
  expect(await world.word(vm)).toBe('Failed(ExtensionFailed)');
  expect((await world.row(vm)).standing).toMatchObject({ detail: expect.stringContaining('Identity not found') });
  const [identity = ''] = world.azure.context.identities.inSubscription(first).map(({ id }) => id);
  await world.callAzure('DELETE', identity);
  await world.callAzure('PUT', identity, { body: { location: 'westeurope' } });
  await world.callAzure('PATCH', vm, { body: { identity: { type: 'None' } } });
  await world.clock.advance(minuteMs);
  await world.api('POST', 'machines/onboard', { resourceId: vm });
  await world.clock.advance(oneRunMs);
  expect(await world.word(vm)).toBe('Configured');
});

test.each([
  ['Disabled', true],
  ['Expired', true],
  ['Deleted', false],
])(
  'A9: a subscription that is %s and its machines wait without a write, and go on when they are enabled again, and started',
  async (state, isDeallocated) => {
    const world = await startDiscovery();
    world.change(first, { state });
    await world.clock.advance(oneRunMs);
    expect(await world.subscriptionWord(first)).toBe('Pending(SubscriptionNotWritable)');
    world.change(first, { state: 'Enabled' });
    const vm = await world.putVm(first, 'vm-1');
    world.change(first, { state });
    await world.clock.advance(10 * minuteMs);
    expect(await world.word(vm)).toBe('Pending(SubscriptionNotWritable)');
    expect(world.writes()).toEqual([]);
    world.change(first, { state: 'Warned' });
    await world.clock.advance(2 * oneRunMs);
    expect(await world.word(vm)).toBe(isDeallocated ? 'Pending(Off)' : 'Configured');
    if (isDeallocated) await world.callAzure('POST', `${vm}/start`);
    await world.clock.advance(20 * minuteMs);
    expect(await world.word(vm)).toBe('Configured');
  },
);

test('A9: a subscription of an offer that the file names is not supported', async () => {
  const world = await startDiscovery({
    fleet: (usual) => ({
      ...usual,
      scope: { managementGroups: [platform] },
      subscriptions: [{}],
      support: { ...usual.support, unsupportedOffers: ['MSDN_2014-09-01'] },
    }),
  });
  world.change(first, { quotaId: 'MSDN_2014-09-01' });
  await world.clock.advance(oneRunMs);
  expect(await world.subscriptionWord(first)).toBe('Unsupported(Offer)');
});

test('a group is armed and frozen: machines below it are written and stopped, others are not', async () => {
  const world = await startDiscovery({ armed: false });
  world.make(late, 'platform/test');
  await world.clock.advance(oneRunMs);
  const prod = '/providers/Microsoft.Management/managementGroups/Prod';
  const [below, beside] = [await world.putVm(first, 'vm-1'), await world.putVm(late, 'vm-2')];
  await world.clock.advance(10 * minuteMs);
  expect(await world.word(below)).toBe('Observed(NotArmed)');
  const report = await world.api('GET', `adoption?scope=${encodeURIComponent(prod)}`);
  expect(report.body).toMatchObject({ totals: { machines: 1, wouldChange: 1 } });
  const armed = await world.api('POST', 'arm', { scopes: [prod], planHash: report.body.planHash, why: 'go' });
  expect(armed).toMatchObject({ status: 200, body: { machines: 1, looksRequested: 1 } });
  await world.clock.advance(10 * minuteMs);
  expect(await world.word(below)).toBe('Configured');
  expect(await world.word(beside)).toBe('Observed(NotArmed)');
  const frozen = await world.api('POST', 'freeze', { scope: prod, why: 'incident' });
  expect(frozen).toMatchObject({ status: 200, body: { machines: 1 } });
  const other = await world.putVm(second, 'vm-3');
  await world.clock.advance(10 * minuteMs);
  expect(await world.word(other)).toBe('Pending(Frozen)');
  expect(await world.api('DELETE', `freeze?scope=${encodeURIComponent(prod)}`)).toMatchObject({
    status: 200,
    body: { looksRequested: 1 },
  });
  await world.clock.advance(10 * minuteMs);
  expect(await world.word(other)).toBe('Configured');
  const unknown = '/providers/Microsoft.Management/managementGroups/nobody';
  expect(await world.api('POST', 'arm', { scopes: [unknown], why: 'go' })).toMatchObject({ status: 422 });
});

test('a machine of a subscription that no sweep has placed waits, and goes on after the sweep', async () => {
  const world = await startDiscovery();
  world.make(late, 'platform');
  const vm = await world.putVm(late, 'vm-1');
  await world.clock.advance(5 * minuteMs);
  expect(await world.word(vm)).toBe('Pending(SubscriptionNotReady)');
  expect(world.writes()).toEqual([]);
  await world.clock.advance(oneRunMs + 15 * minuteMs);
  expect(await world.word(vm)).toBe('Configured');
});

test('a subscription whose groups Azure does not tell yet waits, and the exclusion of its group holds once it does', async () => {
  let isUntold = true;
  const sandbox = '/providers/Microsoft.Management/managementGroups/sandbox';
  const exclude = { scopes: [{ id: sandbox, by: 'ann', why: 'experiments' }] };
  const world = await startDiscovery({
    fleet: (usual) => ({ ...usual, scope: { managementGroups: [platform], exclude }, subscriptions: [{}] }),
    wrapAzure: (azure) => ({
      ...azure,
      listSubscriptions: async (scopes) => {
        const listed = await azure.listSubscriptions(scopes);
        if (listed.kind !== 'rows' || !isUntold) return listed;
        const rows = listed.rows.map((row) =>
          row.subscription === late ? { ...row, managementGroups: undefined } : row,
        );
        return { ...listed, rows };
      },
    }),
  });
  world.make(late, 'platform/sandbox');
  await world.clock.advance(oneRunMs);
  const vm = await world.putVm(late, 'vm-1');
  await world.clock.advance(2 * oneRunMs);
  expect(await world.subscriptionWord(late)).toBe('Pending(SubscriptionNotReady)');
  expect(await world.word(vm)).toBe('Pending(SubscriptionNotReady)');
  isUntold = false;
  await world.clock.advance(2 * oneRunMs);
  expect(await world.subscriptionWord(late)).toBe('Excluded(ByFleetFile)');
  expect(await world.word(vm)).toBe('Excluded(ByFleetFile)');
  expect(world.writes()).toEqual([]);
});

test('C1: a change of the subscription by others starts onboardSubscription for it', async () => {
  const world = await startDiscovery();
  const before = (await world.subscription(first)).lastLookAt;
  await world.clock.advance(3 * minuteMs);
  await world.callAzure('PUT', `/subscriptions/${first}/resourceGroups/DefaultResourceGroup-WEU`, {
    body: { location: 'westeurope' },
  });
  await world.clock.advance(2 * minuteMs);
  expect(Date.parse((await world.subscription(first)).lastLookAt ?? '')).toBeGreaterThan(Date.parse(before ?? ''));
  const told = await world.store.timeline.recent(subscriptionRef(first).key, 10);
  expect(told).toContainEqual(
    expect.objectContaining({ what: 'event', operation: 'Microsoft.Resources/subscriptions/resourceGroups/write' }),
  );
});
