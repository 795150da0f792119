import type { LocalAzure } from '../local-azure.ts';
import { setAssessment } from '../security/assessment.ts';
import { connectorType } from '../security/connector.ts';
import { setDefenderState } from '../security/set-defender-state.ts';
import { putResource } from './put-resource.ts';
import type { SeedIds } from './seed-names.ts';
import { machinesOf } from './seed-scale-sets.ts';
import type { Seed } from './seed-schema.ts';

/** How Defender for Cloud stands; nothing where the seed says nothing. The machines are there already. */
export async function seedDefender(azure: LocalAzure, seed: Seed, ids: SeedIds): Promise<void> {
  for (const { subscription, connectors, assessments, ...state } of seed.defender) {
    for (const { name, group, region, properties } of connectors) {
      const id = `${ids.group(group)}/providers/${connectorType}/${name}`;
      await putResource(azure, id, { location: region, properties }, '2024-08-01-preview');
    }
    for (const { machine, ...row } of assessments) {
      const found = machinesOf(seed).find(({ name, group }) => name === machine.name && group === machine.group);
      if (found === undefined) {
        throw new Error(`The seed has no machine '${machine.name}' in the group '${machine.group}'.`);
      }
      setAssessment(azure.context, azure.defender, { ...row, resourceId: ids.machine(found) });
    }
    setDefenderState(azure, subscriptionOf(seed, subscription), state);
  }
}

function subscriptionOf({ subscription }: Seed, named: string | undefined): string {
  if (named === undefined || named === subscription.id || named === subscription.displayName) return subscription.id;
  throw new Error(`The seed has no subscription '${named}'.`);
}
