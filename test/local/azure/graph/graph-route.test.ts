import { ResourceGraphClient } from '@azure/arm-resourcegraph';
import { expect, test } from 'vitest';
import { createInProcessHttpClient } from '../../../../local/azure/client/in-process-http-client.ts';
import { simulatorCredential } from '../../../../local/azure/client/simulator-credential.ts';
import { arcId, groupId, origin, subscriptionId, subscriptionScope, vmId } from '../local-azure-fixture.ts';
import { graphPath, startGraph, ubuntuVm } from './graph-fixture.ts';

const otherSubscription = '5b5c0000-0000-4000-a000-0000000000ff';

test('the SDK gets machines, groups and associations from the table that holds them', async () => {
  const { azure } = await startGraph();
  const client = new ResourceGraphClient(simulatorCredential(azure, 'app'), {
    endpoint: origin,
    httpClient: createInProcessHttpClient(azure),
    retryOptions: { maxRetries: 0 },
  });
  const ask = async (query: string) => await client.resources({ query, subscriptions: [subscriptionId] });
  const machines = await ask(
    "Resources | where type in~ ('Microsoft.Compute/virtualMachines','microsoft.hybridcompute/machines') | project name, power = tostring(properties.extended.instanceView.powerState.code), resourceGroup, tags.owner | order by name asc",
  );
  expect(machines).toMatchObject({ totalRecords: 2, count: 2, resultTruncated: 'false' });
  expect(machines.skipToken).toBeUndefined();
  expect(machines.data).toEqual([
    { name: 'Web1', power: 'PowerState/running', resourceGroup: 'demo', tags_owner: 'ops' },
    { name: 'edge1', power: '', resourceGroup: 'demo', tags_owner: null },
  ]);
  const extensions = await ask(
    "resources | where type endswith '/extensions' | project machine = tostring(split(id, '/')[8]), what = tostring(properties.type), state = tostring(properties.provisioningState) | order by machine asc",
  );
  expect(extensions.data).toEqual([
    { machine: 'Web1', what: 'AzureMonitorLinuxAgent', state: 'Succeeded' },
    { machine: 'edge1', what: 'AzureMonitorLinuxAgent', state: 'Succeeded' },
  ]);
  const containers = await ask('resourcecontainers | project type, name | order by type asc');
  expect(containers.data).toEqual([
    { type: 'microsoft.resources/subscriptions', name: 'Local' },
    { type: 'microsoft.resources/subscriptions/resourcegroups', name: 'demo' },
  ]);
  const associations = await ask(
    'insightsresources | project name, rule = tostring(split(properties.dataCollectionRuleId, "/")[8])',
  );
  expect(associations.data).toEqual([{ name: 'to-dcr', rule: 'dcr' }]);
});

test('the text decides: another condition gives other rows', async () => {
  const { query } = await startGraph();
  const names = async (text: string) => (await query(text)).json.data;
  expect(await names("resources | where location == 'northeurope' and type !has 'extensions' | project name")).toEqual([
    { name: 'edge1' },
  ]);
  expect(await names("where name =~ 'WEB1' | project name")).toEqual([{ name: 'Web1' }]);
  expect(await names("resources | where name == 'WEB1' | project name")).toEqual([]);
});

test('rows are those of the subscriptions that are asked for and known', async () => {
  const { query, call } = await startGraph();
  const count = 'resources | count';
  expect((await query(count)).json.data[0].Count).toBeGreaterThan(3);
  expect((await query(count, {}, 'app', [subscriptionId, otherSubscription])).json.data[0].Count).toBeGreaterThan(3);
  const unknown = await query(count, {}, 'app', [otherSubscription]);
  expect(unknown).toMatchObject({
    status: 403,
    json: { error: { code: 'AccessDenied', details: [{ code: 'AccessDenied' }] } },
  });
  const none = await query(count, {}, 'app', []);
  expect(none.json.error.details[0].code).toBe('NoValidSubscriptionsInQueryRequest');
  const all = await call('POST', graphPath, { query: count }, 'app');
  expect(all.json.data[0].Count).toBeGreaterThan(3);
});

test('the root group stands for all subscriptions; a group that is not there for none', async () => {
  const { azure, call } = await startGraph();
  const under = (group: string) =>
    call('POST', graphPath, { query: 'resources | count', managementGroups: [group] }, 'app');
  expect((await under(azure.context.tenantId)).status).toBe(200);
  expect(await under('mg-prod')).toMatchObject({ status: 403, json: { error: { code: 'AccessDenied' } } });
});

test('a row that the caller may not read is silently missing, for this caller only', async () => {
  const { azure, query } = await startGraph();
  azure.access.add({ kind: 'missingRole', principal: 'app', scope: vmId('Web1') });
  const names = "resources | where type endswith 'machines' | project name | order by name asc";
  expect((await query(names)).json.data).toEqual([{ name: 'edge1' }]);
  expect((await query(names, {}, 'operator')).json.data).toEqual([{ name: 'Web1' }, { name: 'edge1' }]);
  azure.access.add({ kind: 'missingRole', principal: 'app', scope: subscriptionScope });
  expect((await query(names)).status).toBe(403);
  expect((await query(names, {}, 'operator')).status).toBe(200);
});

