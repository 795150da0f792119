import type { ReadPart } from '../domain/findings/finding.ts';
import type { MachineFacts } from '../domain/machine/machine-facts.ts';
import type { AzurePort, PartOutcome } from '../ports/azure.ts';

type ReadFurther = (azure: AzurePort, facts: MachineFacts) => Promise<PartOutcome<MachineFacts>>;

const readers: Readonly<Record<ReadPart, ReadFurther>> = {
  associations: async (azure, facts) => {
    const read = await azure.readAssociations(facts.machine);
    return read.kind === 'failed' ? read : { kind: 'found', value: { ...facts, associations: read.value } };
  },
  instances: async (azure, facts) => {
    if (facts.platform.kind !== 'scaleSet') return { kind: 'found', value: facts };
    const read = await azure.readInstances(facts.machine);
    if (read.kind === 'failed') return read;
    return { kind: 'found', value: { ...facts, platform: { ...facts.platform, instances: read.value } } };
  },
};

/** The facts with these parts of the machine as well, each read once; the first that cannot be read ends it. */
export async function readFurther(
  azure: AzurePort,
  facts: MachineFacts,
  parts: readonly ReadPart[],
): Promise<PartOutcome<MachineFacts>> {
  let read: PartOutcome<MachineFacts> = { kind: 'found', value: facts };
  for (const part of new Set(parts)) {
    if (read.kind === 'found') read = await readers[part](azure, read.value);
  }
  return read;
}
