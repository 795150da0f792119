import { describe, expect, it } from 'vitest';
import { setDefenderState } from '../../local/azure/security/set-defender-state.ts';
import { worldKeys } from '../../local/world/virtual-world.ts';
import { put, quietArc, quietly, quietVm } from '../scenario/existing.ts';
import { withLegacyAgent } from '../scenario/given-scale-set.ts';
import { type Scenario, startScenario } from '../scenario/scenario.ts';
import { subscriptionOf } from '../scenario/subscription-rows.ts';
import { callApp } from './call-app.ts';
import { expectProblem, fieldsOf } from './expect-problem.ts';
import { otherGuid, withEntries } from './stored-subscriptions.ts';

const minuteMs = 60_000;
const path = '/api/workspaces';
/** A subscription in scope on which the app has no role. */
const hidden = otherGuid(1);
const elsewhere = '1d2c3b4a-0000-4000-8000-00000000000a';

interface Logs {
  readonly id: string;
  readonly customerId: string;
}

async function makeWorkspace(world: Scenario, name: string, solution?: string): Promise<Logs> {
  const group = `/subscriptions/${world.tenant.subscription}/resourceGroups/logs-rg`;
  const id = `${group}/providers/Microsoft.OperationalInsights/workspaces/${name}`;
  await put(world, group, { location: 'westeurope' });
  await put(world, id, { location: 'westeurope', properties: { sku: { name: 'PerGB2018' } } });
  await world.clock.advance(minuteMs);
  if (solution !== undefined) {
    const named = `${solution}(${name})`;
    await put(world, `${group}/providers/Microsoft.OperationsManagement/solutions/${named}`, {
      location: 'westeurope',
      plan: { name: named, publisher: 'Microsoft', product: `OMSGallery/${solution}`, promotionCode: '' },
      properties: { workspaceResourceId: id },
    });
  }
  const { body } = await world.callAzure('GET', id);
  return { id, customerId: String(Object(body).properties.customerId) };
}

async function place(world: Scenario, id: string, agent: 'old' | 'new', workspace?: string): Promise<void> {
  const isVm = id.includes('Microsoft.Compute');
  const [publisher, type, version] =
    agent === 'old'
      ? ['Microsoft.EnterpriseCloud.Monitoring', 'OmsAgentForLinux', '1.14']
      : ['Microsoft.Azure.Monitor', 'AzureMonitorLinuxAgent', '1.36'];
  const settings = workspace === undefined ? {} : { WorkspaceID: workspace.toUpperCase() };
  const properties = { publisher, type, ...(isVm ? { typeHandlerVersion: version } : {}), settings };
  await put(world, `${id}/extensions/${agent}`, { location: 'westeurope', properties }, 'other');
}

/** A rule that sends to the workspace, associated with these machines. */
async function collect(world: Scenario, to: Logs, ...machines: readonly string[]): Promise<void> {
  const rule = `${world.tenant.group}/providers/Microsoft.Insights/dataCollectionRules/to-logs`;
  await put(world, rule, {
    ...{ location: 'westeurope', kind: 'Linux' },
    properties: {
      dataSources: {
        syslog: [{ name: 's', streams: ['Microsoft-Syslog'], facilityNames: ['*'], logLevels: ['Error'] }],
      },
      destinations: { logAnalytics: [{ name: 'logs', workspaceResourceId: to.id }] },
      dataFlows: [{ streams: ['Microsoft-Syslog'], destinations: ['logs'] }],
    },
  });
  for (const machine of machines) {
    const id = `${machine}/providers/Microsoft.Insights/dataCollectionRuleAssociations/to-logs`;
    await put(world, id, { properties: { dataCollectionRuleId: rule } }, 'other');
  }
}