test('pages are 100 rows unless said, 1,000 at most, and go on by their token', async () => {
  const { azure, query, call } = await startGraph();
  for (let index = 0; index < 120; index += 1) {
    await call('PUT', `${subscriptionScope}/resourceGroups/rg-${String(index).padStart(3, '0')}`, {
      location: 'westeurope',
    });
  }
  azure.graph.quota = 100;
  const text = "resourcecontainers | where name startswith 'rg-' | project id, name | order by name asc";
  const first = (await query(text)).json;
  expect(first).toMatchObject({ totalRecords: 120, count: 100, resultTruncated: 'false' });
  expect(first.data[99].name).toBe('rg-099');
  const second = (await query(text, { $skipToken: first.$skipToken })).json;
  expect(second).toMatchObject({ totalRecords: 120, count: 20, resultTruncated: 'false' });
  expect(second.data[0].name).toBe('rg-100');
  expect(second).not.toHaveProperty('$skipToken');
  const other = (await query(text, { $top: 7, $skip: 5 })).json;
  expect([other.count, other.data[0].name]).toEqual([7, 'rg-005']);
  const next = (await query(text, { $skipToken: other.$skipToken })).json;
  expect([next.count, next.data[0].name]).toEqual([7, 'rg-012']);
  expect((await query(text, { $top: 1_001 })).status).toBe(400);
});

test('where no page can follow the answer says that it is truncated', async () => {
  const { query } = await startGraph();
  const limited = (await query('resources | project id | take 3', { $top: 2 })).json;
  expect(limited).toMatchObject({ count: 2, totalRecords: 3, resultTruncated: 'true' });
  expect(limited).not.toHaveProperty('$skipToken');
  const dynamic = (await query('resources | project properties, tags', { $top: 2 })).json;
  expect(dynamic).toMatchObject({ count: 2, resultTruncated: 'true' });
  expect(dynamic).not.toHaveProperty('$skipToken');
});

// Page "Working with large Azure resource data sets": skip is ignored with limit and take.
test('$skip is ignored when the query limits its rows itself', async () => {
  const { query } = await startGraph();
  const rows = (await query('resources | project id | take 3', { $skip: 1 })).json;
  expect(rows).toMatchObject({ count: 3, totalRecords: 3 });
  expect((await query('resources | project id | top 3 by id', { $skip: 1 })).json.count).toBe(2);
});

test('a token that was not given for this query and these scopes is refused', async () => {
  const { query, call } = await startGraph();
  const text = 'resources | project id | order by id asc';
  const { $skipToken } = (await query(text, { $top: 2 })).json;
  expect((await query(text, { $skipToken })).status).toBe(200);
  const refusals = [
    await query(text, { $skipToken: 'garbage!!' }),
    await query(text, { $skipToken: `${$skipToken}x` }),
    await query('resources | project id | order by id desc', { $skipToken }),
    await call('POST', graphPath, { query: text, options: { $skipToken } }, 'app'),
  ];
  for (const { status, json } of refusals) {
    expect(status).toBe(400);
    expect(json.error.details[0]).toMatchObject({ code: 'InvalidQueryRequest', target: 'options.$skipToken' });
  }
});

test('another scope of authorization than the usual is not here', async () => {
  const { call } = await startGraph();
  const ask = async (authorizationScopeFilter: string) =>
    (await call('POST', graphPath, { query: 'resources', options: { authorizationScopeFilter } }, 'app')).status;
  expect(await ask('AtScopeAndBelow')).toBe(200);
  expect(await ask('AtScopeExact')).toBe(501);
  expect(await ask('Everything')).toBe(400);
});

test('the table format has columns with their types', async () => {
  const { query } = await startGraph();
  const { data } = (
    await query("resources | where name == 'Web1' | project name, n = 1, tags", { resultFormat: 'table' })
  ).json;
  expect(data).toEqual({
    columns: [
      { name: 'name', type: 'string' },
      { name: 'n', type: 'integer' },
      { name: 'tags', type: 'object' },
    ],
    rows: [['Web1', 1, { owner: 'ops' }]],
  });
});

test('a row with a lag is seen as it was, one that is new is not seen yet, one that is gone is seen still', async () => {
  const { azure, clock, query, call } = await startGraph();
  azure.graph.setLag(azure.context, '**/virtualMachines/*', 120);
  const seen = async () =>
    (
      await query(
        "resources | where type =~ 'microsoft.compute/virtualmachines' | project name, owner = tostring(tags.owner) | order by name asc",
      )
    ).json.data;
  await call('PATCH', vmId('Web1'), { tags: { owner: 'dev' } });
  await call('PUT', vmId('web2'), ubuntuVm);
  await clock.advance(60_000);
  expect(await seen()).toEqual([{ name: 'Web1', owner: 'ops' }]);
  await clock.advance(90_000);
  expect(await seen()).toEqual([
    { name: 'Web1', owner: 'dev' },
    { name: 'web2', owner: '' },
  ]);
  await call('DELETE', vmId('web2'));
  await clock.advance(60_000);
  expect((await seen()).map(({ name }: { name: string }) => name)).toEqual(['Web1', 'web2']);
  await clock.advance(180_000);
  expect(await seen()).toEqual([{ name: 'Web1', owner: 'dev' }]);
  azure.graph.setLag(azure.context, '**', 0);
  await call('PATCH', vmId('Web1'), { tags: { owner: 'now' } });
  expect(await seen()).toEqual([{ name: 'Web1', owner: 'now' }]);
});

