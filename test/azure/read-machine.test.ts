import { expect, test } from 'vitest';
import { decodeFailure } from '../../src/domain/failures/decode-failure.ts';
import {
  arc,
  arcExtension,
  arcPayload,
  armError,
  group,
  groupPayload,
  identityId,
  ruleId,
  vm,
  vmId,
  vmPayload,
} from './payloads.ts';
import { recordedAzure } from './recorded-azure.ts';
import { pathOf, type RecordedReply, type SentRequest } from './recorded-http-client.ts';

/** Answers by what stands in the path; the first that is contained wins. */
function byPath(replies: Readonly<Record<string, RecordedReply>>) {
  return (request: SentRequest): RecordedReply => {
    const found = Object.entries(replies).find(([part]) => request.url.includes(part));
    if (found === undefined) throw new Error(`not recorded: ${request.url}`);
    return found[1];
  };
}

const associations = {
  value: [
    { name: 'assoc-1', properties: { dataCollectionRuleId: ruleId } },
    {
      name: 'configurationAccessEndpoint',
      properties: { dataCollectionEndpointId: `${group}/dce`, dataCollectionRuleId: null },
    },
  ],
};
const vmReplies = {
  dataCollectionRuleAssociations: { status: 200, body: associations },
  '/virtualMachines/web-1': { status: 200, body: vmPayload },
  '/resourceGroups/rg-app?': { status: 200, body: groupPayload },
};

const arcReplies = {
  '/machines/edge-1/extensions?': { status: 200, body: { value: [arcExtension] } },
  '/machines/edge-1?': { status: 200, body: arcPayload },
};

test('a VM is one GET with its instance view, and everything a look needs is in the facts', async () => {
  const { port, sent } = recordedAzure(byPath(vmReplies));
  const outcome = await port.readMachine(vm, { associations: true });
  expect(outcome.kind === 'found' && outcome.value).toMatchObject({
    machine: { key: vm.key, resourceId: vmId.replace('rg-app', 'RG-APP') },
    incarnation: '0a1b2c3d-0000-4000-a000-00000000000f',
    region: 'westeurope',
    os: 'linux',
    createdAt: '2026-01-05T07:58:21.651Z',
    etag: '"12"',
    managedBy: undefined,
    identity: { system: true, userAssigned: [expect.stringContaining('userAssignedIdentities/app')] },
    platform: {
      kind: 'vm',
      power: 'running',
      agentReady: true,
      architecture: 'x64',
      osName: 'ubuntu',
      image: { publisher: 'Canonical' },
    },
    extensions: [
      {
        name: 'AzureMonitorLinuxAgent',
        requestedVersion: '1.36',
        installedVersion: '1.38.1',
        statusCode: 'ProvisioningState/succeeded',
        settings: { authentication: { managedIdentity: { 'identifier-value': identityId } } },
      },
    ],
    associations: [
      { name: 'assoc-1', ruleId, endpointId: undefined },
      { name: 'configurationAccessEndpoint', ruleId: undefined, endpointId: `${group}/dce` },
    ],
  });
  expect(sent.map(pathOf)).toEqual([
    `${vmId}?$expand=instanceView&api-version=2026-04-01`,
    `${group}?api-version=2024-03-01`,
    `${vmId}/providers/Microsoft.Insights/dataCollectionRuleAssociations?api-version=2024-03-11`,
  ]);
  expect(sent[0]?.headers).toMatchObject({
    authorization: 'Bearer token-of-the-app',
    'user-agent': expect.stringMatching(/^azure-machine-onboarding /),
  });
  expect(port.calls()).toMatchObject({ 'Microsoft.Compute/virtualMachines/read': 1 });
});

test('the second look does not read the resource group again, and leaves associations out when it is told to', async () => {
  const { port, sent, clock } = recordedAzure(byPath(vmReplies));
  await port.readMachine(vm, { associations: false });
  clock.ms += 599_000;
  const again = await port.readMachine(vm, { associations: false });
  expect(again.kind === 'found' && again.value.associations).toBeUndefined();
  expect(sent).toHaveLength(3);
  clock.ms += 2_000;
  await port.readMachine(vm, { associations: false });
  expect(sent).toHaveLength(5);
});

test('the ETag header wins over the body', async () => {
  const reply = { status: 200, body: vmPayload, headers: { etag: '"13"' } };
  const { port } = recordedAzure(byPath({ ...vmReplies, '/virtualMachines/web-1': reply }));
  const outcome = await port.readMachine(vm, { associations: false });
  expect(outcome.kind === 'found' && outcome.value.etag).toBe('"13"');
});

