import type { AzureWrite } from './azure-write.ts';

/** A right that ARM asks for on another resource than the one that is written; without it: `LinkedAuthorizationFailed`. */
export interface LinkedAction {
  /** One of `publishedLinkedActions`. */
  readonly action: string;
  readonly resourceId: string;
}

/**
 * What a write needs on the resources that its body names. Sources: Azure docs, "Managed identities FAQ" (assign on each
 * user-assigned identity), "Manage data collection rule associations" (read on the rule), and Event Grid, "Authorizing
 * access" (write on the endpoints of an event subscription).
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
    case 'putShared': {
      if (write.resource.type !== 'Microsoft.EventGrid/systemTopics/eventSubscriptions') return [];
      const { destination, deadLetterDestination } = write.resource.body.properties;
      const ids = new Set([destination.properties.resourceId, deadLetterDestination.properties.resourceId]);
      return [...ids].map((resourceId) => ({ action: 'Microsoft.EventGrid/EventSubscriptions/Write', resourceId }));
    }
    default:
      return [];
  }
}
