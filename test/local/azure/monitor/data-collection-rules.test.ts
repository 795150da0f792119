import { expect, test } from 'vitest';
import { assertValidRequest } from '../../../azure/schema-check.ts';
import { endpointId, groupId, ruleId, startLocalAzure } from '../local-azure-fixture.ts';

const workspace = `${groupId}/providers/Microsoft.OperationalInsights/workspaces/logs-a`;
const logAnalytics = [{ name: 'LogAnalyticsDest', workspaceResourceId: workspace }];
const destinations = { logAnalytics };
const flow = (...streams: string[]) => [{ streams, destinations: ['LogAnalyticsDest'] }];
const asa = {
  extensionName: 'AzureSecurityLinuxAgent',
  name: 'AscLinuxDataSource',
  streams: ['Microsoft-OperationLog', 'Microsoft-ProtectionStatus'],
  extensionSettings: { scanners: [{ frequency: 'PT1H', name: 'heartbeat' }] },
};
const syslog = { name: 's', streams: ['Microsoft-Syslog'], facilityNames: ['auth', 'daemon'], logLevels: ['Warning'] };
const counters = {
  name: 'VMInsightsPerfCounters',
  streams: ['Microsoft-InsightsMetrics'],
  samplingFrequencyInSeconds: 60,
  counterSpecifiers: ['\\VmInsights\\DetailedMetrics'],
};
const events = { name: 'eventLogsDataSource', streams: ['Microsoft-SecurityEvent'], xPathQueries: ['Security!*'] };

const rule = (properties: object, more: object = {}) => ({ location: 'westeurope', ...more, properties });

async function start() {
  const world = await startLocalAzure();
  await world.call('PUT', workspace, { location: 'westeurope' });
  return world;
}

test.each([
  ['of Defender', { dataSources: { extensions: [asa] }, dataFlows: flow(...asa.streams) }],
  ['of VM insights', { dataSources: { performanceCounters: [counters] }, dataFlows: flow(...counters.streams) }],
  ['of syslog', { dataSources: { syslog: [syslog] }, dataFlows: flow(...syslog.streams) }],
  ['that only knows its destination', {}],
])('a rule %s is taken, with the id of its workspace filled in', async (_what, parts) => {
  const { call } = await start();
  const body = rule({ destinations, ...parts }, { kind: 'Linux' });
  assertValidRequest({ method: 'PUT', url: `https://a${ruleId('r')}?api-version=2024-03-11`, body });
  const put = await call('PUT', `${ruleId('r')}?api-version=2021-04-01`, body);
  const { customerId } = (await call('GET', workspace)).json.properties;
  expect([put.status, put.json.kind]).toEqual([201, 'Linux']);
  expect(put.json.properties).toMatchObject({
    ...parts,
    immutableId: expect.stringMatching(/^dcr-[0-9a-f]{32}$/),
    provisioningState: 'Succeeded',
    destinations: { logAnalytics: [{ ...logAnalytics[0], workspaceId: customerId }] },
  });
});

test('the rule of security events needs the table that a solution brings', async () => {
  const { call } = await start();
  const body = rule({ destinations, dataSources: { windowsEventLogs: [events] }, dataFlows: flow(...events.streams) });
  const refused = await call('PUT', ruleId('r'), body);
  expect([refused.status, refused.json.error]).toEqual([
    400,
    {
      code: 'InvalidPayload',
      message: 'Data collection rule is invalid',
      details: [
        {
          code: 'InvalidOutputTable',
          message:
            "Table for output stream 'Microsoft-SecurityEvent' is not available for destination 'LogAnalyticsDest'.",
          target: 'properties.dataFlows[0]',
        },
      ],
    },
  ]);
  const solution = `${groupId}/providers/Microsoft.OperationsManagement/solutions/Security(logs-a)`;
  const plan = { name: 'Security(logs-a)', publisher: 'Microsoft', product: 'OMSGallery/Security', promotionCode: '' };
  await call('PUT', solution, { location: 'westeurope', plan, properties: { workspaceResourceId: workspace } });
  expect((await call('PUT', ruleId('r'), body)).status).toBe(201);
});

const many = (count: number, text = 'x') => Array.from({ length: count }, (_, index) => `${text}${index}`);
const sources = (count: number) => many(count).map((name) => ({ ...syslog, name }));

