import { describe, expect, it, test } from 'vitest';
import type { JsonObject } from '../../local/azure/core/types.ts';
import { setAssessment } from '../../local/azure/security/assessment.ts';
import { setDefenderState } from '../../local/azure/security/set-defender-state.ts';
import { defaultTenantId } from '../../local/azure/simulator.ts';
import type { VmOptions } from '../../local/world/machines.ts';
import type { WorldOptions } from '../../local/world/virtual-world.ts';
import type { WrittenSubscription } from '../../src/domain/fleet/subscription-schema.ts';
import { subscriptionKind } from '../../src/look/target-kinds.ts';
import type { GraphGap } from '../../src/ports/inventory.ts';
import { requestLook } from '../../src/work/request-look.ts';
import { put } from './existing.ts';
import { newVm } from './new-machines.ts';
import { type Answer, type Scenario, startScenario } from './scenario.ts';
import { type SubscriptionWords, subscriptionOf } from './subscription-rows.ts';

const tenantConfirmed = { tenantId: defaultTenantId, by: 'security team', at: '2026-01-01T00:00:00Z' };
const wish: WrittenSubscription = { mode: 'enforce', plan: 'P2', endpoint: { defender: 'on' }, tenantConfirmed };

interface GraphHooks {
  /** What Resource Graph answers instead, while it is set. */
  gap?: GraphGap;
  /** Happens right before the next question but so many. */
  before?: { questions: number; happen(): Promise<unknown> };
}

interface Started {
  readonly world: Scenario;
  readonly subscription: SubscriptionWords;
  readonly graph: GraphHooks;
}

interface Given {
  readonly endpoint?: WrittenSubscription['endpoint'];
  readonly settings?: Readonly<Record<string, boolean>>;
  /** Another service that manages the plan, which the file wants to be another one. */
  readonly managedBy?: string;
}

/** A subscription with a plan and without WDATP, which the file wants on; Defender comes to a machine after a minute. */
async function start(
  options: Omit<WorldOptions, 'wrapAzure'> = {},
  { endpoint = wish.endpoint, settings = {}, managedBy }: Given = {},
): Promise<Started> {
  const graph: GraphHooks = {};
  const world = await startScenario({
    fleet: (usual) => ({
      ...usual,
      profiles: [{ name: 'guests', match: { tags: { role: 'guest' } } }, ...usual.profiles],
      subscriptions: [{ ...wish, endpoint, ...(managedBy === undefined ? {} : { plan: 'P1' }) }],
    }),
    ...options,
    wrapAzure: (azure) => ({
      ...azure,
      queryGraph: async (name, scopes) => {
        if (graph.before !== undefined && graph.before.questions-- === 0) await graph.before.happen();
        return graph.gap === undefined ? await azure.queryGraph(name, scopes) : { kind: 'incomplete', gap: graph.gap };
      },
    }),
  });
  setDefenderState(world.azure, world.tenant.subscription, {
    servers: { tier: 'P2', enforce: false, ageDays: 100, managedBy },
    settings: { WDATP: false, ...settings },
  });
  world.azure.defender.deployAfterMs = 60_000;
  return { world, subscription: subscriptionOf(world), graph };
}

const guest = { role: 'guest' };

async function arm({ clock, store }: Scenario): Promise<void> {
  const at = new Date(clock.now()).toISOString();
  await store.controls.put('arm', { scope: '*', by: 'test', at, why: 'test', planHash: undefined });
}

/** Looks at the subscription after an operator has agreed that it may be written. */
async function onboard({ subscription }: Started): Promise<void> {
  await subscription.look();
  await subscription.adopt();
  await subscription.look();
}

/** A machine that somebody protects with CrowdStrike. */
async function newFalcon(world: Scenario, name: string, options: VmOptions = {}): Promise<string> {
  const id = await newVm(world, name, options);
  await world.untilQuiet();
  await put(world, falconOf(id), falconBody(world));
  await world.untilQuiet();
  return id;
}

function falconOf(id: string): string {
  return `${id}/extensions/FalconSensorLinux`;
}

function falconBody({ tenant }: Scenario): JsonObject {
  const properties = { publisher: 'Crowdstrike.Falcon', type: 'FalconSensorLinux', typeHandlerVersion: '1.0' };
  return { location: tenant.region, properties };
}