test('other rows are not late with it', async () => {
  const { azure, query, call } = await startGraph();
  azure.graph.setLag(azure.context, '**/virtualMachines/*', 120);
  await call('PATCH', arcId('edge1'), { tags: { owner: 'dev' } });
  const { data } = (await query("resources | where name == 'edge1' | project owner = tostring(tags.owner)")).json;
  expect(data).toEqual([{ owner: 'dev' }]);
});

test('the quota is counted for each caller, told in headers, and answered with 429 when it is used up', async () => {
  const { azure, clock, query } = await startGraph();
  azure.graph.quota = 2;
  const ask = async (as: 'app' | 'operator' = 'app') => await query('resources | count', {}, as);
  const quotaOf = ({ headers }: { headers: Readonly<Record<string, string>> }) => [
    headers['x-ms-user-quota-remaining'],
    headers['x-ms-user-quota-resets-after'],
  ];
  expect(quotaOf(await ask())).toEqual(['1', '00:00:05']);
  await clock.advance(2_000);
  expect(quotaOf(await ask())).toEqual(['0', '00:00:03']);
  const refused = await ask();
  expect(refused).toMatchObject({
    status: 429,
    json: { error: { code: 'RateLimiting', details: [{ code: 'RateLimiting' }] } },
  });
  expect(quotaOf(refused)).toEqual(['0', '00:00:03']);
  expect((await ask('operator')).status).toBe(200);
  await clock.advance(3_000);
  expect(quotaOf(await ask())).toEqual(['1', '00:00:05']);
});

test.each([
  ['resources | where nope == 1', 'ParserFailure', 'nope'],
  ['resources | where (', 'ParserFailure', ''],
  ['healthresources | count', 'DisallowedLogicalTableName', 'healthresources'],
  ['resources | summarize count() by properties.x', 'ParserFailure', 'properties.x'],
  ['resources | extend x = sin(1)', 'InvalidQueryLanguage', 'sin'],
  ['resources | evaluate bag_unpack(tags)', 'InvalidQueryLanguage', 'evaluate'],
  ["resources | where name matches regex '('", 'InvalidRegex', '('],
  ['resources | sample 3', 'InvalidQueryLanguage', 'sample'],
  ['print 1', 'InvalidQueryLanguage', 'print'],
  ['resources | join kind=leftsemi (resources) on id', 'UnsupportedJoinFlavor', 'leftsemi'],
  ['resources | join kind=inner (resources) on tags', 'InvalidQueryLanguage', 'tags'],
  ["resources | where name matches regex '(?<=a)b'", 'InvalidRegex', '(?<=a)b'],
  ['resources | where tags == properties', 'InvalidQueryLanguage', '=='],
  ['resources | join hint.strategy=broadcast (resources) on id', 'InvalidQueryLanguage', 'hint.strategy'],
  ['resources | mv-expand zones limit 401', 'InvalidRowLimit', 'mv-expand'],
  [`resources ${'| join (resources) on id '.repeat(4)}`, 'TooManyOperators', 'join'],
])('400 in the form of Resource Graph: %s', async (text, code, token) => {
  const { query } = await startGraph();
  const { status, json } = await query(text);
  expect(status).toBe(400);
  expect(json.error.code).toBe('BadRequest');
  expect(json.error.message).toMatch(
    /^Please provide below info when asking for support: timestamp = .*, correlationId = .*\.$/,
  );
  expect(json.error.details[0].code).toBe('InvalidQuery');
  expect(json.error.details[1]).toMatchObject({ code, token });
});

test('a body that is no query is refused', async () => {
  const { call } = await startGraph();
  expect((await call('POST', graphPath, { query: 'resources', $top: 5 }, 'app')).status).toBe(400);
  expect((await call('POST', graphPath, { query: 'resources', facets: [{ expression: 'type' }] }, 'app')).status).toBe(
    501,
  );
});

test('a reset forgets lags and the quota', async () => {
  const { azure, query, call } = await startGraph();
  azure.graph.setLag(azure.context, '**', 600);
  azure.graph.quota = 1;
  await azure.reset();
  await call('PUT', groupId, { location: 'westeurope' });
  expect((await query("resourcecontainers | where name == 'demo' | project name")).json.data).toEqual([
    { name: 'demo' },
  ]);
  expect(azure.graph.quota).toBe(15);
});
