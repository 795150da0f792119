import type { MachineReading } from './machine-reading.ts';

interface KnownOwner {
  readonly name: string;
  /** Where the sign is documented. */
  readonly source: string;
  owns(machine: MachineReading, resourceGroup: string): boolean;
}

/** Azure services that run VMs in a customer's subscription and may leave `managedBy` empty. */
const knownOwners: readonly KnownOwner[] = [
  {
    name: 'Azure Kubernetes Service',
    source: 'AKS docs, "Use Azure tags in AKS": tags that start with aks-managed are its own',
    owns: (machine) => Object.keys(machine.tags).some((tag) => tag.toLowerCase().startsWith('aks-managed-')),
  },
  {
    name: 'Azure Kubernetes Service',
    source: 'AKS docs, FAQ: the node resource group is named MC_<group>_<cluster>_<region>',
    owns: (machine, group) => /^mc_.+_.+_[^_]+$/i.test(group) && group.toLowerCase().endsWith(`_${machine.region}`),
  },
  {
    name: 'Azure Databricks',
    source: 'Databricks docs, "Use tags to attribute and track usage": Vendor is always Databricks',
    owns: (machine) =>
      Object.entries(machine.tags).some(
        ([tag, value]) => tag.toLowerCase() === 'vendor' && value.toLowerCase() === 'databricks',
      ),
  },
  {
    name: 'Azure Batch',
    source: 'Batch docs, user subscription pools: node resource groups are named AzureBatch-<guid>-<letter>',
    owns: (_, group) => /^azurebatch-[0-9a-f]{8}-[0-9a-f-]{27}(-[a-z])?$/i.test(group),
  },
];

/** The service that a machine belongs to by its tags or by the name of its resource group; undefined for none. */
export function knownOwnerOf(machine: MachineReading, resourceGroup: string): string | undefined {
  return knownOwners.find((owner) => owner.owns(machine, resourceGroup))?.name;
}