function extensionsOf(world: Scenario, id: string): readonly string[] {
  return world.azure.context.vmExtensions
    .childrenOf(id)
    .map(({ name }) => name)
    .toSorted();
}

function reachOf({ body }: Answer): { reachHash: string; counts: Record<string, { machines: number }> } {
  return Object(body).reach;
}

async function approve({ world, subscription }: Started, reachHash: string): Promise<Answer> {
  const { key } = await subscription.row();
  return await world.api('POST', `subscriptions/${key}/approve-reach`, { reachHash, why: 'agreed with its owner' });
}

async function shownReach({ world, subscription }: Started) {
  const { key } = await subscription.row();
  return reachOf(await world.api('GET', `subscriptions/${key}`));
}

describe('WDATP is wanted where a machine has CrowdStrike', () => {
  it('E10: is held, and the machine is named and left alone', async () => {
    const started = await start();
    const { world, subscription } = started;
    const id = await newFalcon(world, 'edr-1');
    await newVm(world, 'vm-1');
    await world.untilQuiet();
    await onboard(started);
    expect(await subscription.word()).toBe('Held(ReachesProtectedMachines)');
    const { key, standing } = await subscription.row();
    const { reachHash } = await shownReach(started);
    expect('detail' in standing && standing.detail).toMatch(
      new RegExp(
        `^reachHash ${reachHash}; Defender would install itself on edr-1 \\(with another EDR: CrowdStrike Falcon.* is no shield$`,
      ),
    );
    const list = await world.api('GET', `subscriptions/${key}/reach?group=otherEdr`);
    expect(Object(list.body).machines).toMatchObject([{ name: 'edr-1', group: 'otherEdr', isOff: false }]);
    const { counts } = await shownReach(started);
    expect([counts.wanted?.machines, counts.otherEdr?.machines]).toEqual([1, 1]);
    const plan = Object((await world.api('POST', `subscriptions/${key}/plan`)).body);
    expect(plan.reach.counts.otherEdr.machines).toBe(1);
    expect(plan.plan.map(({ step }: { step: string }) => step)).toContain('setEndpointSetting:WDATP');
    await world.clock.advance(4 * 3_600_000);
    expect(subscription.written()).toEqual([]);
    expect(extensionsOf(world, id)).not.toContain('MDE.Linux');
  });

  it('E10: is written once when exactly this list is approved, and the approval is over then', async () => {
    const started = await start();
    const { world, subscription } = started;
    const id = await newFalcon(world, 'edr-1');
    await onboard(started);
    const { reachHash } = await shownReach(started);
    expect((await approve(started, reachHash)).status).toBe(202);
    await world.untilQuiet();
    expect(subscription.written()).toEqual(['PUT settings/WDATP 200']);
    await subscription.look();
    expect(await subscription.word()).toBe('Configured');
    expect((await subscription.row()).approvedReach).toBeUndefined();
    await world.clock.advance(3_600_000);
    expect(extensionsOf(world, id)).toContain('MDE.Linux');
    const { body } = await approve(started, reachHash);
    expect(body.code).toBe('NoReachHeld');
    expect(subscription.written()).toHaveLength(1);
  });

  it('is refused with the list of now when another machine has come, and nothing is written', async () => {
    const started = await start();
    const { world, subscription } = started;
    await newFalcon(world, 'edr-1');
    await onboard(started);
    const { reachHash } = await shownReach(started);
    await newFalcon(world, 'edr-2');
    const answer = await approve(started, reachHash);
    expect([answer.status, answer.body.code]).toEqual([409, 'ReachChanged']);
    expect(reachOf(answer).counts.otherEdr?.machines).toBe(2);
    expect(reachOf(answer).reachHash).not.toBe(reachHash);
    await subscription.look();
    expect(subscription.written()).toEqual([]);
  });

  it('is held again when another machine comes after the approval and before the write', async () => {
    const started = await start({ armed: false });
    const { world, subscription } = started;
    await newFalcon(world, 'edr-1');
    await onboard(started);
    const { reachHash } = await shownReach(started);
    expect((await approve(started, reachHash)).status).toBe(202);
    await world.untilQuiet();
    expect(await subscription.word()).toBe('Observed(NotArmed)');
    await newFalcon(world, 'edr-2');
    await arm(world);
    await subscription.look();
    expect(await subscription.word()).toBe('Held(ReachesProtectedMachines)');
    expect(subscription.written()).toEqual([]);
  });

  it('is held again when one of its machines goes after the approval and before the write', async () => {
    const started = await start({ armed: false });
    const { world, subscription } = started;
    await newVm(world, 'lin-1', { tags: guest });
    const gone = await newVm(world, 'win-1', { tags: guest, os: 'windows' });
    await world.untilQuiet();
    await onboard(started);
    const { reachHash } = await shownReach(started);
    expect((await approve(started, reachHash)).status).toBe(202);
    await world.untilQuiet();
    world.vanish(gone);
    await world.untilQuiet();
    await arm(world);
    await subscription.look();
    expect(await subscription.word()).toBe('Held(ReachesProtectedMachines)');
    expect(subscription.written()).toEqual([]);
  });

  it('is approved for one writing: turned off later by a person, it is held again, whatever else is held for good', async () => {
    const started = await start({}, { managedBy: 'another service' });
    const { world, subscription } = started;
    const id = await newVm(world, 'guest-1', { tags: guest });
    await world.untilQuiet();
    await onboard(started);
    const { reachHash } = await shownReach(started);
    expect((await approve(started, reachHash)).status).toBe(202);
    await world.untilQuiet();
    expect(subscription.written()).toEqual(['PUT settings/WDATP 200']);
    expect(await subscription.word()).toBe('Held(PlanManagedElsewhere)');
    await world.clock.advance(24 * 3_600_000);
    const setting = `${(await subscription.row()).resourceId}/providers/Microsoft.Security/settings/WDATP`;
    // Its events are lost, and Resource Graph has had time to show it.
    await world.azure.events.silently(async () => {
      await world.callAzure('PUT', setting, { body: { kind: 'DataExportSettings', properties: { enabled: false } } });
      await world.callAzure('DELETE', `${id}/extensions/MDE.Linux`);
      await world.clock.advance(10 * 60_000);
    });
    await subscription.look();
    await world.clock.advance(2 * 3_600_000);
    expect((await subscription.row()).findings['endpoint-settings']?.code).toBe('ReachesProtectedMachines');
    expect(subscription.written()).toHaveLength(1);
    expect(extensionsOf(world, id)).not.toContain('MDE.Linux');
  });

  it('is approved together with Linux: both are written, one after the other, for one approval', async () => {
    const linuxOut = { WDATP_UNIFIED_SOLUTION: true, WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW: true };
    const started = await start({}, { endpoint: { defender: 'on', linux: 'on' }, settings: linuxOut });
    const { world, subscription } = started;
    await newVm(world, 'lin-1', { tags: guest });
    await newVm(world, 'win-1', { tags: guest, os: 'windows' });
    await world.untilQuiet();
    await onboard(started);
    expect(subscription.written()).toEqual([]);
    const { reachHash } = await shownReach(started);
    expect((await approve(started, reachHash)).status).toBe(202);
    await world.untilQuiet();
    expect(subscription.written()).toEqual([
      'PUT settings/WDATP 200',
      'PUT settings/WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW 200',
    ]);
    await subscription.look();
    expect(await subscription.word()).toBe('Configured');
    expect((await subscription.row()).approvedReach).toBeUndefined();
  });

  it('keeps its approval while Resource Graph is throttled, and is written then', async () => {
    const started = await start();
    const { world, subscription, graph } = started;
    await newFalcon(world, 'edr-1');
    await onboard(started);
    const { reachHash } = await shownReach(started);
    // The approval asks once; the look that it brings is not answered.
    const gap: GraphGap = { reason: 'throttled', seconds: 5 };
    graph.before = { questions: 1, happen: async () => Object.assign(graph, { gap }) };
    expect((await approve(started, reachHash)).status).toBe(202);
    await world.clock.advance(60_000);
    expect(await subscription.word()).toBe('Pending(Throttled)');
    expect(subscription.written()).toEqual([]);
    delete graph.gap;
    await world.clock.advance(3_600_000);
    expect(subscription.written()).toEqual(['PUT settings/WDATP 200']);
  });

  it('is held while a machine in a frozen group would be reached, and goes on when the freeze is lifted', async () => {
    const started = await start();
    const { world, subscription } = started;
    const id = await newVm(world, 'vm-1');
    await world.untilQuiet();
    const scope = world.tenant.group;
    expect((await world.api('POST', 'freeze', { scope, why: 'incident 42' })).status).toBe(200);
    await onboard(started);
    expect(await subscription.word()).toBe('Held(ReachesProtectedMachines)');
    expect((await subscription.row()).findings['endpoint-settings']?.detail).toMatch(
      /vm-1 \(excluded: frozen: incident 42 \(a function key\)\)/,
    );
    await world.clock.advance(3_600_000);
    expect(subscription.written()).toEqual([]);
    expect(extensionsOf(world, id)).not.toContain('MDE.Linux');
    await world.api('DELETE', `freeze?scope=${encodeURIComponent(scope)}`);
    await world.untilQuiet();
    expect(subscription.written()).toEqual(['PUT settings/WDATP 200']);
  });

  it('waits as frozen, and is not held, while all of the subscription is frozen', async () => {
    const started = await start();
    const { world, subscription } = started;
    await newVm(world, 'vm-1');
    await world.untilQuiet();
    expect((await world.api('POST', 'freeze', { why: 'incident 42' })).status).toBe(200);
    await subscription.look();
    await subscription.adopt();
    await requestLook(world.ports, subscriptionKind, { target: await subscription.row(), reason: 'test' });
    await world.clock.advance(5 * 60_000);
    expect(await subscription.word()).toBe('Pending(Frozen)');
    expect(subscription.written()).toEqual([]);
  });

  it('is not written when such a machine comes between the look and its step', async () => {
    const started = await start();
    const { world, subscription, graph } = started;
    const id = await newVm(world, 'vm-1');
    await world.untilQuiet();
    await subscription.look();
    await subscription.adopt();
    // The look asks once, then its step does.
    graph.before = { questions: 1, happen: () => world.callAzure('PUT', falconOf(id), { body: falconBody(world) }) };
    await subscription.look();
    expect(graph.before.questions).toBeLessThan(0);
    expect(await subscription.word()).toBe('Held(ReachesProtectedMachines)');
    expect(subscription.written()).toEqual([]);
  });
});