/** Old, new and both agents that send to `central`; the plan is off. `spare` has nothing; a set sends elsewhere. */
async function start(inScope: readonly string[] = []): Promise<Scenario> {
  const world = await startScenario({ armed: false, fleet: withEntries([{}], inScope) });
  const central = await makeWorkspace(world, 'central', 'Security');
  await makeWorkspace(world, 'spare', 'SecurityCenterFree');
  const [old, both] = [await quietVm(world, 'vm-old'), await quietVm(world, 'vm-both')];
  const [arcOld, arcNew] = [await quietArc(world, 'arc-old'), await quietArc(world, 'arc-new')];
  await quietly(world, async () => {
    for (const id of [old, both, arcOld]) await place(world, id, 'old', central.customerId);
    for (const id of [both, arcNew]) await place(world, id, 'new');
    await collect(world, central, both, arcNew);
    await world.clock.advance(10 * minuteMs);
  });
  await withLegacyAgent(world, 'pool', 1);
  setDefenderState(world.azure, world.tenant.subscription, {
    servers: { tier: 'Free', enforce: false, ageDays: 1 },
  });
  await subscriptionOf(world).look();
  return world;
}

type Told = Readonly<Record<string, unknown>>;

async function read(world: Scenario): Promise<{ readonly body: Told; readonly of: (name: string | null) => Told }> {
  const { status, body, text } = await callApp(world, 'GET', path);
  expect(status, text).toBe(200);
  const of = (name: string | null): Told => Object(body.workspaces).find((one: Told) => one.name === name);
  return { body, of };
}

