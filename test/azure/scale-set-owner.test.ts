import { expect, test } from 'vitest';
import { armError, group, groupPayload, refOf, subscription, vmId, vmPayload } from './payloads.ts';
import { recordedAzure, SetClock } from './recorded-azure.ts';
import type { RecordedReply } from './recorded-http-client.ts';

const cluster = `${group}/providers/Microsoft.ContainerService/managedClusters/k8s`;
const inOwnGroup = `${group}/providers/Microsoft.Compute/virtualMachineScaleSets/flex`;

/** The set of the instance, its id and what ARM answers for it; the groups by name. */
interface World {
  readonly setId?: string;
  readonly set?: RecordedReply;
  readonly groups?: Readonly<Record<string, RecordedReply>>;
  /** What differs on the instance itself. */
  readonly vm?: object;
}

function setIn(groupName: string): string {
  return inOwnGroup.replace('rg-app', groupName);
}

function setReply(changes: object = {}): RecordedReply {
  return { status: 200, body: { id: inOwnGroup, location: 'West Europe', properties: {}, ...changes } };
}

function groupReply(changes: object = {}): RecordedReply {
  return { status: 200, body: { ...groupPayload, ...changes } };
}

function worldOf({ setId = inOwnGroup, set = setReply(), groups = {}, vm = {} }: World) {
  const clock = new SetClock();
  const state = { set, groups };
  const properties = { ...vmPayload.properties, virtualMachineScaleSet: { id: setId } };
  const { port, sent } = recordedAzure(
    ({ url }) => {
      const path = new URL(url).pathname;
      if (path.includes('/virtualMachineScaleSets/')) return state.set;
      if (path.includes('/virtualMachines/'))
        return { status: 200, body: { ...vmPayload, managedBy: setId, ...vm, properties } };
      return state.groups[path.split('/').at(-1) ?? ''] ?? groupReply();
    },
    { clock },
  );
  const read = async () => await port.readMachine(refOf(vmId), { associations: false });
  const owner = async () => {
    const outcome = await read();
    return outcome.kind === 'found' ? outcome.value.managedBy : outcome;
  };
  return { port, sent, clock, state, read, owner };
}

test.each<[string, World, string | undefined]>([
  ['nothing', {}, undefined],
  [
    'an empty owner of the set',
    { set: setReply({ managedBy: '' }), groups: { 'rg-sets': groupReply({ managedBy: '' }) } },
    undefined,
  ],
  ['whom the set names', { set: setReply({ managedBy: cluster }) }, cluster],
  ['tags of AKS on the set', { set: setReply({ tags: { 'aks-managed-poolName': 'p' } }) }, 'Azure Kubernetes Service'],
  ['tags of Databricks on the set', { set: setReply({ tags: { Vendor: 'Databricks' } }) }, 'Azure Databricks'],
  ['tags of others on the set', { set: setReply({ tags: { Vendor: 'Contoso' } }) }, undefined],
  [
    'whom the group of the set names',
    { setId: setIn('rg-sets'), groups: { 'rg-sets': groupReply({ managedBy: cluster }) } },
    cluster,
  ],
  [
    'the name of the group of the set, of AKS',
    { setId: setIn('MC_rg-app_k8s_westeurope') },
    'Azure Kubernetes Service',
  ],
  [
    'the name of the group of the set, of Batch',
    { setId: setIn('AzureBatch-0a1b2c3d-0000-4000-a000-00000000000f-C') },
    'Azure Batch',
  ],
  ['a group of the set that is named as for another region', { setId: setIn('MC_rg-app_k8s_northeurope') }, undefined],
  [
    'whom the group of the instance names',
    { setId: setIn('rg-sets'), groups: { 'rg-app': groupReply({ managedBy: cluster }) } },
    cluster,
  ],
  ['tags of the instance', { vm: { tags: { 'aks-managed-poolName': 'p' } } }, 'Azure Kubernetes Service'],
  ['somebody else whom the instance names', { vm: { managedBy: cluster } }, cluster],
])('the owner of an instance of a set follows from %s', async (_, world, owner) => {
  expect(await worldOf(world).owner()).toBe(owner);
});

test.each<[string, World, object]>([
  ['the set may not be read', { set: { status: 403, body: armError('AuthorizationFailed') } }, { status: 403 }],
  [
    'the set is not there',
    { set: { status: 404, body: armError('ResourceNotFound') } },
    { code: 'SubResourceNotFound' },
  ],
  ['the set is throttled', { set: { status: 429, body: armError('TooManyRequests') } }, { status: 429 }],
  ['the set is half told', { set: { status: 200, body: { id: inOwnGroup } } }, { code: 'UnreadableReply' }],
  [
    'the group of the set may not be read',
    { setId: setIn('rg-sets'), groups: { 'rg-sets': { status: 403, body: armError('AuthorizationFailed') } } },
    { status: 403 },
  ],
  [
    'the group of the instance is throttled',
    { groups: { 'rg-app': { status: 429, body: armError('TooManyRequests') } } },
    { status: 429 },
  ],
])('whose it is is not known where %s, and it is never taken for nobody’s', async (_, world, failure) => {
  expect(await worldOf(world).owner()).toMatchObject({ kind: 'failed', failure });
});

test('a set is read once in ten minutes for all its instances, and again at once when it could not be read', async () => {
  const refused: RecordedReply = { status: 500, body: armError('InternalServerError') };
  const { port, clock, state, owner } = worldOf({ set: refused });
  const reads = () => port.calls()['Microsoft.Compute/virtualMachineScaleSets/read'];
  expect(await owner()).toMatchObject({ kind: 'failed' });
  state.set = setReply();
  expect(await owner()).toBeUndefined();
  const after = reads() ?? 0;
  state.set = setReply({ managedBy: cluster });
  clock.ms += 599_000;
  expect(await owner()).toBeUndefined();
  expect(reads()).toBe(after);
  clock.ms += 2_000;
  expect(await owner()).toBe(cluster);
  expect(reads()).toBe(after + 1);
});

test('the set is asked for by its own subscription and group, whatever those of the instance are', async () => {
  const elsewhere = setIn('rg-sets').replace(subscription, subscription.replace('1', '2'));
  const { sent, owner } = worldOf({ setId: elsewhere });
  await owner();
  const paths = sent.map(({ url }) => new URL(url).pathname);
  expect(paths).toContain(elsewhere);
  expect(paths).toContain(elsewhere.slice(0, elsewhere.indexOf('/providers/')));
});
