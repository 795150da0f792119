import type { MachineFacts } from './machine-facts.ts';

/**
 * The Azure VM that an Arc machine is as well: its id, or words where Arc does not name it; undefined for none. Its
 * services come to the VM, and a second registration must not bring them twice (Azure docs, "Evaluate Azure
 * Arc-enabled servers on an Azure virtual machine": meant for trials, and not supported in production).
 */
export function findTwin({ platform }: MachineFacts): string | undefined {
  if (platform.kind !== 'arc') return undefined;
  if (platform.azureVmId !== undefined) return platform.azureVmId;
  // A kind (HCI, AVS, VMware, AWS, ...) tells that it runs elsewhere, whatever its agent believes.
  const isAzureVm = platform.cloud?.toLowerCase() === 'azure' && platform.resourceKind === undefined;
  return isAzureVm ? 'an Azure VM that Azure Arc does not name' : undefined;
}
