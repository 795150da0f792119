import { accessRuleSchema } from '../authorization/access-schema.ts';
import { applySubscriptionReport } from '../control/subscription-control.ts';
import type { NewSubscription } from '../core/store/subscription.ts';
import type { LocalAzure } from '../local-azure.ts';
import { seedDefender } from './seed-defender.ts';
import { seedMachine } from './seed-machines.ts';
import { type IdsOf, seedIds } from './seed-names.ts';
import { machinesOf, seedScaleSets } from './seed-scale-sets.ts';
import type { Seed } from './seed-schema.ts';
import { seedSurroundings } from './seed-surroundings.ts';

/** What others need to know of a tenant. */
export interface SeededTenant {
  readonly subscriptions: readonly string[];
  /** The rules of the first region, in the first subscription. */
  readonly rules: { readonly windows: string; readonly linux: string };
  /** The rules of every region, in the first subscription. */
  readonly rulesByRegion: Readonly<Record<string, { readonly windows: string; readonly linux: string }>>;
  readonly machineIds: readonly string[];
}

/**
 * Fills an empty tenant. No event is told of it and no call is counted: the tenant was there before anybody looked.
 * Throws with the path when the seed contains something that Azure would refuse.
 */
export async function applySeed(azure: LocalAzure, seed: Seed): Promise<SeededTenant> {
  const idsOf = seedIds(seed);
  await azure.events.silently(async () => {
    await seedSurroundings(azure, seed, idsOf);
    await seedScaleSets(azure, seed, idsOf);
    for (const machine of machinesOf(seed)) await seedMachine(azure, machine, idsOf(machine));
    await seedDefender(azure, seed, idsOf);
  });
  for (const rule of seed.access) azure.access.add(accessRuleSchema.parse(rule));
  // Last: what is disabled, elsewhere or not registered takes no writes.
  for (const { id, state, tenantId, unregistered } of [seed.subscription, ...seed.subscriptions]) {
    applySubscriptionReport(azure, { id, state, tenantId, unregistered });
  }
  for (const fault of seed.faults) azure.addFault(fault);
  azure.context.calls.clear();
  return tenantOf(seed, idsOf);
}

/** What the simulator starts with: the subscriptions of a seed before anything is in them. */
export function subscriptionsOf(seed: Seed): readonly NewSubscription[] {
  return [seed.subscription, ...seed.subscriptions].map(({ id, displayName, quotaId, managementGroup, tags }) => ({
    id,
    displayName,
    quotaId,
    managementGroup,
    tags,
  }));
}

/** What a seed makes, without making it. */
function tenantOf(seed: Seed, idsOf: IdsOf): SeededTenant {
  const ids = idsOf({});
  const rulesOf = (region: string) => ({
    windows: ids.defaultRule(region, 'windows'),
    linux: ids.defaultRule(region, 'linux'),
  });
  return {
    subscriptions: [seed.subscription, ...seed.subscriptions].map(({ id }) => id),
    rules: rulesOf(seed.regions[0] ?? ''),
    rulesByRegion: Object.fromEntries(seed.regions.map((region) => [region, rulesOf(region)])),
    machineIds: machinesOf(seed).map((machine) => idsOf(machine).machine(machine)),
  };
}
