import { describe, expect, test } from 'vitest';
import { createInProcessHttpClient } from '../../local/azure/client/in-process-http-client.ts';
import { simulatorCredential } from '../../local/azure/client/simulator-credential.ts';
import { createAzurePort } from '../../src/azure/create-azure-port.ts';
import { startGraph, ubuntuVm } from '../local/azure/graph/graph-fixture.ts';
import {
  associationId,
  groupId,
  registration,
  ruleId,
  subscriptionId,
  subscriptionScope,
  vmId,
} from '../local/azure/local-azure-fixture.ts';
import { endpoint, MemoryGates, recordedAzure, SetClock } from './recorded-azure.ts';
import type { RecordedReply, SentRequest } from './recorded-http-client.ts';

const other = '5b5c0000-0000-4000-a000-0000000000ff';

/** The port on the simulator with a VM, an Arc machine, their agents and an association. */
async function simulatedGraph() {
  const world = await startGraph();
  const wallClock = new SetClock();
  const port = createAzurePort({
    endpoint,
    audience: 'https://management.azure.com',
    managedIdentityClientId: undefined,
    credential: simulatorCredential(world.azure, 'app'),
    httpClient: createInProcessHttpClient(world.azure),
    gates: new MemoryGates(),
    clock: world.clock,
    wallClock,
  });
  return { ...world, port, wallClock };
}

