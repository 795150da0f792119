import type { JsonObject } from '../../local/azure/core/types.ts';
import { arcBody, arcId, type VmOptions, vmBody, vmId } from '../../local/world/machines.ts';
import type { Scenario } from './scenario.ts';

/** Makes a VM that the app first hears of when the test says so: no event of its creation is told. */
export async function quietVm(world: Scenario, name: string, options: VmOptions = {}): Promise<string> {
  const id = vmId(world.tenant, name);
  await quietly(world, async () => {
    await put(world, id, vmBody(name, options));
  });
  return id;
}

export async function quietArc(world: Scenario, name: string, os: 'windows' | 'linux' = 'linux'): Promise<string> {
  const id = arcId(world.tenant, name);
  await quietly(world, async () => {
    await put(world, id, arcBody({ os }));
  });
  return id;
}

/** Runs changes by others, lets them end, and tells nobody. */
export async function quietly(world: Scenario, work: () => Promise<void>): Promise<void> {
  await world.azure.events.silently(async () => {
    await work();
    await world.clock.advance(5 * 60_000);
  });
}

/** The Linux agent as somebody else has put it on the machine. */
export interface PlacedAgent {
  readonly name?: string;
  readonly properties?: JsonObject;
  readonly settings?: JsonObject;
  readonly as?: 'operator' | 'other';
}

export function authentication(identityId: string): JsonObject {
  return { authentication: { managedIdentity: { 'identifier-name': 'mi_res_id', 'identifier-value': identityId } } };
}

export async function placeAgent(world: Scenario, machineId: string, agent: PlacedAgent = {}): Promise<void> {
  const { name = 'AzureMonitorLinuxAgent', as = 'other', properties = {} } = agent;
  const isArc = machineId.includes('Microsoft.HybridCompute');
  const settings = agent.settings ?? (isArc ? {} : authentication(world.tenant.builtInIdentity));
  const body = {
    location: 'westeurope',
    properties: {
      publisher: 'Microsoft.Azure.Monitor',
      type: 'AzureMonitorLinuxAgent',
      ...(isArc ? {} : { typeHandlerVersion: '1.36' }),
      autoUpgradeMinorVersion: true,
      enableAutomaticUpgrade: true,
      settings,
      ...properties,
    },
  };
  await put(world, `${machineId}/extensions/${name}`, body, as);
}

export async function placeAssociation(world: Scenario, machineId: string, name = 'by-hand'): Promise<void> {
  const id = `${machineId}/providers/Microsoft.Insights/dataCollectionRuleAssociations/${name}`;
  await put(world, id, { properties: { dataCollectionRuleId: world.tenant.rules.linux } }, 'other');
}

/** An identity that belongs to somebody else; answers its id. */
export async function foreignIdentity(world: Scenario, name: string): Promise<string> {
  const id = `${world.tenant.group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
  await put(world, id, { location: 'westeurope' });
  return id;
}

export function userAssigned(...ids: readonly string[]): JsonObject {
  return { type: 'UserAssigned', userAssignedIdentities: Object.fromEntries(ids.map((id) => [id, {}])) };
}

export async function put(
  world: Scenario,
  id: string,
  body: JsonObject,
  as: 'operator' | 'other' = 'operator',
): Promise<void> {
  const answer = await world.callAzure('PUT', id, { body, as });
  if (answer.status >= 300) throw new Error(`PUT ${id} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
}

/** The VM tells its name: an event that owes it a look, and nothing else. */
export async function touch(world: Scenario, machineId: string): Promise<void> {
  await world.callAzure('PATCH', machineId, { body: { tags: { touched: String(world.clock.now()) } } });
}