describe("a machine on which Defender's extension is, and no agent", () => {
  const publisher = 'Microsoft.Azure.AzureDefenderForServers';

  async function putFailing({ world }: Started, id: string): Promise<void> {
    const { name: machine = '' } = await world.row(id);
    world.azure.addFault({ extension: { machine, type: 'MDE.*' }, outcome: { exitCode: 5 } });
    const properties = { publisher, type: 'MDE.Linux', typeHandlerVersion: '1.0' };
    await put(world, `${id}/extensions/MDE.Linux`, { location: world.tenant.region, properties });
    await world.untilQuiet();
  }

  it.each<[string, VmOptions, string]>([
    ['observed only', { tags: guest }, 'observedOnly'],
    ['with another EDR, which only an assessment shows', {}, 'otherEdr'],
  ])('because it failed holds the switch like any other: %s', async (_, options, group) => {
    const started = await start();
    const { world, subscription } = started;
    const id = await newVm(world, 'vm-1', options);
    await world.untilQuiet();
    await putFailing(started, id);
    if (group === 'otherEdr') {
      const displayName = 'EDR solution should be installed on Virtual Machines';
      const row = { resourceId: id, displayName, severity: 'High', code: 'Healthy' } as const;
      setAssessment(world.azure.context, world.azure.defender, { ...row, key: '06e3a6db-6c0c-4ad9-943f-31d9d73ecf6c' });
    }
    // Long enough for no row of ours to add what it saw.
    await world.clock.advance(3 * 3_600_000);
    await onboard(started);
    expect(await subscription.word()).toBe('Held(ReachesProtectedMachines)');
    const { key } = await subscription.row();
    const { machines } = Object((await world.api('GET', `subscriptions/${key}/reach?group=${group}`)).body);
    expect(machines).toMatchObject([{ name: 'vm-1', hasEndpoint: false }]);
    await world.clock.advance(4 * 3_600_000);
    expect(subscription.written()).toEqual([]);
  });
});