describe('on the simulator', () => {
  test('one query tells what a subscription has, where its machines are, and that it may be read', async () => {
    const { port } = await simulatedGraph();
    const outcome = await port.queryGraph('resources', [subscriptionId]);
    if (outcome.kind !== 'rows') throw new Error(JSON.stringify(outcome));
    const { rows } = outcome;
    expect(rows.filter(({ what }) => what === 'subscription')).toHaveLength(1);
    expect(rows.flatMap((row) => (row.what === 'machines' ? [row.use] : []))).toEqual([
      { region: 'westeurope', kind: 'vm', os: 'linux' },
      { region: 'northeurope', kind: 'arc', os: 'linux' },
    ]);
    const found = rows.flatMap((row) => (row.what === 'resource' ? [row.resource] : []));
    expect(found).toContainEqual({
      id: groupId,
      name: 'demo',
      type: 'microsoft.resources/subscriptions/resourcegroups',
      location: 'westeurope',
      provisioningState: 'Succeeded',
      principalId: undefined,
      source: undefined,
      workspaceIds: [],
    });
    expect(Object.keys(port.calls())).toEqual(['Microsoft.ResourceGraph/resources/read']);
    expect(port.calls()['Microsoft.ResourceGraph/resources/read']).toBe(1);
  });

  test('a subscription that was shown within the last minute is not asked for again; one that was not is', async () => {
    const { port, wallClock } = await simulatedGraph();
    const queries = () => port.calls()['Microsoft.ResourceGraph/resources/read'];
    await port.queryGraph('resources', [subscriptionId]);
    expect((await port.queryGraph('reach', [subscriptionId])).kind).toBe('rows');
    expect(queries()).toBe(2);
    wallClock.ms += 60_001;
    await port.queryGraph('reach', [subscriptionId]);
    expect(queries()).toBe(4);
    expect(await port.queryGraph('reach', [other])).toMatchObject({ kind: 'incomplete' });
    expect(await port.queryGraph('reach', [other])).toMatchObject({ kind: 'incomplete' });
  });

  test('a subscription that may not be read is named as missing, also by the query of what it has', async () => {
    const { port } = await simulatedGraph();
    expect(await port.queryGraph('resources', [subscriptionId, other])).toEqual({
      kind: 'incomplete',
      gap: { reason: 'missingSubscriptions', subscriptions: [other] },
    });
  });

  test('machines come with their extensions, from one query', async () => {
    const { port } = await simulatedGraph();
    const outcome = await port.queryGraph('machines', [subscriptionId]);
    expect(outcome).toMatchObject({
      kind: 'rows',
      rows: [
        {
          machineId: vmId('Web1').toLowerCase(),
          id: vmId('Web1'),
          kind: 'vm',
          name: 'Web1',
          region: 'westeurope',
          resourceGroup: 'demo',
          subscription: subscriptionId,
          tags: { owner: 'ops' },
          identity: { system: false, userAssigned: [] },
          os: 'linux',
          power: 'PowerState/running',
          arcStatus: undefined,
          image: { publisher: 'Canonical', offer: 'ubuntu-24_04-lts', sku: 'server' },
          extensions: [
            {
              name: 'AzureMonitorLinuxAgent',
              publisher: 'Microsoft.Azure.Monitor',
              type: 'AzureMonitorLinuxAgent',
              provisioningState: 'Succeeded',
              requestedVersion: '1.36',
              enableAutomaticUpgrade: true,
            },
          ],
        },
        {
          kind: 'arc',
          name: 'edge1',
          region: 'northeurope',
          os: 'linux',
          power: undefined,
          arcStatus: 'Connected',
          image: undefined,
          allowed: [],
          extensions: [{ name: 'AzureMonitorLinuxAgent', provisioningState: 'Succeeded' }],
        },
      ],
    });
  });

  test('a machine without an extension is a row', async () => {
    const { port, call, clock } = await simulatedGraph();
    await call('PUT', vmId('web2'), ubuntuVm);
    await clock.advance(60_000);
    const outcome = await port.queryGraph('machines', [subscriptionId]);
    const rows = outcome.kind === 'rows' ? outcome.rows : [];
    expect(rows.map(({ name, extensions }) => [name, extensions.length])).toEqual([
      ['Web1', 1],
      ['web2', 0],
      ['edge1', 1],
    ]);
  });

  test('associations and subscriptions', async () => {
    const { port, azure } = await simulatedGraph();
    expect(await port.queryGraph('associations', [subscriptionId])).toEqual({
      kind: 'rows',
      rows: [
        {
          machineId: vmId('Web1').toLowerCase(),
          name: 'to-dcr',
          ruleId: ruleId('dcr').toLowerCase(),
          endpointId: undefined,
        },
      ],
    });
    expect(await port.queryGraph('subscriptions', [subscriptionId.toUpperCase()])).toEqual({
      kind: 'rows',
      rows: [
        {
          subscription: subscriptionId,
          name: 'Local',
          tenantId: azure.context.tenantId,
          state: 'Enabled',
          quotaId: 'PayAsYouGo_2014-09-01',
          tags: {},
          managementGroups: [azure.context.tenantId],
        },
      ],
    });
  });

  test('agents by what they are, workspaces, and the rules that send to them', async () => {
    const { port, call, clock } = await simulatedGraph();
    const workspace = `${groupId}/providers/Microsoft.OperationalInsights/workspaces/Logs`;
    await call('PUT', workspace, { location: 'westeurope', properties: {} });
    await clock.advance(60_000);
    const properties = { publisher: 'Microsoft.EnterpriseCloud.Monitoring', settings: { workspaceid: 'ABC' } };
    await call('PUT', `${vmId('Web1')}/extensions/old`, {
      location: 'westeurope',
      properties: { ...properties, type: 'OmsAgentForLinux', typeHandlerVersion: '1.14' },
    });
    await clock.advance(600_000);
    const agents = await port.queryGraph('agents', [subscriptionId]);
    const rows = agents.kind === 'rows' ? agents.rows : [];
    expect(rows.map(({ machineId, agent, workspace: to }) => [machineId.split('/').at(-1), agent, to]).sort()).toEqual([
      ['Web1', 'new', undefined],
      ['Web1', 'old', 'abc'],
      ['edge1', 'new', undefined],
    ]);
    const objects = await port.queryGraph('workspaces', [subscriptionId]);
    expect(objects).toMatchObject({
      rows: [
        { what: 'rule', workspaceIds: [] },
        { what: 'workspace', id: workspace, name: 'Logs', region: 'westeurope', customerId: expect.any(String) },
      ],
    });
  });

  test('no subscriptions are nothing to ask', async () => {
    const { port } = await simulatedGraph();
    expect(await port.queryGraph('machines', [])).toEqual({ kind: 'rows', rows: [] });
    expect(port.calls()).toEqual({});
  });

  test('a subscription that is not there, or may not be read, is told instead of a shorter list', async () => {
    const { port, azure } = await simulatedGraph();
    expect(await port.queryGraph('machines', [subscriptionId, other])).toEqual({
      kind: 'incomplete',
      gap: { reason: 'missingSubscriptions', subscriptions: [other] },
    });
    azure.access.add({ kind: 'missingRole', principal: 'app', scope: subscriptionScope });
    expect(await port.queryGraph('machines', [subscriptionId])).toMatchObject({
      kind: 'incomplete',
      gap: { reason: 'failed', page: 1, failure: { status: 403, code: 'AccessDenied' } },
    });
  });

  test('more than a page of rows is read page by page, each row once', async () => {
    const { port, call, azure } = await simulatedGraph();
    const names = Array.from({ length: 1_205 }, (_, index) => `m${String(index).padStart(4, '0')}`);
    for (const name of names)
      await call('PUT', `${groupId}/providers/Microsoft.HybridCompute/machines/${name}`, registration);
    azure.context.calls.clear();
    const outcome = await port.queryGraph('machines', [subscriptionId]);
    expect(outcome.kind === 'rows' && outcome.rows.length).toBe(1_207);
    expect(azure.context.calls.all().map(({ operation }) => operation)).toEqual([
      'Microsoft.ResourceGraph/resources/read',
      'Microsoft.ResourceGraph/resources/read',
      'Microsoft.ResourceGraph/resources/read',
    ]);
  });

  test('when the quota is used up it waits at home, and asks again after the reset', async () => {
    const { port, azure, clock } = await simulatedGraph();
    azure.graph.quota = 1;
    const first = await port.queryGraph('associations', [subscriptionId]);
    expect(first).toEqual({ kind: 'incomplete', gap: { reason: 'throttled', seconds: 6 } });
    expect(await port.queryGraph('subscriptions', [subscriptionId])).toMatchObject({ kind: 'incomplete' });
    expect(port.calls()).toEqual({ 'Microsoft.ResourceGraph/resources/read': 1 });
    await clock.advance(7_000);
    expect(await port.queryGraph('subscriptions', [subscriptionId])).toMatchObject({ kind: 'rows' });
  });

  test('a 429 without Retry-After is waited for as its quota header says', async () => {
    const { port, azure, query } = await simulatedGraph();
    azure.graph.quota = 1;
    await query('resources | count');
    expect(await port.queryGraph('subscriptions', [subscriptionId])).toEqual({
      kind: 'incomplete',
      gap: { reason: 'throttled', seconds: 5 },
    });
  });
});

