import type { AzureWrite, MachineWrite } from './azure-write.ts';
import { isSubscriptionWrite } from './subscription-write.ts';

/** By what is written to a scale set: an association and tags lie on it, and an upgrade brings what the model has already. */
const changes: Readonly<Record<MachineWrite['kind'], boolean>> = {
  attachIdentity: true,
  putExtension: true,
  deleteExtension: true,
  deleteLegacyAgent: true,
  putAssociation: false,
  mergeTags: false,
  upgradeInstances: false,
};

/** Whether a write to a scale set changes its model. */
export function changesModel(write: AzureWrite): boolean {
  return !isSubscriptionWrite(write) && changes[write.kind];
}
