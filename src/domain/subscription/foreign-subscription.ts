import type { Json } from '../canonical-json.ts';
import type { UnreadSteps } from '../machine/foreign-parts.ts';
import type { SubscriptionRecord } from './subscription-record.ts';

/**
 * What another release stored in a subscription's row and this one does not know. The store puts it back whenever the
 * row is written, so whoever changes a record carries it along.
 */
export interface ForeignSubscriptionParts {
  /** The row's body as it is stored, and as much of it as this release reads. */
  readonly stored: { readonly [name: string]: Json };
  readonly read: { readonly [name: string]: Json };
  /** The spec it is bound to is there and cannot be read. */
  readonly isBoundOtherwise?: true;
  /** Steps of ours that are there and cannot be read. */
  readonly unreadSteps?: UnreadSteps;
}

/** Nobody here can say what a subscription should have that is bound to what only another release can read. */
export function isForeignSubscription({ foreign }: SubscriptionRecord): boolean {
  return foreign?.isBoundOtherwise === true;
}