describe('GET /api/workspaces', () => {
  it('P4: tells per workspace the machines with the old agent, the new one and both, and what follows', async () => {
    const world = await start();
    const sent = world.writes().length;
    const { body, of } = await read(world);
    expect(body).toMatchObject({ total: 3, notRead: [], next: null });
    expect(body.unattributed).toEqual({ oldWithoutWorkspace: 0, newWithoutRule: 0, newWithHiddenRule: 0 });
    expect(of('central')).toMatchObject({ machines: { old: 2, new: 1, both: 1 }, solutions: ['Security'] });
    expect(of('central').impacts).toMatchObject([
      { kind: 'duplicateRecommendations', machines: 1 },
      { kind: 'doubleIngestion', machines: 1 },
      { kind: 'performance', machines: 1 },
      { kind: 'billedWithoutPlan', machines: 3 },
    ]);
    expect(of('spare')).toMatchObject({ machines: { old: 0, new: 0, both: 0 }, impacts: [] });
    // The model of a scale set counts as one machine; its workspace is not shown.
    expect(of(null)).toMatchObject({ customerId: elsewhere, solutions: 'unknown', machines: { old: 1 } });
    expect(world.writes().length).toBe(sent);
  });

  it('P14: says that the old agent is billed through the Security solution although the plan is off, until it is on', async () => {
    const world = await start();
    const billed = ({ of }: Awaited<ReturnType<typeof read>>): unknown =>
      Object(of('central').impacts).find(({ kind }: { kind: string }) => kind === 'billedWithoutPlan');
    expect(billed(await read(world))).toMatchObject({
      machines: 3,
      unknown: 0,
      detail: expect.stringMatching(/although the plan is off/),
    });
    setDefenderState(world.azure, world.tenant.subscription, {
      servers: { tier: 'P2', enforce: false, ageDays: 1 },
    });
    await world.clock.advance(30 * minuteMs);
    await subscriptionOf(world).look();
    await world.clock.advance(2 * minuteMs);
    const after = await read(world);
    expect(billed(after)).toBeUndefined();
    expect(after.of('central').benefit).toMatchObject({ eligible: 'yes', machines: 4 });
  });

  it('P6: says whether a workspace is eligible for the free 500 MB a day, and why', async () => {
    const { of } = await read(await start());
    expect(of('central').benefit).toMatchObject({ eligible: 'no', why: expect.stringMatching(/Plan 2 covers none/) });
    expect(of('spare').benefit).toMatchObject({ eligible: 'no', why: expect.stringMatching(/lacks the solution/) });
    expect(of(null).benefit).toMatchObject({ eligible: 'unknown' });
  });

  it('P4: names the machines of a workspace, by page and by the agents that they have', async () => {
    const world = await start();
    const { of } = await read(world);
    const own = `${path}/${String(of('central').key)}`;
    const { body } = await callApp(world, 'GET', `${own}?agents=both`);
    expect(body.workspace).toMatchObject({ name: 'central' });
    expect(body.machines).toMatchObject([
      { id: expect.stringMatching(/vm-both$/), agents: 'both', sends: ['old', 'new'], plan: 'free' },
    ]);
    const names = new Set<string>();
    let next: string | null = `${own}?limit=1&code=${worldKeys.function}`;
    while (next !== null) {
      const page: Told = (await callApp(world, 'GET', next)).body;
      for (const { id } of Object(page.machines)) names.add(String(id).split('/').at(-1) ?? '');
      next = page.next === null ? null : String(page.next).replace(/^http:\/\/[^/]+/, '');
    }
    expect([...names].sort()).toEqual(['arc-new', 'arc-old', 'vm-both', 'vm-old']);
    expectProblem(await callApp(world, 'GET', `${path}/${'0'.repeat(32)}`), 404, 'WorkspaceUnknown');
    expect(fieldsOf(await callApp(world, 'GET', `${path}/central`))).toEqual(['key']);
    expect(fieldsOf(await callApp(world, 'GET', `${own}?agents=all`))).toEqual(['agents']);
  });

  it('pages through the workspaces without a gap, and reads nothing for a machine', async () => {
    const world = await start();
    const calls = world.calls().length;
    const keys: string[] = [];
    let next: string | null = `${path}?limit=1&code=${worldKeys.function}`;
    while (next !== null) {
      const page: Told = (await callApp(world, 'GET', next)).body;
      for (const { key } of Object(page.workspaces)) keys.push(key);
      next = page.next === null ? null : String(page.next).replace(/^http:\/\/[^/]+/, '');
    }
    expect(keys).toEqual([...new Set(keys)].sort());
    expect(keys).toHaveLength(3);
    const sent = world
      .calls()
      .slice(calls)
      .map(({ operation }) => operation);
    expect(new Set(sent)).toEqual(
      new Set(['Microsoft.Authorization/permissions/read', 'Microsoft.ResourceGraph/resources/read']),
    );
    expect(sent.length).toBeLessThanOrEqual(6);
    expect(fieldsOf(await callApp(world, 'GET', `${path}?limit=0`))).toEqual(['limit']);
    expect(fieldsOf(await callApp(world, 'GET', `${path}?subscription=x`))).toEqual(['subscription']);
  });

  it('P4: where a right is missing it is named, and the others are told', async () => {
    const world = await start([hidden]);
    const { body, of } = await read(world);
    expect(body.notRead).toEqual([
      {
        subscription: hidden,
        why: expect.stringContaining("the app's own roles on"),
      },
    ]);
    expect(of('central')).toMatchObject({ machines: { both: 1 } });
    const actions = ['Microsoft.OperationsManagement/solutions/read'];
    const scope = `/subscriptions/${world.tenant.subscription}`;
    const rule = world.azure.access.add({ kind: 'missingRole', principal: 'app', scope, actions });
    await world.clock.advance(60 * minuteMs);
    const refused = await callApp(world, 'GET', path);
    expectProblem(refused, 502, 'WorkspacesNotKnown');
    expect(refused.body.detail).toContain(`'${actions[0]}' (built-in role "Reader")`);
    // What was refused is not kept: with the right it is read at once.
    world.azure.access.remove(rule);
    await world.clock.advance(20_000);
    expect((await read(world)).body).toMatchObject({ total: 3 });
  });

  it('P4: a query that Azure refuses is told with the right that it takes', async () => {
    const world = await start();
    await world.clock.advance(60 * minuteMs);
    world.azure.addFault({ principal: 'app', path: '**/Microsoft.ResourceGraph/resources', status: 403, times: 9 });
    const refused = await callApp(world, 'GET', path);
    expectProblem(refused, 502, 'WorkspacesNotKnown');
    expect(refused.body.detail).toContain('Microsoft.ResourceGraph/resources/read');
  });
});
