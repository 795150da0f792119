import type { PolicyReading } from './policy-reading.ts';

/** What is known of Azure Policy where a machine is. */
export type HeardPolicies =
  /** Nothing, and nobody reads it: no entry of `subscriptions[]` is for its subscription. */
  | { readonly kind: 'unheard' }
  | { readonly kind: 'read'; readonly reading: PolicyReading }
  /** It is to be read and was not, or so long ago that it may want something else by now. */
  | { readonly kind: 'unread'; readonly detail: string };
