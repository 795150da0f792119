import type { Addressed } from '../../../src/domain/failures/addressed.ts';

const group = '/subscriptions/5b5c0000-0000-4000-a000-000000000001/resourceGroups/rg-a';
export const vmId = `${group}/providers/Microsoft.Compute/virtualMachines/vm-1`;
export const arcId = `${group}/providers/Microsoft.HybridCompute/machines/edge-1`;
export const ruleId = `${group}/providers/Microsoft.Insights/dataCollectionRules/dcr-old`;
export const identityId = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-old`;

const extension = {
  name: 'AzureMonitorLinuxAgent',
  publisher: 'Microsoft.Azure.Monitor',
  type: 'AzureMonitorLinuxAgent',
} as const;

/** Writes as the product sends them, each with what it is about. */
export const agentOnVm: Addressed = {
  targetId: vmId,
  resourceId: `${vmId}/extensions/${extension.name}`,
  extension,
  references: [{ id: identityId, as: 'identity' }],
};
export const agentOnArc: Addressed = {
  targetId: arcId,
  resourceId: `${arcId}/extensions/ama`,
  extension: { ...extension, name: 'ama' },
};
export const association: Addressed = {
  targetId: vmId,
  resourceId: `${vmId}/providers/Microsoft.Insights/dataCollectionRuleAssociations/amo-1a2b3c4d`,
  references: [{ id: ruleId, as: 'rule' }],
};
export const identityOfVm: Addressed = {
  targetId: vmId,
  resourceId: vmId,
  references: [{ id: identityId, as: 'identity' }],
};
