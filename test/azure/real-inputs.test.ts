import { expect, test } from 'vitest';
import { decideLook } from '../../src/domain/look/decide-look.ts';
import type { LookDecision } from '../../src/domain/look/look-input.ts';
import type { MachineFacts } from '../../src/domain/machine/machine-facts.ts';
import { fleetOf, lookOf, wordOf } from '../domain/look/look-fixture.ts';
import { builtInId, linuxRule } from '../domain/services/facts.ts';
import { readInput } from '../fixtures/real-inputs/read-input.ts';
import { refOf, subscription } from './payloads.ts';
import { recordedAzure } from './recorded-azure.ts';
import { pathOf, type RecordedReply, type SentRequest } from './recorded-http-client.ts';

const group = { id: 'g', location: 'westeurope', properties: {} };
const flexibleSet = {
  id: 's',
  location: 'germanywestcentral',
  tags: {},
  properties: { orchestrationMode: 'Flexible' },
};
const rule = { name: 'by-hand', properties: { dataCollectionRuleId: linuxRule } };

/** What is different from the recording. */
interface Changes {
  readonly machine?: object;
  readonly properties?: object;
  readonly set?: object;
}

function answer(machine: object, set: object) {
  return ({ url }: SentRequest): RecordedReply => {
    if (url.includes('dataCollectionRuleAssociations')) return { status: 200, body: { value: [rule] } };
    if (url.includes('/extensions?')) return { status: 200, body: { value: [] } };
    if (url.includes('/virtualMachineScaleSets/')) return { status: 200, body: set };
    return { status: 200, body: /\/(machines|virtualMachines)\//.test(url) ? machine : group };
  };
}

/** What the adapter makes of a recorded machine. */
async function read(name: string, { machine = {}, properties = {}, set = flexibleSet }: Changes = {}) {
  const input = readInput(name);
  const body = { ...input, ...machine, properties: { ...input.properties, ...properties } };
  const { port, sent } = recordedAzure(answer(body, set));
  const outcome = await port.readMachine(refOf(input.id), { associations: true });
  if (outcome.kind !== 'found') throw new Error(`${name} was not read: ${JSON.stringify(outcome)}`);
  return { facts: outcome.value, paths: sent.map(pathOf) };
}

/** The look at a machine that is new, in scope, enforced and armed, and has our identity and a rule. */
function lookAt(facts: MachineFacts): LookDecision {
  const fleet = fleetOf({ scope: { subscriptions: [subscription] } });
  return decideLook(lookOf({ facts: { ...facts, identity: { system: true, userAssigned: [builtInId] } }, fleet }));
}

test.each<[string, object, string]>([
  [
    'vm/v01-running-networkwatcher',
    {
      platform: { power: 'running', agentReady: true, osName: 'ubuntu' },
      extensions: [{ type: 'NetworkWatcherAgentLinux' }],
    },
    'InProgress(installExtension)',
  ],
  ['vm/v02-deallocated-lad', { platform: { power: 'off', osName: undefined } }, 'Pending(Off)'],
  [
    'vm/v05-running-agent-unresponsive-centos71',
    { platform: { power: 'running', agentReady: false, osName: undefined } },
    'Pending(AgentNotReady)',
  ],
  ['vm/v11-flexible-scale-set-instance', { managedBy: undefined }, 'InProgress(installExtension)'],
  [
    'arc/a01-client-win11-connected',
    { platform: { status: 'Connected', cloud: undefined, azureVmId: undefined } },
    'Unsupported(ClientOs)',
  ],
  ['arc/a04-never-reported', { incarnation: undefined, platform: { status: undefined } }, 'Pending(NotReported)'],
  ['arc/a08-azure-vm-that-is-also-arc', { platform: { cloud: 'Azure' } }, 'Excluded(DuplicateOf)'],
  ['arc/a12-hci-node-of-a-cluster', { platform: { resourceKind: 'HCI' } }, 'Excluded(ManagedBy)'],
])('%s is read, and ends as it should', async (name, facts, word) => {
  const found = await read(name);
  expect(found.facts).toMatchObject(facts);
  expect(wordOf(lookAt(found.facts))).toBe(word);
});

test('the twin in Azure and the cluster of a node are named', async () => {
  const textOf = async (name: string) =>
    lookAt((await read(name)).facts)
      .timeline.map(({ text }) => text)
      .join();
  const twin = `/subscriptions/${subscription}/resourceGroups/RG-A/providers/Microsoft.Compute/virtualMachines/web-01`;
  expect(await textOf('arc/a08-azure-vm-that-is-also-arc')).toContain(twin);
  expect(await textOf('arc/a12-hci-node-of-a-cluster')).toContain('/Microsoft.AzureStackHCI/clusters/c1');
});

const twinId = '/subscriptions/s/ResourceGroups/g/providers/Microsoft.Compute/virtualMachines/web';
const instanceId =
  '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachineScaleSets/x/virtualMachines/0';
test.each<[string, object, string]>([
  ['by its detected id alone', { cloudMetadata: null, detectedProperties: { 'Azure-resourceId': twinId } }, twinId],
  [
    'by an id under another name',
    { cloudMetadata: { provider: 'N/A' }, detectedProperties: { resourceId: twinId } },
    twinId,
  ],
  [
    'by an id with a slash behind it',
    { cloudMetadata: null, detectedProperties: { 'Azure-resourceId': `${twinId}/` } },
    twinId,
  ],
  [
    'by an id without its first slash',
    { cloudMetadata: null, detectedProperties: { 'Azure-resourceId': ` ${twinId.slice(1)}` } },
    twinId,
  ],
  ['as an instance of a Uniform scale set', { detectedProperties: { 'azure-resourceid': instanceId } }, instanceId],
  ['by its cloud in other letters', { cloudMetadata: { provider: 'azure' }, detectedProperties: {} }, 'does not name'],
  ['by its detected cloud', { cloudMetadata: {}, detectedProperties: { cloudProvider: 'Azure' } }, 'does not name'],
])('a VM of Azure that is in Arc too is known %s', async (_, properties, detail) => {
  const { facts } = await read('arc/a08-azure-vm-that-is-also-arc', { properties });
  const { record, timeline } = lookAt(facts);
  expect(wordOf({ record })).toBe('Excluded(DuplicateOf)');
  expect(timeline[0]?.text).toContain(detail);
});

test.each<[string, object, object]>([
  ['of another cloud', { cloudMetadata: { provider: 'AWS' }, detectedProperties: { cloudprovider: 'AWS' } }, {}],
  ['without any cloud', { cloudMetadata: null, detectedProperties: null }, {}],
  ['with the id of something else', { cloudMetadata: null, detectedProperties: { 'Azure-resourceId': '/x' } }, {}],
  ['of Azure Local, whatever its agent believes', { detectedProperties: {} }, { kind: 'HCI' }],
])('an Arc machine %s is no twin', async (_, properties, machine) => {
  const { facts } = await read('arc/a08-azure-vm-that-is-also-arc', { properties, machine });
  expect(wordOf(lookAt(facts))).not.toMatch(/^Excluded/);
});

test.each<[string, object]>([
  ['no properties at all', { properties: null }],
  ['an empty body of properties', { properties: {} }],
  ['an id and no status', { properties: { vmId: 'a', status: null, provisioningState: 'Succeeded' } }],
  ['a status and no id', { properties: { status: 'Connected', provisioningState: 'Succeeded' } }],
  ['a status and an id that is no value', { properties: { status: 'Connected', vmId: 'Unknown' } }],
  ['an empty status', { properties: { vmId: 'a', status: '' } }],
])('an Arc machine with %s has not reported, and is no failure', async (_, changes) => {
  const input = { ...readInput('arc/a04-never-reported'), ...changes };
  const { port } = recordedAzure(answer(input, flexibleSet));
  const outcome = await port.readMachine(refOf(input.id), { associations: true });
  expect(outcome).toMatchObject({ kind: 'found', value: { incarnation: undefined } });
  if (outcome.kind === 'found') expect(wordOf(lookAt(outcome.value))).toBe('Pending(NotReported)');
});

test.each(['unknown', 'Unknown', 'UNKNOWN', 'N/A', '', null, '00000000-0000-0000-0000-000000000000'])(
  'a vmUuid that says %j is no value',
  async (vmUuid) => {
    const { facts } = await read('arc/a01-client-win11-connected', { properties: { vmId: 'F8EA', vmUuid } });
    expect(facts.incarnation).toBe('f8ea');
  },
);

const setOfFlex = `/subscriptions/${subscription}/resourceGroups/RG-A/providers/Microsoft.Compute/virtualMachineScaleSets/flex`;
const ofAks = { ...flexibleSet, tags: { 'aks-managed-poolName': 'pool1' } };

/** The instance, with its own set and who manages it written so. */
function instanceOf(setId: string, managedBy: string | null): Changes {
  return { machine: { managedBy }, properties: { virtualMachineScaleSet: { id: setId } } };
}

test.each([
  ['alike', setOfFlex, setOfFlex],
  ['in capitals', setOfFlex, setOfFlex.toUpperCase()],
  ['with a slash behind it', setOfFlex, `${setOfFlex}/`],
  ['with a space behind it', setOfFlex, `${setOfFlex} `],
  ['without its first slash', setOfFlex, setOfFlex.slice(1)],
  ['with a slash behind both', `${setOfFlex}/`, `${setOfFlex}/`],
  ['with a slash behind the set', `${setOfFlex}/`, setOfFlex],
  ['nowhere', `${setOfFlex}/`, ''],
  ['nowhere, by null', setOfFlex.slice(1), null],
])('an instance is of its set, named as its manager %s: it is onboarded, or is of the set’s owner', async (...row) => {
  const [, setId, managedBy] = row;
  const alone = await read('vm/v11-flexible-scale-set-instance', instanceOf(setId, managedBy));
  expect(alone.facts.managedBy).toBeUndefined();
  expect(wordOf(lookAt(alone.facts))).toBe('InProgress(installExtension)');
  const owned = await read('vm/v11-flexible-scale-set-instance', { ...instanceOf(setId, managedBy), set: ofAks });
  expect(owned.facts.managedBy).toBe('Azure Kubernetes Service');
  expect(wordOf(lookAt(owned.facts))).toBe('Excluded(ManagedBy)');
});

test('a manager that is another set, or that no set can be read for, is a manager', async () => {
  for (const [setId, managedBy] of [
    [setOfFlex, `${setOfFlex}-2`],
    ['flex', 'flex'],
    [`${setOfFlex}/x/y`, `${setOfFlex}/x/y`],
  ] as const) {
    const { facts } = await read('vm/v11-flexible-scale-set-instance', instanceOf(setId, managedBy));
    expect(facts.managedBy).toBe(managedBy);
    expect(wordOf(lookAt(facts))).toBe('Excluded(ManagedBy)');
  }
});

test('a machine whose own GET writes its id in another way is the same machine', async () => {
  const { id } = readInput('vm/v01-running-networkwatcher');
  const { facts } = await read('vm/v01-running-networkwatcher', { machine: { id: `${id.slice(1)}/` } });
  expect(facts.machine).toEqual(refOf(id));
});

test('a Flexible instance costs one more read, of its set, and a set of AKS still owns its instances', async () => {
  const { paths } = await read('vm/v11-flexible-scale-set-instance');
  expect(paths.filter((path) => path.includes('virtualMachineScaleSets'))).toEqual([
    `/subscriptions/${subscription}/resourceGroups/RG-A/providers/Microsoft.Compute/virtualMachineScaleSets/flex?api-version=2026-04-01`,
  ]);
  const { facts } = await read('vm/v11-flexible-scale-set-instance', { set: ofAks });
  expect(facts.managedBy).toBe('Azure Kubernetes Service');
  expect(wordOf(lookAt(facts))).toBe('Excluded(ManagedBy)');
});