test('an Arc machine is two GETs at 2025-01-13, lists followed to their end', async () => {
  const second = {
    ...arcExtension,
    name: 'MDE.Windows',
    properties: { ...arcExtension.properties, type: 'MDE.Windows' },
  };
  const { port, sent } = recordedAzure(
    byPath({
      skip: { status: 200, body: { value: [second] } },
      '/extensions?': {
        status: 200,
        body: { value: [arcExtension], nextLink: 'https://arm.test/extensions-skip?x=1' },
      },
      '/machines/edge-1': { status: 200, body: arcPayload },
      '/resourceGroups/rg-app?': { status: 200, body: groupPayload },
    }),
  );
  const outcome = await port.readMachine(arc, { associations: false });
  expect(outcome.kind === 'found' && outcome.value).toMatchObject({
    incarnation: 'f0000000-0000-4000-a000-000000000001+e0000000-0000-4000-a000-000000000002',
    os: 'windows',
    createdAt: undefined,
    tags: {},
    identity: { system: true, userAssigned: [] },
    platform: {
      kind: 'arc',
      status: 'Connected',
      extensionsEnabled: true,
      allowList: ['microsoft.azure.monitor/azuremonitorwindowsagent'],
      blockList: undefined,
      resourceKind: undefined,
    },
    extensions: [
      { type: 'AzureMonitorWindowsAgent', provisioningState: 'Failed', message: expect.stringContaining('64') },
      { type: 'MDE.Windows' },
    ],
  });
  expect(sent.slice(0, 2).map(pathOf)).toEqual([
    expect.stringMatching(/machines\/edge-1\?api-version=2025-01-13$/),
    expect.stringMatching(/machines\/edge-1\/extensions\?api-version=2025-01-13$/),
  ]);
});

test('a next page on another host gets no token', async () => {
  const list = { value: [], nextLink: 'https://elsewhere.test/extensions' };
  const { port, sent } = recordedAzure(
    byPath({ '/extensions?': { status: 200, body: list }, '/machines/edge-1': { status: 200, body: arcPayload } }),
  );
  const outcome = await port.readMachine(arc, { associations: false });
  expect(outcome).toMatchObject({ kind: 'failed', failure: { code: 'UnreadableReply' } });
  expect(sent.every(({ url }) => url.startsWith('https://arm.test/'))).toBe(true);
});

test.each([
  ['running', 'running'],
  ['starting', 'starting'],
  ['deallocated', 'off'],
  ['stopped', 'off'],
  ['unknown', 'unknown'],
])('a VM whose instance view says PowerState/%s is %s', async (state, power) => {
  const body = withView({ statuses: [{ code: `PowerState/${state}` }] });
  expect(await platformOf(body)).toMatchObject({ power, agentReady: false });
});

test('a VM that comes without its instance view is not off, and its guest agent is not ready', async () => {
  const body = { ...vmPayload, properties: { ...vmPayload.properties, instanceView: undefined } };
  expect(await platformOf(body)).toMatchObject({ power: 'unknown', agentReady: false });
});

test('a handler of others in the instance view alone does not make the VM unreadable', async () => {
  const { instanceView } = vmPayload.properties;
  const runCommand = { name: 'RunCommandLinux', type: 'Microsoft.CPlat.Core.RunCommandLinux', statuses: [] };
  const body = withView({ ...instanceView, extensions: [...instanceView.extensions, runCommand] });
  expect(await platformOf(body)).toMatchObject({ power: 'running' });
});

test('a hibernated VM is not merely off, and an agent that is not ready is seen', async () => {
  const body = withView({
    vmAgent: { statuses: [{ code: 'ProvisioningState/Unavailable', displayStatus: 'Not Ready' }] },
    statuses: [{ code: 'PowerState/deallocated' }, { code: 'HibernationState/Hibernated' }],
  });
  expect(await platformOf(body)).toMatchObject({ power: 'hibernated', agentReady: false });
});

test.each([
  ['Standard_D2ps_v5', 'arm64'],
  ['standard_b2pts_v2', 'arm64'],
  ['Standard_NP10s', 'x64'],
  ['Standard_D2as_v5', 'x64'],
  [undefined, undefined],
])('size %s is %s', async (vmSize, architecture) => {
  const body = { ...vmPayload, properties: { ...vmPayload.properties, hardwareProfile: { vmSize } } };
  expect(await platformOf(body)).toMatchObject({ architecture });
});