describe('no complete answer of Resource Graph', () => {
  test.each<[string, GraphGap, string]>([
    ['some rows of all', { reason: 'truncated', rows: 1, total: 2 }, 'Failed(ReachNotKnown)'],
    ['two pages that do not fit', { reason: 'shifted', page: 2 }, 'Failed(ReachNotKnown)'],
    ['too many questions', { reason: 'throttled', seconds: 5 }, 'Pending(Throttled)'],
  ])('%s: nothing is written, and it goes on by itself', async (_, gap, word) => {
    const started = await start();
    const { world, subscription, graph } = started;
    await newVm(world, 'vm-1');
    await world.untilQuiet();
    await subscription.look();
    graph.gap = gap;
    await subscription.adopt();
    await requestLook(world.ports, subscriptionKind, { target: await subscription.row(), reason: 'test' });
    await world.clock.advance(10 * 60_000);
    expect(await subscription.word()).toBe(word);
    expect(subscription.written()).toEqual([]);
    const { key } = await subscription.row();
    expect((await world.api('GET', `subscriptions/${key}/reach`)).body.code).toBe('ReachNotKnown');
    delete graph.gap;
    await world.clock.advance(2 * 3_600_000);
    expect(subscription.written()).toEqual(['PUT settings/WDATP 200']);
  });

  it('of the simulated Azure itself is taken as such', async () => {
    const started = await start();
    const { world, subscription } = started;
    await newVm(world, 'vm-1');
    await newVm(world, 'vm-2');
    await world.untilQuiet();
    world.azure.addFault({
      principal: 'app',
      path: '**/Microsoft.ResourceGraph/resources',
      truncateRows: 1,
      times: 1_000,
    });
    await subscription.look();
    await subscription.adopt();
    await requestLook(world.ports, subscriptionKind, { target: await subscription.row(), reason: 'test' });
    await world.clock.advance(10 * 60_000);
    expect(await subscription.word()).toBe('Failed(ReachNotKnown)');
    expect(subscription.written()).toEqual([]);
  });
});

