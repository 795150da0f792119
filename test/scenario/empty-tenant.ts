import { applySubscriptionReport } from '../../local/azure/control/subscription-control.ts';
import { defaultTenantId } from '../../local/azure/simulator.ts';
import { vmBody } from '../../local/world/machines.ts';
import type { WorldOptions } from '../../local/world/virtual-world.ts';
import type { WrittenFleet } from '../../src/domain/fleet/fleet-schema.ts';
import { codeOf } from '../../src/domain/machine/standing.ts';
import { put } from './existing.ts';
import { type Scenario, startScenario } from './scenario.ts';

const minuteMs = 60_000;
const platform = '/providers/Microsoft.Management/managementGroups/platform';

/** One reviewed file: everything that a subscription and its machines need. */
function file(usual: WrittenFleet): WrittenFleet {
  return {
    ...usual,
    scope: { managementGroups: [platform] },
    profiles: [{ name: 'all', mode: 'enforce', dataCollection: { ofSubscription: true } }],
    subscriptions: [
      {
        mode: 'enforce',
        plan: 'P2',
        endpoint: { defender: 'on', unified: 'on', linux: 'on' },
        tenantConfirmed: { tenantId: defaultTenantId, by: 'security team', at: '2026-01-01T00:00:00Z' },
        providers: 'register',
        identity: { create: true },
        workspace: 'default',
        events: 'wire',
      },
    ],
  };
}

/** A tenant in which fleet.json names a management group, and its subscriptions are empty. */
export interface EmptyTenant extends Scenario {
  addVm(subscription: string, region: string, name: string): Promise<void>;
  /** Where its subscriptions stand. */
  words(): Promise<readonly string[]>;
  /** Names of what PUTs of a resource type were sent for, however they were answered. */
  puts(type: string): readonly string[];
  /** Onboards every subscription, then arms the management group with the plan that this gives. */
  onboardAll(): Promise<void>;
}

export async function startEmptyTenant(
  subscriptions: readonly string[],
  start: (options: WorldOptions) => Promise<Scenario> = startScenario,
): Promise<EmptyTenant> {
  const world = await start({ armed: false, fleet: file });
  // From here on events come through what the app wires itself.
  world.azure.events.unsubscribe('app');
  for (const id of subscriptions) {
    applySubscriptionReport(world.azure, { id, displayName: `Sub ${id.slice(-2)}`, managementGroup: 'platform' });
  }
  return {
    ...world,
    addVm: async (subscription, region, name) => {
      const group = `/subscriptions/${subscription}/resourceGroups/app-${region}`;
      await put(world, group, { location: region });
      await put(world, `${group}/providers/Microsoft.Compute/virtualMachines/${name}`, vmBody(name, { region }));
    },
    words: async () => {
      const rows = (await world.store.subscriptions.listAll()).records;
      return rows
        .filter(({ subscription }) => subscriptions.includes(subscription))
        .map(({ standing }) => `${standing.status}(${codeOf(standing) ?? ''})`);
    },
    puts: (type) =>
      world
        .writes()
        .filter(({ method, path }) => method === 'PUT' && path.split('/').at(-2) === type)
        .map(({ path }) => path.split('/').at(-1) ?? ''),
    onboardAll: async () => {
      for (const id of subscriptions) {
        await world.api('POST', `subscriptions/${id}/onboard`, { why: 'from empty' });
      }
      await world.clock.advance(2 * minuteMs);
      const { planHash } = (await world.api('GET', 'adoption')).body;
      await world.api('POST', 'arm', { scopes: [platform], planHash });
    },
  };
}
