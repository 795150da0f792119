import { expect, test } from 'vitest';
import type { AzureWrite, ExtensionBody } from '../../src/domain/write/azure-write.ts';
import { arc, arcId, foreignId, identityId, ruleId, subscription, vm, vmId } from './payloads.ts';
import { simulatedAzure } from './simulated-azure.ts';

const agent = (type: string): ExtensionBody => ({
  location: 'westeurope',
  properties: {
    publisher: 'Microsoft.Azure.Monitor',
    type,
    autoUpgradeMinorVersion: true,
    enableAutomaticUpgrade: true,
    settings: {},
  },
});
const onVm = agent('AzureMonitorLinuxAgent');
const putOnVm = {
  kind: 'putExtension',
  target: vm,
  name: 'AzureMonitorLinuxAgent',
  body: { ...onVm, properties: { ...onVm.properties, typeHandlerVersion: '1.36' } },
} as const satisfies AzureWrite;
const associate: AzureWrite = {
  kind: 'putAssociation',
  target: vm,
  name: 'amo-1a2b3c4d',
  body: { properties: { description: 'test', dataCollectionRuleId: ruleId } },
};
const attach = (ifMatch: string | undefined): AzureWrite => ({
  kind: 'attachIdentity',
  target: vm,
  body: { identity: { type: 'UserAssigned', userAssignedIdentities: { [identityId]: {} } } },
  ifMatch,
});

async function withVm() {
  const world = await simulatedAzure();
  const imageReference = { publisher: 'Canonical', offer: 'ubuntu-24_04-lts', sku: 'server', version: 'latest' };
  await world.callAzure('PUT', vmId, { location: 'westeurope', properties: { storageProfile: { imageReference } } });
  await world.clock.advance(180_000);
  return world;
}

test('a VM is read, gets its identity, agent and rule, and is seen to have them', async () => {
  const { facts, send, port, clock, writes } = await withVm();
  const before = await facts(vm);
  expect(before).toMatchObject({
    os: 'linux',
    region: 'westeurope',
    identity: { system: false, userAssigned: [] },
    extensions: [],
    associations: [],
    platform: { power: 'running', agentReady: true },
  });

  expect(await send(attach(before.etag))).toMatchObject({ kind: 'accepted' });
  expect(await send(associate)).toMatchObject({ kind: 'accepted', operationUrl: undefined });
  const put = await send(putOnVm);
  const url = put.kind === 'accepted' ? (put.operationUrl ?? '') : '';
  expect(await port.readOperation(vm, url)).toEqual({ kind: 'found', value: { state: 'running' } });
  await clock.advance(300_000);
  expect(await port.readOperation(vm, url)).toEqual({ kind: 'found', value: { state: 'succeeded' } });

  const after = await facts(vm);
  expect(after.identity.userAssigned.map((id) => id.toLowerCase())).toEqual([identityId.toLowerCase()]);
  expect(after.associations).toMatchObject([{ name: 'amo-1a2b3c4d', ruleId }]);
  expect(after.extensions).toMatchObject([
    {
      type: 'AzureMonitorLinuxAgent',
      provisioningState: 'Succeeded',
      enableAutomaticUpgrade: true,
      requestedVersion: '1.36',
    },
  ]);
  expect(after.extensions[0]?.installedVersion).toMatch(/^1\.\d+/);
  expect(writes).toEqual([
    `PATCH ${vmId}`,
    `PUT ${vmId}/providers/Microsoft.Insights/dataCollectionRuleAssociations/amo-1a2b3c4d`,
    `PUT ${vmId}/extensions/AzureMonitorLinuxAgent`,
  ]);
});

test('an identity that another writer added meanwhile is not lost: the old ETag is refused', async () => {
  const { facts, send, callAzure } = await withVm();
  const { etag } = await facts(vm);
  expect(etag).toBeDefined();
  await callAzure('PUT', foreignId, { location: 'westeurope' });
  await callAzure('PATCH', vmId, { identity: { type: 'UserAssigned', userAssignedIdentities: { [foreignId]: {} } } });
  expect(await send(attach(etag))).toMatchObject({ kind: 'failed', failure: { status: 412 } });
  const seen = await facts(vm);
  await send(attach(seen.etag));
  expect((await facts(vm)).identity.userAssigned).toHaveLength(2);
});

test('the answer to a PUT tells whether it made the extension or the association, or changed it', async () => {
  const { send, clock } = await withVm();
  for (const write of [putOnVm, associate]) {
    expect(await send(write)).toMatchObject({ created: true });
    expect(await send(write)).toMatchObject({ created: false });
    await clock.advance(300_000);
    expect(await send(write)).toMatchObject({ created: false });
  }
});

test('what others set beside the settings is read, and may be sent back', async () => {
  const { facts, callAzure, send, clock } = await withVm();
  const extras = {
    suppressFailures: true,
    provisionAfterExtensions: ['first'],
    protectedSettingsFromKeyVault: { secretUrl: 'https://v.test/secrets/proxy', sourceVault: { id: `${vmId}-vault` } },
  };
  const tags = { team: 'blue' };
  const { properties } = putOnVm.body;
  await callAzure('PUT', `${vmId}/extensions/${putOnVm.name}`, {
    ...putOnVm.body,
    tags,
    properties: { ...properties, ...extras },
  });
  await clock.advance(300_000);
  expect((await facts(vm)).extensions).toMatchObject([{ tags, ...extras }]);
  await send({ ...putOnVm, body: { ...putOnVm.body, tags, properties: { ...properties, ...extras } } });
  await clock.advance(300_000);
  expect((await facts(vm)).extensions).toMatchObject([{ tags, ...extras }]);
});

