import type { TargetKey } from '../ids.ts';

/** A target whose write was refused for want of a right, or would have been. */
export interface Denial {
  readonly key: TargetKey;
  readonly resourceId: string;
  /** ISO-8601 UTC, like every time here. */
  readonly at: string;
  /** The ARM operation of the write. */
  readonly action: string;
  readonly detail: string;
}

/** A scope in which nothing is written, because rights are missing; one target after another tries. */
export interface ScopeStop {
  /** ARM id of a resource group or subscription. */
  readonly scope: string;
  readonly since: string;
  /** The ARM operation that was refused, and why, as for the last target. */
  readonly action: string;
  readonly detail: string;
  /** When the next one may try. */
  readonly tryAt: string;
  /** Who tries, from the time it said so until it is answered. */
  readonly trying: { readonly key: TargetKey; readonly at: string } | undefined;
}

/** What is known of missing rights in one subscription; one row, changed by compare-and-set only. */
export interface SubscriptionStops {
  /** Lower-case GUID. */
  readonly subscription: string;
  /** The newest of each target, oldest first. */
  readonly denials: readonly Denial[];
  readonly stops: readonly ScopeStop[];
  /** Ends of stops; a target there that was refused before one tries again at once. */
  readonly lifted: readonly { readonly scope: string; readonly at: string }[];
}

export function noStops(subscription: string): SubscriptionStops {
  return { subscription, denials: [], stops: [], lifted: [] };
}
