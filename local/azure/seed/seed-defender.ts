import { parseArmId, sameId } from '../core/store/arm-id.ts';
import type { LocalAzure } from '../local-azure.ts';
import { setAssessment } from '../security/assessment.ts';
import { connectorType } from '../security/connector.ts';
import { setDefenderState } from '../security/set-defender-state.ts';
import { putResource } from './put-resource.ts';
import type { IdsOf } from './seed-names.ts';
import { machinesOf } from './seed-scale-sets.ts';
import type { Seed } from './seed-schema.ts';

/** How Defender for Cloud stands; nothing where the seed says nothing. The machines are there already. */
export async function seedDefender(azure: LocalAzure, seed: Seed, idsOf: IdsOf): Promise<void> {
  for (const part of seed.defender) {
    const { subscription: _named, connectors, assessments, ...state } = part;
    const ids = idsOf(part);
    for (const { name, group, region, properties } of connectors) {
      const id = `${ids.group(group)}/providers/${connectorType}/${name}`;
      await putResource(azure, id, { location: region, properties }, '2024-08-01-preview');
    }
    for (const { machine, ...row } of assessments) {
      const found = machinesOf(seed).find((each) =>
        sameId(idsOf(each).machine(each), ids.machine({ ...each, ...machine })),
      );
      if (found === undefined) {
        throw new Error(`The seed has no machine '${machine.name}' in the group '${machine.group}'.`);
      }
      setAssessment(azure.context, azure.defender, { ...row, resourceId: ids.machine(found) });
    }
    setDefenderState(azure, parseArmId(ids.group('')).subscriptionId ?? '', state);
  }
}
