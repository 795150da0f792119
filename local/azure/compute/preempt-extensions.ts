import type { SimContext } from '../core/types.ts';
import type { MachineExtension } from '../extensions/machine-extension.ts';

/** As clients have been told it (hashicorp/terraform-provider-azurerm issue 19558, Azure/azure-rest-api-specs issue 22434). */
export const preempted = 'Operation execution has been preempted by a more recent operation.';

/**
 * Ends what is under way on any extension of a VM, because a newer operation on `written` takes over. On the others the
 * agent goes on, and they come to their ends without anybody being told (no public source).
 */
export function preemptExtensions(context: SimContext, written: MachineExtension): void {
  written.operation?.cancel(preempted);
  for (const extension of context.vmExtensions.childrenOf(written.machineId)) {
    if (extension !== written) extension.operation?.preempt(preempted);
  }
}
