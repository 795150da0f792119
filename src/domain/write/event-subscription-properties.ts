/** The properties of an event subscription as they go on the wire (Event Grid REST API 2025-02-15). */
export interface EventSubscriptionProperties {
  readonly destination: EventDestination;
  readonly deadLetterDestination: {
    readonly endpointType: 'StorageBlob';
    readonly properties: { readonly resourceId: string; readonly blobContainerName: string };
  };
  readonly eventDeliverySchema: 'EventGridSchema';
  readonly retryPolicy: { readonly maxDeliveryAttempts: number; readonly eventTimeToLiveInMinutes: number };
  readonly filter: {
    readonly includedEventTypes: readonly string[];
    readonly advancedFilters: readonly {
      readonly operatorType: string;
      readonly key: string;
      readonly values: readonly string[];
    }[];
  };
}

export type EventDestination =
  | { readonly endpointType: 'AzureFunction'; readonly properties: { readonly resourceId: string } }
  | {
      readonly endpointType: 'StorageQueue';
      /** `resourceId`: of the storage account. */
      readonly properties: { readonly resourceId: string; readonly queueName: string };
    };

/** Event Grid's most attempts ("Event Grid message delivery and retry"). */
export const maxDeliveryAttempts = 30;
/** 24 h, Event Grid's longest. */
export const eventTimeToLiveInMinutes = 1_440;