function withView(instanceView: object) {
  return { ...vmPayload, properties: { ...vmPayload.properties, instanceView } };
}

async function platformOf(body: object) {
  const { port } = recordedAzure(byPath({ ...vmReplies, '/virtualMachines/web-1': { status: 200, body } }));
  const outcome = await port.readMachine(vm, { associations: false });
  return outcome.kind === 'found' ? outcome.value.platform : outcome;
}

test.each(['ResourceNotFound', 'ResourceGroupNotFound'])(
  '404 with %s is gone, and nothing more is asked',
  async (code) => {
    const { port, sent } = recordedAzure(() => ({ status: 404, body: armError(code) }));
    expect(await port.readMachine(vm, { associations: true })).toEqual({ kind: 'gone', code });
    expect(sent).toHaveLength(1);
  },
);

test.each([
  ['the resource group', '/resourceGroups/rg-app?', vm, 'ResourceGroupNotFound'],
  ['the list of associations', 'dataCollectionRuleAssociations', vm, 'ResourceNotFound'],
  ['the list of extensions of an Arc machine', '/machines/edge-1/extensions?', arc, 'ResourceNotFound'],
])('404 on %s is tried again: only the machine itself can be gone', async (_, part, machine, code) => {
  const { error } = armError(code);
  const notFound = { status: 404, body: { error: { ...error, details: [{ code: 'ParentResourceNotFound' }] } } };
  const { port } = recordedAzure(byPath({ ...arcReplies, ...vmReplies, [part]: notFound }));
  const outcome = await port.readMachine(machine, { associations: true });
  const failure = outcome.kind === 'failed' ? outcome.failure : undefined;
  expect(failure).toMatchObject({ status: 404, message: expect.stringContaining(code) });
  expect(failure && decodeFailure(failure)).toMatchObject({ code: 'TargetNotFound', class: 'retry' });
});

test('404 on the associations alone is tried again too', async () => {
  const { port } = recordedAzure(() => ({ status: 404, body: armError('ResourceNotFound') }));
  const outcome = await port.readAssociations(vm);
  expect(outcome).toMatchObject({ kind: 'failed', failure: { code: 'SubResourceNotFound', detailCodes: [] } });
});

test.each([
  [404, armError('SubscriptionNotFound'), 'SubscriptionNotFound'],
  [404, '<html>Not Found</html>', 'Http404'],
  [403, armError('ResourceNotFound'), 'ResourceNotFound'],
])('%i %j is a failure, never gone', async (status, body, code) => {
  const { port } = recordedAzure(() => ({ status, body }));
  const outcome = await port.readMachine(arc, { associations: true });
  expect(outcome).toMatchObject({ kind: 'failed', failure: { source: 'http', status, code } });
});

test.each([
  ['is no JSON', '<html>'],
  ['is empty', ''],
  ['has no vmId', { ...vmPayload, properties: { ...vmPayload.properties, vmId: undefined } }],
  ['has a number for a state', { ...vmPayload, properties: { ...vmPayload.properties, provisioningState: 7 } }],
  [
    'has an extension without a type',
    { ...vmPayload, resources: [{ name: 'x', properties: { publisher: 'p', provisioningState: 'Succeeded' } }] },
  ],
  ['has an agent in its instance view and no resources', { ...vmPayload, resources: undefined }],
  ['has an agent in its instance view that its resources lack', { ...vmPayload, resources: [] }],
  [
    'has an extension of an unknown handler that its resources lack',
    withView({ ...vmPayload.properties.instanceView, extensions: [{ name: 'MonitorAgent', statuses: [] }] }),
  ],
  ['is about another machine', { ...vmPayload, id: vmId.replace('web-1', 'web-2') }],
])('a reply that %s is unreadable: no facts are made up', async (_, body) => {
  const { port } = recordedAzure(byPath({ '/virtualMachines/web-1': { status: 200, body } }));
  const outcome = await port.readMachine(vm, { associations: false });
  expect(outcome).toMatchObject({ kind: 'failed', failure: { code: 'UnreadableReply', status: 200 } });
});

test('a resource group that cannot be read fails the look: its owner might forbid writing', async () => {
  const { port } = recordedAzure(
    byPath({ ...vmReplies, '/resourceGroups/rg-app?': { status: 403, body: armError('AuthorizationFailed') } }),
  );
  const outcome = await port.readMachine(vm, { associations: false });
  expect(outcome).toMatchObject({ kind: 'failed', failure: { status: 403, code: 'AuthorizationFailed' } });
});