const associationsOf = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => ({
    machineId: `${subscriptionScope}/vm`,
    name: `a${from + index}`,
    ruleId: '/rule',
    endpointId: '',
  }));
const subscriptionRow = {
  subscription: subscriptionId,
  name: 'Local',
  tenant: '7e4a47ed-0000-4000-a000-000000000001',
  state: 'Enabled',
  quotaId: '',
  tags: null,
  ancestors: null,
};
const page = (data: readonly unknown[], more: object = {}): RecordedReply => ({
  status: 200,
  body: { totalRecords: data.length, count: data.length, resultTruncated: 'false', facets: [], data, ...more },
});

/** Answers the query for subscriptions, and hands the pages of the other one out in turn. */
function pagesOf(...pages: readonly RecordedReply[]) {
  let next = 0;
  return ({ body }: SentRequest): RecordedReply => {
    if (JSON.stringify(body).includes('resourcecontainers')) return page([subscriptionRow]);
    next += 1;
    return pages[Math.min(next, pages.length) - 1] ?? page([]);
  };
}

describe('an answer is all of it or none', () => {
  const ask = async (...pages: readonly RecordedReply[]) =>
    await recordedAzure(pagesOf(...pages)).port.queryGraph('associations', [subscriptionId]);

  test('all pages: the rows', async () => {
    const first = page(associationsOf(2), { totalRecords: 3, $skipToken: 'next' });
    const last = page(associationsOf(1, 2), { totalRecords: 3 });
    expect(await ask(first, last)).toMatchObject({
      kind: 'rows',
      rows: [{ name: 'a0' }, { name: 'a1' }, { name: 'a2' }],
    });
  });

  test.each<readonly [what: string, gap: object, pages: readonly RecordedReply[]]>([
    [
      'truncated, as it says',
      { reason: 'truncated', rows: 2, total: 5 },
      [page(associationsOf(2), { totalRecords: 5, resultTruncated: 'true' })],
    ],
    [
      'no way on, though there are more',
      { reason: 'truncated', rows: 2, total: 5 },
      [page(associationsOf(2), { totalRecords: 5 })],
    ],
    [
      'the total changes between pages',
      { reason: 'shifted', page: 2 },
      [
        page(associationsOf(2), { totalRecords: 4, $skipToken: 'next' }),
        page(associationsOf(1, 2), { totalRecords: 3 }),
      ],
    ],
    [
      'a row comes twice',
      { reason: 'shifted', page: 2 },
      [
        page(associationsOf(2), { totalRecords: 4, $skipToken: 'next' }),
        page(associationsOf(2, 1), { totalRecords: 4 }),
      ],
    ],
    [
      'a later page fails',
      { reason: 'failed', page: 2, failure: { status: 500, code: 'InternalServerError' } },
      [
        page(associationsOf(2), { totalRecords: 4, $skipToken: 'next' }),
        { status: 500, body: { error: { code: 'InternalServerError', message: 'x' } } },
      ],
    ],
    [
      'a row lacks a column',
      { reason: 'unreadable', page: 1, failure: { code: 'UnreadableReply' } },
      [page([{ machineId: '/vm' }])],
    ],
    ['it is no answer of Resource Graph', { reason: 'unreadable', page: 1 }, [{ status: 200, body: { value: [] } }]],
    [
      'throttled without a word how long',
      { reason: 'throttled', seconds: 5 },
      [{ status: 429, body: { error: { code: 'RateLimiting', message: 'x' } } }],
    ],
    [
      'throttled for a minute',
      { reason: 'throttled', seconds: 60 },
      [{ status: 429, headers: { 'retry-after': '60' }, body: {} }],
    ],
  ])('%s', async (_what, gap, pages) => {
    expect(await ask(...pages)).toMatchObject({ kind: 'incomplete', gap });
  });

  test('more pages than are read', async () => {
    let at = 0;
    const { port, sent } = recordedAzure(({ body }) => {
      if (JSON.stringify(body).includes('resourcecontainers')) return page([subscriptionRow]);
      at += 1;
      return page(associationsOf(1, at), { totalRecords: 999, $skipToken: `${at}` });
    });
    expect(await port.queryGraph('associations', [subscriptionId])).toEqual({
      kind: 'incomplete',
      gap: { reason: 'tooManyPages', pages: 100 },
    });
    expect(sent).toHaveLength(101);
  });

  test('no connection', async () => {
    const { port } = recordedAzure(() => {
      throw new Error('socket hang up');
    });
    expect(await port.queryGraph('machines', [subscriptionId])).toMatchObject({
      kind: 'incomplete',
      gap: { reason: 'failed', page: 1, failure: { source: 'network' } },
    });
  });
});

test('many subscriptions are asked in groups of less than 300, one request after the other, each with the whole query', async () => {
  const ids = Array.from({ length: 301 }, (_, index) => `00000000-0000-4000-a000-${String(index).padStart(12, '0')}`);
  const { port, sent } = recordedAzure(({ body }) => {
    const { subscriptions } = body as { subscriptions: readonly string[] };
    return page(subscriptions.map((subscription) => ({ ...subscriptionRow, subscription })));
  });
  const outcome = await port.queryGraph('subscriptions', ids);
  expect(outcome.kind === 'rows' && outcome.rows.length).toBe(301);
  const asked = sent.map(({ body }) => (body as { subscriptions: readonly string[] }).subscriptions.length);
  expect(asked).toEqual([299, 2]);
  expect(sent[0]?.body).toMatchObject({ options: { $top: 1_000, resultFormat: 'objectArray' } });
});

test('an association of a machine in a group that may not be read is not in the answer', async () => {
  const { port, azure } = await simulatedGraph();
  azure.access.add({ kind: 'missingRole', principal: 'app', scope: associationId(vmId('Web1'), 'to-dcr') });
  expect(await port.queryGraph('associations', [subscriptionId])).toEqual({ kind: 'rows', rows: [] });
});