describe("the app's own roles", () => {
  it('that cannot be read: nothing is written, since Resource Graph may leave out what shows a machine', async () => {
    const started = await start();
    const { world, subscription } = started;
    const id = await newFalcon(world, 'edr-1');
    // Long enough for no row of ours to tell of the other product.
    await world.clock.advance(3 * 3_600_000);
    const actions = ['Microsoft.Compute/virtualMachines/extensions/read'];
    const scope = `/subscriptions/${world.tenant.subscription}`;
    world.azure.access.add({ kind: 'missingRole', principal: 'app', scope, actions });
    const path = '**/Microsoft.Authorization/permissions';
    world.azure.addFault({ principal: 'app', path, status: 503, times: 1_000 });
    await subscription.look();
    await subscription.adopt();
    await requestLook(world.ports, subscriptionKind, { target: await subscription.row(), reason: 'test' });
    await world.clock.advance(3_600_000);
    expect(await subscription.word()).toBe('Failed(ReachNotKnown)');
    expect(subscription.written()).toEqual([]);
    expect(extensionsOf(world, id)).not.toContain('MDE.Linux');
  });
});

describe('a machine that is not meant to have Defender, and gets it', () => {
  it('E10: says so on its row once, whatever Defender does after it', async () => {
    const started = await start();
    const { world } = started;
    await onboard(started);
    const id = await newVm(world, 'guest-1', { tags: { role: 'guest' } });
    const wanted = await newVm(world, 'vm-1');
    await world.untilQuiet();
    await world.clock.advance(3_600_000);
    await world.untilQuiet();
    expect(extensionsOf(world, id)).toContain('MDE.Linux');
    const alertsOf = async (machine: string) =>
      (await world.timeline(machine))
        .filter(({ code }) => code === 'ReachedByPlatform')
        .map(({ what, text }) => [what, text]);
    const text =
      'ReachedByPlatform: Defender for Cloud installed MDE.Linux on this machine (observed only: profile guests); it is left there';
    expect(await alertsOf(id)).toEqual([['alert', text]]);
    const written = (await world.timeline(id)).map((entry) => entry.text);
    expect(written).toContainEqual(expect.stringMatching(/extensions\/write by Defender for Cloud \(8edd93e1-/));
    await world.callAzure('DELETE', `${id}/extensions/MDE.Linux`);
    await world.clock.advance(3_600_000);
    await world.untilQuiet();
    expect(extensionsOf(world, id)).toContain('MDE.Linux');
    expect(await alertsOf(id)).toHaveLength(1);
    const { key } = await world.row(id);
    expect((await world.api('GET', `machines/${key}`)).body.reachedByPlatform).toMatchObject({
      extension: 'MDE.Linux',
      why: 'observed only: profile guests',
    });
    expect(await alertsOf(wanted)).toEqual([]);
    expect((await world.row(wanted)).reachedByPlatform).toBeUndefined();
  });
});
