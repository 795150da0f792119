import type { MachineFacts } from './machine-facts.ts';

/** The Azure VM that an Arc machine is as well. */
export interface Twin {
  /** Undefined where Arc does not name it. */
  readonly vmId: string | undefined;
}

/**
 * The Azure VM that an Arc machine is as well; undefined for none. Its services come to the VM, and a second registration
 * must not bring them twice (Azure docs, "Evaluate Azure Arc-enabled servers on an Azure virtual machine": meant for
 * trials, and not supported in production).
 */
export function findTwin({ platform }: MachineFacts): Twin | undefined {
  if (platform.kind !== 'arc') return undefined;
  if (platform.azureVmId !== undefined) return { vmId: platform.azureVmId };
  // A kind (HCI, AVS, VMware, AWS, ...) tells that it runs elsewhere, whatever its agent believes.
  const isAzureVm = platform.cloud?.toLowerCase() === 'azure' && platform.resourceKind === undefined;
  return isAzureVm ? { vmId: undefined } : undefined;
}
