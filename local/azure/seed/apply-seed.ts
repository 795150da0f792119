import { accessRuleSchema } from '../authorization/access-schema.ts';
import type { LocalAzure } from '../local-azure.ts';
import { seedDefender } from './seed-defender.ts';
import { seedMachine } from './seed-machines.ts';
import { seedIds } from './seed-names.ts';
import { machinesOf, seedScaleSets } from './seed-scale-sets.ts';
import type { Seed } from './seed-schema.ts';
import { seedSurroundings } from './seed-surroundings.ts';

/** What others need to know of a tenant. */
export interface SeededTenant {
  readonly subscriptions: readonly string[];
  /** The rules of the first region. */
  readonly rules: { readonly windows: string; readonly linux: string };
  /** The rules of every region. */
  readonly rulesByRegion: Readonly<Record<string, { readonly windows: string; readonly linux: string }>>;
  readonly machineIds: readonly string[];
}

/**
 * Fills an empty tenant. No event is told of it and no call is counted: the tenant was there before anybody looked.
 * Throws with the path when the seed contains something that Azure would refuse.
 */
export async function applySeed(azure: LocalAzure, seed: Seed): Promise<SeededTenant> {
  const ids = seedIds(seed);
  await azure.events.silently(async () => {
    await seedSurroundings(azure, seed, ids);
    seedScaleSets(azure, seed, ids);
    for (const machine of machinesOf(seed)) await seedMachine(azure, machine, ids);
    await seedDefender(azure, seed, ids);
  });
  for (const rule of seed.access) azure.access.add(accessRuleSchema.parse(rule));
  for (const fault of seed.faults) azure.addFault(fault);
  azure.context.calls.clear();
  return tenantOf(seed);
}

/** What a seed makes, without making it. */
function tenantOf(seed: Seed): SeededTenant {
  const ids = seedIds(seed);
  const rulesOf = (region: string) => ({
    windows: ids.defaultRule(region, 'windows'),
    linux: ids.defaultRule(region, 'linux'),
  });
  return {
    subscriptions: [seed.subscription.id],
    rules: rulesOf(seed.regions[0] ?? ''),
    rulesByRegion: Object.fromEntries(seed.regions.map((region) => [region, rulesOf(region)])),
    machineIds: machinesOf(seed).map((machine) => ids.machine(machine)),
  };
}
