import type { TargetRef } from '../target/target-ref.ts';

/** What one look read from Azure about one subscription. Plain values; names as Azure returned them. */
export interface SubscriptionFacts {
  readonly target: TargetRef;
  readonly core: SubscriptionCore;
  /** Undefined where this look did not read them, because nothing that it decides hangs on them. */
  readonly parts: SubscriptionParts;
}

/** The subscription itself (Azure REST API, Subscriptions - Get). */
export interface SubscriptionCore {
  readonly displayName: string;
  /** Lower-case GUID. */
  readonly tenantId: string;
  /** `Enabled`, `Warned`, `PastDue`, `Disabled`, `Deleted`, `Expired`, as Azure says it. */
  readonly state: string;
  /** The offer, such as `PayAsYouGo_2014-09-01`. */
  readonly quotaId: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/** What is read in parts: each by its own reader, and only where a service needs it. */
export interface SubscriptionParts {
  readonly providers?: ProviderFacts;
}

/** Registration states by lower-case namespace, such as `Registered` or `NotRegistered`. */
export type ProviderFacts = Readonly<Record<string, string>>;

export const subscriptionParts = ['providers'] as const;
export type SubscriptionPart = (typeof subscriptionParts)[number];
