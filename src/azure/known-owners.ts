interface KnownOwner {
  readonly name: string;
  /** Where the sign is documented. */
  readonly source: string;
  owns(resource: OwnerSigns): boolean;
}

/** What of a machine, or of the scale set that it is of, shows whose it is. */
export interface OwnerSigns {
  readonly tags: Readonly<Record<string, string>>;
  /** Region name, lower-case without spaces. */
  readonly region: string;
  readonly resourceGroup: string;
  /** Of the image, where it is asked for: the images of a service are for its own machines. */
  readonly publisher?: string | undefined;
}

/** Azure services that run VMs in a customer's subscription and may leave `managedBy` empty. */
const knownOwners: readonly KnownOwner[] = [
  {
    name: 'Azure Kubernetes Service',
    source: 'AKS docs, "Use Azure tags in AKS": tags that start with aks-managed are its own',
    owns: ({ tags }) => Object.keys(tags).some((tag) => tag.toLowerCase().startsWith('aks-managed-')),
  },
  {
    name: 'Azure Kubernetes Service',
    source: 'AKS docs, FAQ: the node resource group is named MC_<group>_<cluster>_<region>',
    owns: ({ region, resourceGroup }) =>
      /^mc_.+_.+_[^_]+$/i.test(resourceGroup) && resourceGroup.toLowerCase().endsWith(`_${region}`),
  },
  {
    name: 'Azure Databricks',
    source: 'Databricks docs, "Use tags to attribute and track usage": Vendor is always Databricks',
    owns: ({ tags }) =>
      Object.entries(tags).some(
        ([tag, value]) => tag.toLowerCase() === 'vendor' && value.toLowerCase() === 'databricks',
      ),
  },
  {
    name: 'Azure Databricks',
    source: 'tags of its worker machines in public resource lists: databricks-instance-name, DatabricksEnvironment',
    owns: ({ tags }) =>
      Object.entries(tags).some(
        ([tag, value]) =>
          tag.toLowerCase() === 'databricks-instance-name' ||
          (tag.toLowerCase() === 'databricksenvironment' && /^workerenv-/i.test(value)),
      ),
  },
  {
    name: 'Azure Databricks',
    source: 'Azure/azure-policy, VirtualMachineBackup_DINE: leaves out groups that begin with databricks-rg-',
    owns: ({ resourceGroup }) => /^databricks-rg-/i.test(resourceGroup),
  },
  ...ofImages({
    'microsoft-aks': 'Azure Kubernetes Service',
    azuredatabricks: 'Azure Databricks',
    azureopenshift: 'Azure Red Hat OpenShift',
  }),
  {
    name: 'Azure Batch',
    source: 'Batch docs, user subscription pools: node resource groups are named AzureBatch-<guid>-<letter>',
    owns: ({ resourceGroup }) => /^azurebatch-[0-9a-f]{8}-[0-9a-f-]{27}(-[a-z])?$/i.test(resourceGroup),
  },
];

/** Publishers whose images no customer deploys. */
function ofImages(names: Readonly<Record<string, string>>): readonly KnownOwner[] {
  return Object.entries(names).map(([publisher, name]) => ({
    name,
    source: 'Azure/azure-policy, ASC_MicrosoftDefenderForEndpoint_*: leaves out the images of these publishers',
    owns: (signs) => signs.publisher?.toLowerCase() === publisher,
  }));
}

/** The service that a resource belongs to by its tags or by the name of its resource group; undefined for none. */
export function knownOwnerOf(resource: OwnerSigns): string | undefined {
  return knownOwners.find((owner) => owner.owns(resource))?.name;
}