test('a failing installation is told by its operation', async () => {
  const { send, port, clock, azure } = await withVm();
  azure.addFault({ extension: { type: 'AzureMonitor*' }, outcome: { exitCode: 51 } });
  const put = await send(putOnVm);
  await clock.advance(600_000);
  const read = await port.readOperation(vm, put.kind === 'accepted' ? (put.operationUrl ?? '') : '');
  expect(read).toMatchObject({
    kind: 'found',
    value: { state: 'failed', code: 'VMExtensionProvisioningError', message: expect.stringContaining('51') },
  });
});

test('an Arc machine: two GETs, and an extension that keeps its automatic upgrade', async () => {
  const { facts, send, callAzure, clock } = await simulatedAzure();
  await callAzure('PUT', `${arcId}?api-version=2025-01-13`, {
    location: 'westeurope',
    identity: { type: 'SystemAssigned' },
    properties: { osType: 'windows', vmId: '41ce0000-0000-4000-a000-000000000001' },
  });
  await clock.advance(60_000);
  expect(await facts(arc)).toMatchObject({
    os: 'windows',
    identity: { system: true },
    platform: { status: 'Connected', extensionsEnabled: true },
  });
  const body = agent('AzureMonitorWindowsAgent');
  expect(await send({ kind: 'putExtension', target: arc, name: 'AzureMonitorWindowsAgent', body })).toMatchObject({
    kind: 'accepted',
    created: undefined,
  });
  await clock.advance(600_000);
  // Arc answers 202 without a body, whether the extension was there or not.
  expect(await send({ kind: 'putExtension', target: arc, name: 'AzureMonitorWindowsAgent', body })).toMatchObject({
    kind: 'accepted',
    created: undefined,
  });
  await clock.advance(600_000);
  expect((await facts(arc)).extensions).toMatchObject([
    { type: 'AzureMonitorWindowsAgent', provisioningState: 'Succeeded', enableAutomaticUpgrade: true },
  ]);
});

test('every call is counted as the action that ARM asks the right for, polls of a VM and of an Arc machine too', async () => {
  const { azure, facts, send, port, callAzure, clock } = await withVm();
  await callAzure('PUT', `${arcId}?api-version=2025-01-13`, {
    location: 'westeurope',
    properties: { osType: 'windows', vmId: '41ce0000-0000-4000-a000-000000000001' },
  });
  await clock.advance(60_000);
  azure.context.calls.clear();
  const before = port.calls();
  const onArc = { ...putOnVm, target: arc, name: 'AzureMonitorWindowsAgent', body: agent('AzureMonitorWindowsAgent') };
  for (const write of [putOnVm, onArc]) {
    await facts(write.target);
    const put = await send(write);
    const url = put.kind === 'accepted' ? (put.operationUrl ?? '') : '';
    expect(await port.readOperation(write.target, url)).toEqual({ kind: 'found', value: { state: 'running' } });
    expect(await port.readOperation(write.target, resultOf(url))).toMatchObject({ kind: 'found' });
  }
  const counted = Object.entries(port.calls()).map(([name, count]) => [name, count - (before[name] ?? 0)] as const);
  const asked = new Map<string, number>();
  for (const { operation, count, principal } of azure.context.calls.counts())
    if (principal === 'app') asked.set(operation, (asked.get(operation) ?? 0) + count);
  expect(Object.fromEntries(counted.filter(([, count]) => count > 0))).toEqual(Object.fromEntries(asked));
  expect([...asked.keys()]).toEqual(
    expect.arrayContaining([
      'Microsoft.Compute/locations/operations/read',
      'Microsoft.HybridCompute/locations/operationstatus/read',
      'Microsoft.HybridCompute/locations/operationresults/read',
    ]),
  );
});

/** Where the same operation's result is, as `Location` says. */
function resultOf(url: string): string {
  return url.includes('operationstatus') ? url.replace('operationstatus', 'operationresults') : `${url}&monitor=true`;
}

test('a refused call, a lost answer and a VM that is gone are values', async () => {
  const { azure, port, callAzure, clock } = await withVm();
  azure.addFault({
    method: 'GET',
    path: vmId,
    status: 429,
    headers: { 'Retry-After': '303' },
    body: { error: { code: 'TooManyRequests', message: 'x' } },
  });
  expect(await port.readMachine(vm, { associations: false })).toMatchObject({
    failure: { status: 429, retryAfterSeconds: 303 },
  });
  azure.addFault({ method: 'GET', path: vmId, drop: 'before' });
  expect(await port.readMachine(vm, { associations: false })).toMatchObject({ failure: { source: 'network' } });
  await callAzure('DELETE', vmId);
  await clock.advance(600_000);
  expect(await port.readMachine(vm, { associations: false })).toEqual({ kind: 'gone', code: 'ResourceNotFound' });
});

test('what machines share is found, and another region has no built-in identity', async () => {
  const { port } = await simulatedAzure();
  const need = { subscription, region: 'westeurope', ruleIds: [ruleId, `${ruleId}-gone`] };
  expect(await port.readShared(need)).toMatchObject({
    value: {
      builtInIdentity: { state: 'present' },
      rules: { [ruleId.toLowerCase()]: { state: 'present' }, [`${ruleId}-gone`.toLowerCase()]: { state: 'missing' } },
    },
  });
  const elsewhere = await port.readShared({ ...need, region: 'northeurope' });
  expect(elsewhere).toMatchObject({ value: { builtInIdentity: { state: 'missing' } } });
});
