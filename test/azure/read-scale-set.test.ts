import { expect, test } from 'vitest';
import { group, groupPayload, refOf } from './payloads.ts';
import { recordedAzure } from './recorded-azure.ts';

const setId = `${group}/providers/Microsoft.Compute/virtualMachineScaleSets/web`;
const agent = {
  name: 'AzureMonitorLinuxAgent',
  properties: {
    publisher: 'Microsoft.Azure.Monitor',
    type: 'AzureMonitorLinuxAgent',
    typeHandlerVersion: '1.36',
    autoUpgradeMinorVersion: true,
    enableAutomaticUpgrade: true,
    settings: {},
  },
};

/** `GET virtualMachineScaleSets/web`, shaped as in the Compute REST reference; a model tells no state of an extension. */
function setPayload(properties: object = {}, profile: object = {}): object {
  return {
    name: 'web',
    id: setId.replace('rg-app', 'RG-APP'),
    type: 'Microsoft.Compute/virtualMachineScaleSets',
    location: 'West Europe',
    sku: { name: 'Standard_D2ps_v5', tier: 'Standard', capacity: 3 },
    etag: '"7"',
    properties: {
      singlePlacementGroup: true,
      orchestrationMode: 'Uniform',
      upgradePolicy: { mode: 'Rolling', rollingUpgradePolicy: { maxSurge: true } },
      provisioningState: 'Succeeded',
      uniqueId: '0A1B2C3D-0000-4000-A000-00000000000F',
      timeCreated: '2026-01-05T07:58:21.6512345+00:00',
      virtualMachineProfile: {
        storageProfile: {
          osDisk: { osType: 'Linux', createOption: 'FromImage' },
          imageReference: { publisher: 'Canonical', offer: 'ubuntu', sku: '22_04', version: 'latest' },
        },
        osProfile: { computerNamePrefix: 'web', allowExtensionOperations: true },
        extensionProfile: { extensions: [agent] },
        ...profile,
      },
      ...properties,
    },
  };
}

const report = {
  name: 'AzureMonitorLinuxAgent',
  type: 'Microsoft.Azure.Monitor.AzureMonitorLinuxAgent',
  typeHandlerVersion: '1.38.1.0',
  statuses: [{ code: 'ProvisioningState/succeeded', message: 'Enable succeeded' }],
};
const instanceView = {
  vmAgent: { statuses: [{ code: 'ProvisioningState/succeeded', displayStatus: 'Ready' }] },
  extensions: [report, { ...report, name: 'setup', type: 'Contoso.Setup' }],
  statuses: [{ code: 'ProvisioningState/succeeded' }, { code: 'PowerState/running' }],
};
const instances = [
  { instanceId: '0', properties: { latestModelApplied: true, provisioningState: 'Succeeded', instanceView } },
  {
    instanceId: '4',
    properties: {
      latestModelApplied: false,
      provisioningState: 'Succeeded',
      protectionPolicy: { protectFromScaleSetActions: true },
      instanceView: { ...instanceView, statuses: [{ code: 'PowerState/deallocated' }], extensions: null },
    },
  },
  { instanceId: '5', properties: { provisioningState: 'Creating', protectionPolicy: null } },
];

function start(set: object = setPayload(), list: readonly object[] = instances, next?: string) {
  return recordedAzure(({ url }) => {
    const { pathname, searchParams } = new URL(url);
    if (!pathname.includes('/virtualMachineScaleSets/')) return { status: 200, body: groupPayload };
    if (!pathname.endsWith('/virtualMachines')) return { status: 200, headers: { etag: '"8"' }, body: set };
    if (searchParams.has('$skiptoken')) return { status: 200, body: { value: [] } };
    return { status: 200, body: { value: list, ...(next === undefined ? {} : { nextLink: next }) } };
  });
}

async function read(set?: object, parts = { associations: false, instances: true }) {
  const { port, sent } = start(set);
  const outcome = await port.readMachine(refOf(setId), parts);
  if (outcome.kind !== 'found') throw new Error(JSON.stringify(outcome));
  return { facts: outcome.value, paths: sent.map(({ url }) => new URL(url).pathname.replace(group, '')) };
}

