import { createHash } from 'node:crypto';
import { startInstance } from '../compute/scale-sets/instances.ts';
import { addScaleSet } from '../compute/scale-sets/scale-set.ts';
import type { LocalAzure } from '../local-azure.ts';
import { putResource } from './put-resource.ts';
import { usualImages } from './seed-machines.ts';
import type { IdsOf } from './seed-names.ts';
import type { Seed, SeedMachine, SeedScaleSet } from './seed-schema.ts';

/** Every machine of a seed, the instances of its scale sets included. */
export function machinesOf(seed: Seed): readonly SeedMachine[] {
  return [...seed.machines, ...seed.scaleSets.flatMap(instancesOf)];
}

/** Makes the sets, which were there for their age. */
export async function seedScaleSets(azure: LocalAzure, seed: Seed, idsOf: IdsOf): Promise<void> {
  const { context } = azure;
  for (const set of seed.scaleSets) {
    const { name, group, region, tags, managedBy, size, ageHours } = set;
    const createdAtMs = context.time.now() - ageHours * 3_600_000;
    const id = idsOf(set).scaleSet(group, name);
    if (set.orchestration === 'Uniform') await seedUniform(azure, set, id, createdAtMs);
    else addScaleSet(context, { id, location: region, tags, managedBy, createdAtMs }, size);
  }
}

/** Made by ARM, and ready at once. */
async function seedUniform(azure: LocalAzure, set: SeedScaleSet, id: string, createdAtMs: number): Promise<void> {
  const { name, region, os, tags, size, instances, upgradePolicy } = set;
  const unmade = [...set.extensions, ...set.associations, ...set.identities];
  if (unmade.length > 0)
    throw new Error(`The Uniform scale set '${name}' of the seed takes no extensions, associations or identities.`);
  const osType = os === 'windows' ? 'Windows' : 'Linux';
  const imageReference = set.image ?? usualImages[os];
  const virtualMachineProfile = {
    storageProfile: { imageReference, osDisk: { createOption: 'FromImage', osType } },
    osProfile: { computerNamePrefix: name.slice(0, 9), adminUsername: 'local' },
  };
  const sku = { name: size ?? 'Standard_D2s_v5', capacity: instances };
  const properties = { orchestrationMode: 'Uniform', upgradePolicy, virtualMachineProfile };
  await putResource(azure, id, { location: region, tags, sku, properties }, '2024-07-01');
  const made = azure.context.scaleSets.get(id);
  if (made === undefined) return;
  made.managedBy = set.managedBy;
  made.createdAtMs = createdAtMs;
  for (const instance of azure.context.setInstances.childrenOf(id)) startInstance(azure.context, instance);
  made.provisioningState = 'Succeeded';
  made.operation?.finish(undefined);
}

/** Azure names an instance after its set, with eight digits behind. */
function instancesOf(set: SeedScaleSet): SeedMachine[] {
  const { instances, managedBy: _owner, orchestration, upgradePolicy: _policy, ...rest } = set;
  if (orchestration === 'Uniform') return [];
  return Array.from({ length: instances }, (_, index) => ({
    ...rest,
    kind: 'vm',
    name: `${set.name}_${createHash('sha256').update(`${set.group}/${set.name}/${index}`).digest('hex').slice(0, 8)}`,
    scaleSet: set.name,
  }));
}
