export const serviceNames = [
  'support',
  'identity',
  'ama',
  'data-collection',
  'endpoint',
  'endpoint-updates',
  'security-agent',
  'legacy-agent',
  'scale-set',
] as const;
/** A thing that a machine shall have; rows keep the word for good. */
export type ServiceName = (typeof serviceNames)[number];

export const subscriptionServiceNames = [
  'providers',
  'defender-plan',
  'endpoint-settings',
  'vulnerability-assessment',
  'legacy-provisioning',
  'shared-identities',
  'workspaces',
  'collection-rules',
  'event-wiring',
  'connectors',
  'coexistence',
] as const;
/** A thing that a subscription shall have, or that is told of it; rows keep the word for good. */
export type SubscriptionServiceName = (typeof subscriptionServiceNames)[number];

export type AnyServiceName = ServiceName | SubscriptionServiceName;