test.each([
  [
    'a workspace that is not there',
    { destinations: { logAnalytics: [{ name: 'a', workspaceResourceId: `${workspace}2` }] } },
    'InvalidDestination',
  ],
  ['an endpoint that is not there', { dataCollectionEndpointId: endpointId('none') }, 'InvalidProperty'],
  [
    'a flow to an unknown destination',
    { dataFlows: [{ streams: ['Microsoft-Syslog'], destinations: ['b'] }] },
    'InvalidDataFlow',
  ],
  ['a flow to nowhere', { dataFlows: [{ streams: ['Microsoft-Syslog'], destinations: [] }] }, 'InvalidDataFlow'],
  ['a flow of no stream', { dataFlows: flow() }, 'InvalidDataFlow'],
  ['a stream that is none', { dataFlows: flow('Syslog') }, 'InvalidStream'],
  ['a custom stream that is not declared', { dataFlows: flow('Custom-A') }, 'InvalidStream'],
  ['no XPath', { dataSources: { windowsEventLogs: [{ ...events, xPathQueries: [] }] } }, 'InvalidDataSource'],
  [
    '101 counters',
    { dataSources: { performanceCounters: [{ ...counters, counterSpecifiers: many(101) }] } },
    'InvalidDataSource',
  ],
  ['101 XPaths', { dataSources: { windowsEventLogs: [{ ...events, xPathQueries: many(101) }] } }, 'InvalidDataSource'],
  ['11 data sources', { dataSources: { syslog: sources(11) } }, 'InvalidDataSource'],
  [
    '11 workspaces',
    { destinations: { logAnalytics: many(11).map((name) => ({ name, workspaceResourceId: workspace })) } },
    'InvalidDestination',
  ],
  ['11 flows', { dataFlows: many(11).flatMap(() => flow('Microsoft-Syslog')) }, 'InvalidDataFlow'],
  ['11 streams', { dataFlows: flow(...many(11, 'Microsoft-')) }, 'InvalidDataFlow'],
  [
    'settings of 33 KB',
    { dataSources: { extensions: [{ ...asa, extensionSettings: { a: 'x'.repeat(33_000) } }] } },
    'InvalidDataSource',
  ],
  [
    'a transform of 15,361 characters',
    { dataFlows: [{ ...flow('Microsoft-Syslog')[0], transformKql: 'x'.repeat(15_361) }] },
    'InvalidTransform',
  ],
  [
    'an unknown facility',
    { dataSources: { syslog: [{ ...syslog, facilityNames: ['printer'] }] } },
    'InvalidDataSource',
  ],
  ['an unknown level', { dataSources: { syslog: [{ ...syslog, logLevels: ['Loud'] }] } }, 'InvalidDataSource'],
  ['two sources of one name', { dataSources: { syslog: [syslog, syslog] } }, 'InvalidDataSource'],
])('%s is refused', async (_what, parts, code) => {
  const { call } = await start();
  const put = await call('PUT', ruleId('r'), rule({ destinations, ...parts }));
  expect([put.status, put.json.error.code]).toEqual([400, 'InvalidPayload']);
  expect(new Set(put.json.error.details.map((flaw: { code: string }) => flaw.code))).toEqual(new Set([code]));
  expect((await call('GET', ruleId('r'))).status).toBe(404);
});

test('what is exactly at a limit is taken', async () => {
  const { call } = await start();
  const dataSources = { syslog: sources(9), performanceCounters: [{ ...counters, counterSpecifiers: many(100) }] };
  const dataFlows = [{ ...flow('Microsoft-Syslog')[0], transformKql: 'x'.repeat(15_360) }];
  expect((await call('PUT', ruleId('r'), rule({ destinations, dataSources, dataFlows }))).status).toBe(201);
});

test('unknown members and kinds are refused, and a PATCH of tags leaves the rest', async () => {
  const { call } = await start();
  expect((await call('PUT', ruleId('r'), rule({ dataSources: { syslogs: [] } }))).status).toBe(400);
  expect((await call('PUT', ruleId('r'), rule({}, { kind: 'Unix' }))).json.error.details[0].code).toBe('InvalidKind');
  await call(
    'PUT',
    ruleId('r'),
    rule({ description: 'd' }, { tags: { a: 'b' }, identity: { type: 'SystemAssigned' } }),
  );
  const patched = await call('PATCH', ruleId('r'), { tags: { c: 'd' } });
  expect(patched.json).toMatchObject({ tags: { c: 'd' }, properties: { description: 'd' } });
  expect((await call('PATCH', ruleId('r'), { identity: { type: 'None' } })).json).toMatchObject({ tags: { c: 'd' } });
});

test('Resource Graph shows a rule as its GET does, and an endpoint with its addresses', async () => {
  const { call } = await start();
  await call('PUT', ruleId('r'), rule({ destinations }, { kind: 'Linux' }));
  await call('PUT', endpointId('e'), {
    location: 'westeurope',
    properties: { networkAcls: { publicNetworkAccess: 'Enabled' } },
  });
  const query =
    "resources | where type startswith 'microsoft.insights/' | project name, kind, to = tostring(properties.destinations.logAnalytics[0].workspaceResourceId), at = tostring(properties.logsIngestion.endpoint) | order by name asc";
  const found = await call('POST', '/providers/Microsoft.ResourceGraph/resources', { query });
  expect(found.json.data).toEqual([
    { name: 'e', kind: '', to: '', at: 'https://e.westeurope-1.ingest.monitor.azure.com' },
    { name: 'r', kind: 'Linux', to: workspace, at: '' },
  ]);
  const wrong = { location: 'westeurope', properties: { networkAcls: { publicNetworkAccess: 'Open' } } };
  expect((await call('PUT', endpointId('f'), wrong)).json.error.code).toBe('InvalidPayload');
});

test('a workspace of a subscription that is not simulated is taken for there', async () => {
  const { call } = await start();
  const id = '/subscriptions/0/resourceGroups/w/providers/Microsoft.OperationalInsights/workspaces/w';
  const elsewhere = { logAnalytics: [{ name: 'a', workspaceResourceId: id }] };
  expect((await call('PUT', ruleId('r'), rule({ destinations: elsewhere }))).status).toBe(201);
  const noId = { logAnalytics: [{ name: 'a', workspaceResourceId: 'w' }] };
  expect((await call('PUT', ruleId('r'), rule({ destinations: noId }))).status).toBe(400);
});
