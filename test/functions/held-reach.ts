import { setDefenderState } from '../../local/azure/security/set-defender-state.ts';
import { defaultTenantId } from '../../local/azure/simulator.ts';
import { vmBody, vmId } from '../../local/world/machines.ts';
import type { World } from '../../local/world/virtual-world.ts';
import type { WrittenFleet } from '../../src/domain/fleet/fleet-schema.ts';
import { hashOfReach } from '../../src/domain/reach/reach-hash.ts';
import { put } from '../scenario/existing.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { storeSubscription } from './stored-subscriptions.ts';

/** WDATP is wanted where every machine is only observed, so that each of them holds it up. */
export function heldFleet(usual: WrittenFleet): WrittenFleet {
  const tenantConfirmed = { tenantId: defaultTenantId, by: 'security team', at: '2026-01-01T00:00:00Z' };
  return {
    ...usual,
    profiles: [{ name: 'guests' }],
    subscriptions: [{ mode: 'enforce', plan: 'P2', endpoint: { defender: 'on' }, tenantConfirmed }],
  };
}

/** The world's subscription `sub-00` with its plan, without WDATP, and with so many machines, `vm-0` and so on. */
export async function prepareHeld(world: Scenario, count = 1): Promise<void> {
  await storeSubscription(world, { name: 'sub-00' });
  setDefenderState(world.azure, world.tenant.subscription, {
    servers: { tier: 'P2', enforce: false, ageDays: 100 },
    settings: { WDATP: false },
  });
  for (let index = 0; index < count; index++) {
    await put(world, vmId(world.tenant, `vm-${index}`), vmBody(`vm-${index}`));
  }
}

/** The hash of the list that {@link prepareHeld} makes. */
export function heldHash({ tenant }: Pick<World, 'tenant'>, count = 1): string {
  return hashOfReach(
    Array.from({ length: count }, (_, index) => ({ id: vmId(tenant, `vm-${index}`), group: 'observedOnly' as const })),
  );
}
