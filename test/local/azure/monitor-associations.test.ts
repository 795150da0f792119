import { MonitorClient } from '@azure/arm-monitor';
import { expect, test } from 'vitest';
import { createInProcessHttpClient } from '../../../local/azure/client/in-process-http-client.ts';
import { simulatorCredential } from '../../../local/azure/client/simulator-credential.ts';
import {
  arcId,
  associationId,
  endpointId,
  groupId,
  origin,
  registration,
  ruleId,
  startLocalAzure,
  subscriptionId,
  vmId,
} from './local-azure-fixture.ts';

const machine = arcId('edge1');

async function withRule() {
  const started = await startLocalAzure();
  const { azure, call } = started;
  await call('PUT', machine, registration);
  await call('PUT', ruleId('linux'), { location: 'westeurope', kind: 'Linux', properties: { dataFlows: [] } });
  await call('PUT', endpointId('dce'), { location: 'westeurope', properties: {} });
  const client = new MonitorClient(simulatorCredential(azure, 'app'), subscriptionId, {
    endpoint: origin,
    httpClient: createInProcessHttpClient(azure),
    retryOptions: { maxRetries: 0 },
  });
  const associate = (name: string, properties: object, scope = machine) =>
    call('PUT', associationId(scope, name), { properties });
  return { ...started, client, associate };
}

test('the SDK associates a rule with an Arc machine, lists by machine and by rule, and deletes', async () => {
  const { client } = await withRule();
  const scope = machine.slice(1);
  const made = await client.dataCollectionRuleAssociations.create(scope, 'assoc-1', {
    body: { dataCollectionRuleId: ruleId('linux') },
  });
  expect(made).toMatchObject({ id: associationId(machine, 'assoc-1'), etag: '"1"' });
  const ofMachine = [];
  for await (const found of client.dataCollectionRuleAssociations.listByResource(scope)) ofMachine.push(found);
  expect(ofMachine).toMatchObject([{ name: 'assoc-1', dataCollectionRuleId: ruleId('linux') }]);
  const ofRule = [];
  for await (const found of client.dataCollectionRuleAssociations.listByRule('demo', 'linux')) ofRule.push(found.id);
  expect(ofRule).toEqual([associationId(machine, 'assoc-1')]);
  await client.dataCollectionRuleAssociations.delete(scope, 'assoc-1');
  await expect(client.dataCollectionRuleAssociations.get(scope, 'assoc-1')).rejects.toMatchObject({ statusCode: 404 });
});

test('the SDK makes and reads rules and endpoints', async () => {
  const { client } = await withRule();
  const rule = await client.dataCollectionRules.get('demo', 'linux');
  expect(rule).toMatchObject({ kind: 'Linux', provisioningState: 'Succeeded' });
  expect(rule.immutableId).toMatch(/^dcr-[0-9a-f]{32}$/);
  const endpoint = await client.dataCollectionEndpoints.get('demo', 'dce');
  expect(endpoint.configurationAccess?.endpoint).toContain('.handler.control.monitor.azure.com');
});

test('a VM that is off can be associated, and its associations go with it', async () => {
  const { associate, call, clock } = await withRule();
  await call('PUT', `${vmId('vm1')}?api-version=2024-07-01`, { location: 'westeurope', properties: {} });
  await clock.advance(120_000);
  await call('POST', `${vmId('vm1')}/powerOff?api-version=2024-07-01`);
  await clock.advance(120_000);
  expect((await associate('a', { dataCollectionRuleId: ruleId('linux') }, vmId('vm1'))).status).toBe(201);
  await call('DELETE', `${vmId('vm1')}?api-version=2024-07-01`);
  await clock.advance(120_000);
  expect((await call('GET', `${ruleId('linux')}/associations`)).json.value).toEqual([]);
});

test.each([
  ['neither a rule nor an endpoint', 'a', {}],
  ['both', 'a', { dataCollectionRuleId: ruleId('linux'), dataCollectionEndpointId: endpointId('dce') }],
  ['a rule that does not exist', 'a', { dataCollectionRuleId: ruleId('gone') }],
  ['an id of another type', 'a', { dataCollectionRuleId: endpointId('dce') }],
  ['an endpoint under another name', 'a', { dataCollectionEndpointId: endpointId('dce') }],
  ['a rule under the name of the endpoint', 'configurationAccessEndpoint', { dataCollectionRuleId: ruleId('linux') }],
  ['an unknown member', 'a', { dataCollectionRuleId: ruleId('linux'), colour: 'red' }],
])('an association with %s is refused', async (_what, name, properties) => {
  const { associate, call } = await withRule();
  expect((await associate(name, properties)).status).toBe(400);
  expect((await call('GET', associationId(machine, name))).status).toBe(404);
});

test('an endpoint is associated under its fixed name', async () => {
  const { associate } = await withRule();
  const made = await associate('configurationAccessEndpoint', { dataCollectionEndpointId: endpointId('dce') });
  expect(made.status).toBe(201);
});

test('a machine has at most 30 associations', async () => {
  const { associate } = await withRule();
  const statuses = [];
  for (let index = 0; index < 31; index++) {
    statuses.push((await associate(`a${index}`, { dataCollectionRuleId: ruleId('linux') })).status);
  }
  expect(statuses).toEqual([...Array(30).fill(201), 400]);
  expect((await associate('a0', { dataCollectionRuleId: ruleId('linux') })).status).toBe(200);
});

test('no machine, no association: 404', async () => {
  const { associate, call } = await withRule();
  const put = await associate('a', { dataCollectionRuleId: ruleId('linux') }, vmId('gone'));
  expect(put.json.error.code).toBe('ResourceNotFound');
  const list = await call('GET', `${vmId('gone')}/providers/Microsoft.Insights/dataCollectionRuleAssociations`);
  expect(list.status).toBe(404);
});

test('a rule in use is deleted only together with its associations', async () => {
  const { associate, call } = await withRule();
  await associate('a', {
    dataCollectionRuleId: ruleId('linux').toUpperCase().replace('/SUBSCRIPTIONS', '/subscriptions'),
  });
  expect((await call('DELETE', ruleId('linux'))).status).toBe(409);
  expect((await call('DELETE', `${ruleId('linux')}?deleteAssociations=true`)).status).toBe(200);
  expect((await call('GET', associationId(machine, 'a'))).status).toBe(404);
  expect((await call('GET', `${groupId}/providers/Microsoft.Insights/dataCollectionRules`)).json.value).toEqual([]);
});

test('writing and deleting an association is told, with its own id', async () => {
  const { azure, associate, call } = await withRule();
  const told: string[] = [];
  azure.context.hooks.onEvent.push(({ operationName, resourceUri }) => told.push(`${operationName} ${resourceUri}`));
  await associate('a', { dataCollectionRuleId: ruleId('linux') });
  await call('DELETE', associationId(machine, 'a'));
  const type = 'Microsoft.Insights/dataCollectionRuleAssociations';
  expect(told).toEqual([
    `${type}/write ${associationId(machine, 'a')}`,
    `${type}/delete ${associationId(machine, 'a')}`,
  ]);
});
