import { createHash } from 'node:crypto';
import { addScaleSet } from '../compute/scale-set.ts';
import type { LocalAzure } from '../local-azure.ts';
import type { IdsOf } from './seed-names.ts';
import type { Seed, SeedMachine, SeedScaleSet } from './seed-schema.ts';

/** Every machine of a seed, the instances of its scale sets included. */
export function machinesOf(seed: Seed): readonly SeedMachine[] {
  return [...seed.machines, ...seed.scaleSets.flatMap(instancesOf)];
}

/** Makes the sets; ARM has no way to write them here. */
export function seedScaleSets({ context }: LocalAzure, seed: Seed, idsOf: IdsOf): void {
  for (const set of seed.scaleSets) {
    const { name, group, region, tags, managedBy, size, ageHours } = set;
    const createdAtMs = context.time.now() - ageHours * 3_600_000;
    addScaleSet(
      context,
      { id: idsOf(set).scaleSet(group, name), location: region, tags, managedBy, createdAtMs },
      size,
    );
  }
}

/** Azure names an instance after its set, with eight digits behind. */
function instancesOf({ instances, managedBy: _owner, ...set }: SeedScaleSet): SeedMachine[] {
  return Array.from({ length: instances }, (_, index) => ({
    ...set,
    kind: 'vm',
    name: `${set.name}_${createHash('sha256').update(`${set.group}/${set.name}/${index}`).digest('hex').slice(0, 8)}`,
    scaleSet: set.name,
  }));
}
