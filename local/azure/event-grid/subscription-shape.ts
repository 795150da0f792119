const identity = { type: 'string', userAssignedIdentity: 'string' } as const;
const destination = { endpointType: 'string', properties: { '*': 'any' } } as const;
const deadLetterDestination = {
  endpointType: 'string',
  properties: { resourceId: 'string', blobContainerName: 'string' },
} as const;

/** What may be said of an event subscription (Event Grid REST API 2025-02-15); a PATCH says it without `properties`. */
export const subscriptionProperties = {
  destination,
  deliveryWithResourceIdentity: { identity, destination },
  deadLetterDestination,
  deadLetterWithResourceIdentity: { identity, deadLetterDestination },
  filter: 'any',
  labels: ['string'],
  eventDeliverySchema: 'string',
  expirationTimeUtc: 'string',
  retryPolicy: { maxDeliveryAttempts: 'number', eventTimeToLiveInMinutes: 'number' },
  provisioningState: 'string',
  topic: 'string',
} as const;

export const subscriptionShape = {
  id: 'string',
  name: 'string',
  type: 'string',
  systemData: 'any',
  properties: subscriptionProperties,
} as const;