test('a set is one GET: who it is, its model, its policy; and its instances are another, after it', async () => {
  const { facts, paths } = await read();
  expect(facts).toMatchObject({
    machine: { kind: 'scaleSet', name: 'web' },
    incarnation: '0a1b2c3d-0000-4000-a000-00000000000f',
    region: 'westeurope',
    os: 'linux',
    createdAt: '2026-01-05T07:58:21.651Z',
    etag: '"8"',
    identity: { system: false, userAssigned: [] },
    extensions: [{ name: 'AzureMonitorLinuxAgent', requestedVersion: '1.36', provisioningState: 'Succeeded' }],
    platform: {
      ...{ kind: 'scaleSet', orchestration: 'uniform', upgradePolicy: 'rolling', surges: true },
      ...{ allowsExtensions: true, architecture: 'arm64', image: { publisher: 'Canonical' } },
    },
  });
  expect(facts.platform).toMatchObject({
    instances: [
      {
        ...{ id: '0', hasModel: true, isProtected: false, reports: true },
        extensions: [{ name: 'AzureMonitorLinuxAgent', statusCode: 'ProvisioningState/succeeded' }],
      },
      { id: '4', hasModel: false, isProtected: true, reports: false, extensions: [] },
      { id: '5', hasModel: false, isProtected: false, provisioningState: 'Creating', reports: false },
    ],
  });
  const own = setId.replace(group, '');
  expect(paths.filter((path) => path.startsWith(own))).toEqual([own, `${own}/virtualMachines`]);
});

test('instances are left out where a look does not ask for them', async () => {
  const { facts, paths } = await read(undefined, { associations: false, instances: false });
  expect(facts.platform).toMatchObject({ instances: undefined });
  expect(paths.filter((path) => path.endsWith('/virtualMachines'))).toEqual([]);
});

test.each<[string, object, string]>([
  [
    'says so',
    setPayload(
      {},
      {
        extensionProfile: {
          extensions: [{ ...agent, properties: { ...agent.properties, provisioningState: 'Failed' } }],
        },
      },
    ),
    'Failed',
  ],
  ['is in a set that is updated', setPayload({ provisioningState: 'Updating' }), 'Updating'],
  ['is in a set that failed in whatever', setPayload({ provisioningState: 'Failed' }), 'Succeeded'],
])('the state of an extension in the model that %s', async (_, set, state) => {
  expect((await read(set)).facts.extensions).toMatchObject([{ provisioningState: state }]);
});

test.each<[string, object, object]>([
  ['names no orchestration', setPayload({ orchestrationMode: null }), { orchestration: 'uniform' }],
  ['names no policy', setPayload({ upgradePolicy: null }), { upgradePolicy: 'unknown', surges: false }],
  ['has a policy of tomorrow', setPayload({ upgradePolicy: { mode: 'Later' } }), { upgradePolicy: 'unknown' }],
  ['is Manual in another case', setPayload({ upgradePolicy: { mode: 'MANUAL' } }), { upgradePolicy: 'manual' }],
])('a set that %s', async (_, set, platform) => {
  expect((await read(set)).facts.platform).toMatchObject(platform);
});

test('a set that tells its system by its configuration alone', async () => {
  const profile = { storageProfile: {}, osProfile: { windowsConfiguration: {} } };
  expect((await read(setPayload({}, profile))).facts.os).toBe('windows');
});

test('a Flexible set is read once, and nothing more is asked of it', async () => {
  const { facts, paths } = await read(setPayload({ orchestrationMode: 'Flexible', virtualMachineProfile: null }));
  expect(facts.platform).toMatchObject({ orchestration: 'flexible' });
  expect(paths).toEqual([setId.replace(group, '')]);
});

test('the fingerprint of the model leaves out our extension and heeds the rest', async () => {
  const fingerprint = async (set: object) => {
    const { platform } = (await read(set)).facts;
    return platform.kind === 'scaleSet' ? platform.fingerprint.whole : undefined;
  };
  const usual = await fingerprint(setPayload());
  expect(await fingerprint(setPayload({}, { extensionProfile: null }))).toBe(usual);
  expect(await fingerprint(setPayload({}, { priority: 'Spot' }))).not.toBe(usual);
});

test('a list of instances is all of it or a failure', async () => {
  const far = start(setPayload(), instances, 'https://elsewhere.test/next');
  expect(await far.port.readInstances(refOf(setId))).toMatchObject({ kind: 'failed' });
  const paged = start(setPayload(), instances, `https://arm.test${setId}/virtualMachines?$skiptoken=2`);
  expect(await paged.port.readInstances(refOf(setId))).toMatchObject({ kind: 'found', value: { length: 3 } });
});
