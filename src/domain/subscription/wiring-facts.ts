import type { FilterFacts } from '../events/same-filter.ts';

/** Our event subscription on the system topic, as its own GET shows it. Unreadable: we may not know. */
export type WiringFacts =
  | { readonly state: 'missing' }
  | { readonly state: 'unreadable' }
  | ({ readonly state: 'present' } & EventSubscriptionFacts);

export interface EventSubscriptionFacts {
  /** `Succeeded`, `Creating`, `Failed` ...; undefined when Azure says nothing. */
  readonly provisioningState: string | undefined;
  /** ARM id of the function or queue; undefined for every other kind of endpoint. */
  readonly destination: string | undefined;
  /** ARM id of the blob container. */
  readonly deadLetters: string | undefined;
  readonly maxDeliveryAttempts: number | undefined;
  readonly eventTimeToLiveInMinutes: number | undefined;
  readonly eventDeliverySchema: string | undefined;
  /** It ends by itself at this time. */
  readonly expirationTimeUtc: string | undefined;
  readonly filter: FilterFacts;
}
