import type { JsonObject } from '../../local/azure/core/types.ts';
import { put, quietly } from './existing.ts';
import type { Scenario } from './scenario.ts';

const minute = 60_000;
const images = {
  linux: { publisher: 'Canonical', offer: '0001-com-ubuntu-server-jammy', sku: '22_04-lts-gen2' },
  windows: { publisher: 'MicrosoftWindowsServer', offer: 'WindowsServer', sku: '2022-datacenter-g2' },
};

export interface GivenSet {
  readonly mode?: 'Automatic' | 'Rolling' | 'Manual';
  /** More of its upgrade policy. */
  readonly policy?: JsonObject;
  readonly os?: 'linux' | 'windows';
  readonly image?: JsonObject;
  readonly tags?: JsonObject;
  /** Name of its group, which is made if need be; that of the tenant by default. */
  readonly group?: { readonly name: string; readonly managedBy?: string };
  /** Id of the user-assigned identity that it has. */
  readonly identity?: string;
  /** Whether app time goes on until its instances are there; true by default. */
  readonly advance?: boolean;
}

function scaleSetId({ tenant }: Pick<Scenario, 'tenant'>, name: string): string {
  return `${tenant.group}/providers/Microsoft.Compute/virtualMachineScaleSets/${name}`;
}

async function inGroup(world: Scenario, name: string, group: NonNullable<GivenSet['group']>): Promise<string> {
  const { name: groupName, managedBy } = group;
  const id = `/subscriptions/${world.tenant.subscription}/resourceGroups/${groupName}`;
  await put(world, id, { location: 'westeurope', ...(managedBy === undefined ? {} : { managedBy }) });
  return `${id}/providers/Microsoft.Compute/virtualMachineScaleSets/${name}`;
}

function bodyOf(capacity: number, { mode = 'Automatic', policy = {}, os = 'linux', ...given }: GivenSet): JsonObject {
  const image = { ...images[os], ...given.image };
  const osType = os === 'windows' ? 'Windows' : 'Linux';
  return {
    location: 'westeurope',
    sku: { name: 'Standard_D2s_v5', tier: 'Standard', capacity },
    ...(given.tags === undefined ? {} : { tags: given.tags }),
    ...(given.identity === undefined
      ? {}
      : { identity: { type: 'UserAssigned', userAssignedIdentities: { [given.identity]: {} } } }),
    properties: {
      orchestrationMode: 'Uniform',
      upgradePolicy: { mode, ...policy },
      virtualMachineProfile: {
        storageProfile: {
          imageReference: { ...image, version: '1.0.0' },
          osDisk: { createOption: 'FromImage', osType },
        },
        osProfile: { computerNamePrefix: 'web', adminUsername: 'azureuser' },
      },
    },
  };
}

/** Somebody makes a Uniform set with so many instances. */
export async function makeScaleSet(
  world: Scenario,
  name: string,
  capacity: number,
  given: GivenSet = {},
): Promise<string> {
  const id = given.group === undefined ? scaleSetId(world, name) : await inGroup(world, name, given.group);
  await put(world, id, bodyOf(capacity, given));
  if (given.advance !== false) await world.clock.advance(2 * minute);
  return id;
}

/** The same, of which no event is told; it is as old as it says. */
export async function quietSet(
  world: Scenario,
  name: string,
  capacity: number,
  { ageDays, ...given }: GivenSet & { readonly ageDays?: number } = {},
): Promise<string> {
  const id = scaleSetId(world, name);
  await quietly(world, async () => {
    await makeScaleSet(world, name, capacity, given);
  });
  const set = world.azure.context.scaleSets.get(id);
  if (set !== undefined && ageDays !== undefined) set.createdAtMs -= ageDays * 24 * 60 * minute;
  return id;
}

/** Somebody has put the Log Analytics agent into the model, before the app hears of the set. */
export async function withLegacyAgent(
  world: Scenario,
  name: string,
  capacity: number,
  given: GivenSet = {},
): Promise<string> {
  const id = await quietSet(world, name, capacity, given);
  const properties = {
    ...{ publisher: 'Microsoft.EnterpriseCloud.Monitoring', autoUpgradeMinorVersion: true },
    ...(given.os === 'windows'
      ? { type: 'MicrosoftMonitoringAgent', typeHandlerVersion: '1.0' }
      : { type: 'OmsAgentForLinux', typeHandlerVersion: '1.14' }),
    settings: { workspaceId: '1d2c3b4a-0000-4000-8000-00000000000a' },
  };
  await quietly(world, async () => {
    await put(world, `${id}/extensions/old`, { properties }, 'other');
    await world.clock.advance(10 * minute);
    if (given.mode !== 'Manual') return;
    await world.callAzure('POST', `${id}/manualupgrade`, { body: { instanceIds: ['*'] } });
    await world.clock.advance(10 * minute);
  });
  return id;
}

/** Somebody gives the model another version of its image, or protects these instances and no others; Azure ends it. */
export async function changeSet(
  world: Scenario,
  id: string,
  change: { readonly image: string } | { readonly protect: readonly string[] },
): Promise<void> {
  if ('image' in change) {
    const virtualMachineProfile = { storageProfile: { imageReference: { version: change.image } } };
    await world.callAzure('PATCH', id, { body: { properties: { virtualMachineProfile } } });
    await world.clock.advance(10_000);
    return;
  }
  for (const { instanceId } of world.azure.context.setInstances.childrenOf(id)) {
    const protectionPolicy = { protectFromScaleSetActions: change.protect.includes(instanceId) };
    const body = { location: 'westeurope', properties: { protectionPolicy } };
    await world.callAzure('PUT', `${id}/virtualMachines/${instanceId}`, { body });
  }
}

/** On how many instances of a set the agent works. */
export function agentsOf(world: Scenario, id: string): number {
  const { setInstances, instanceExtensions } = world.azure.context;
  const agents = setInstances.childrenOf(id).flatMap((instance) => instanceExtensions.childrenOf(instance.id));
  return agents.filter(({ provisioningState }) => provisioningState === 'Succeeded').length;
}

/** What the set's row says of its instances. */
export async function instancesOf(world: Scenario, id: string): Promise<string | undefined> {
  return (await world.row(id)).findings['scale-set']?.detail;
}
