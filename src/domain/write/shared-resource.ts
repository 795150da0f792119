import type { EventSubscriptionProperties } from './event-subscription-properties.ts';

/**
 * A resource that the machines of a subscription share, or that wires its events, as it is made: the body is what goes
 * on the wire. One variant for each type.
 */
export type SharedResource =
  | {
      readonly type: 'Microsoft.Resources/subscriptions/resourceGroups';
      readonly resourceId: string;
      readonly body: { readonly location: string } & Tagged;
    }
  | {
      readonly type: 'Microsoft.ManagedIdentity/userAssignedIdentities';
      readonly resourceId: string;
      readonly body: { readonly location: string } & Tagged;
    }
  | {
      readonly type: 'Microsoft.Authorization/locks';
      readonly resourceId: string;
      readonly body: { readonly properties: { readonly level: 'CanNotDelete'; readonly notes: string } };
    }
  | {
      readonly type: 'Microsoft.OperationalInsights/workspaces';
      readonly resourceId: string;
      readonly body: { readonly location: string; readonly properties: Readonly<Record<string, unknown>> } & Tagged;
    }
  | {
      readonly type: 'Microsoft.OperationsManagement/solutions';
      readonly resourceId: string;
      readonly body: {
        readonly location: string;
        readonly plan: Readonly<Record<'name' | 'publisher' | 'product' | 'promotionCode', string>>;
        readonly properties: { readonly workspaceResourceId: string };
      } & Tagged;
    }
  | {
      readonly type: 'Microsoft.Insights/dataCollectionRules';
      readonly resourceId: string;
      readonly body: {
        readonly location: string;
        readonly kind?: 'Windows' | 'Linux';
        readonly properties: Readonly<Record<string, unknown>>;
      } & Tagged;
    }
  | {
      readonly type: 'Microsoft.EventGrid/systemTopics';
      readonly resourceId: string;
      readonly body: {
        readonly location: string;
        readonly properties: { readonly source: string; readonly topicType: string };
        readonly identity?: Readonly<Record<string, unknown>>;
      } & Tagged;
    }
  | {
      readonly type: 'Microsoft.EventGrid/systemTopics/eventSubscriptions';
      readonly resourceId: string;
      readonly body: { readonly properties: EventSubscriptionProperties };
    };

export type SharedType = SharedResource['type'];

interface Tagged {
  readonly tags?: Readonly<Record<string, string>>;
}
