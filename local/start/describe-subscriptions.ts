import { describeStatus } from './describe-machines.ts';

/** What of a subscription is shown. */
export interface ShownSubscription {
  readonly name: string;
  readonly status: string;
  readonly code: string | null;
  /** Null while no look has read it. */
  readonly endpointProtection: { readonly state: string } | null;
}

/** A line for each subscription: where it stands, and whether Defender protects its machines. */
export function describeSubscriptions(subscriptions: readonly ShownSubscription[]): string[] {
  return subscriptions
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map((subscription) => {
      const protection = subscription.endpointProtection?.state ?? 'not read yet';
      const status = describeStatus(subscription).padEnd(32);
      return `  ${subscription.name.padEnd(12)} ${status} endpoint protection ${protection}`;
    });
}
