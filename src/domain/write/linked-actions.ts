import type { AzureWrite } from './azure-write.ts';

/** A right that ARM asks for on another resource than the one that is written; without it: `LinkedAuthorizationFailed`. */
export interface LinkedAction {
  /** One of `publishedLinkedActions`. */
  readonly action: string;
  readonly resourceId: string;
}

/**
 * What a write needs on the resources that its body names. Sources: Azure docs, "Managed identities FAQ" (assign on each
 * user-assigned identity) and "Manage data collection rule associations" (read on the rule).
 */
export function linkedActionsOf(write: AzureWrite): readonly LinkedAction[] {
  switch (write.kind) {
    case 'attachIdentity': {
      const ids = Object.keys(write.body.identity.userAssignedIdentities ?? {});
      return ids.map((resourceId) => ({
        action: 'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action',
        resourceId,
      }));
    }
    case 'putAssociation': {
      const resourceId = write.body.properties.dataCollectionRuleId;
      return [{ action: 'Microsoft.Insights/dataCollectionRules/read', resourceId }];
    }
    default:
      return [];
  }
}
