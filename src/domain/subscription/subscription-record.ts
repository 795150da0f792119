import type { SubscriptionPlace } from '../fleet/resolve-groups.ts';
import type { SubscriptionProfile } from '../fleet/subscription-schema.ts';
import type { SpecHash } from '../ids.ts';
import type { Eligibility, FindingSummary, WouldWrite } from '../machine/machine-record.ts';
import type { StandingRow } from '../machine/standing-row.ts';
import type { SubscriptionServiceName } from '../service-name.ts';

/** The subscription's row: everything that outlives a look. All times are ISO-8601 UTC text. */
export interface SubscriptionRecord extends StandingRow, SubscriptionPlace {
  /** The display name; the GUID while it is not known. */
  readonly name: string;
  /** The tenant that it was in when it was adopted, or first seen; lower-case GUID. */
  readonly tenantId: string | undefined;
  /** As Azure last said it. */
  readonly state: string | undefined;
  readonly quotaId: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly discovery: Discovery;
  readonly eligibility: Eligibility | undefined;
  /** What is wanted of it since its first permitted look; unset while it is only observed. */
  readonly bound: { readonly hash: SpecHash; readonly spec: SubscriptionSpec } | undefined;
  /** What fleet.json would bind now, while nothing is bound. */
  readonly plannedSpec: SpecHash | undefined;
  readonly findings: Readonly<Partial<Record<SubscriptionServiceName, FindingSummary>>>;
  readonly wouldWrite: readonly WouldWrite[];
  readonly firstSeenAt: string;
  /** 404s in a row for a subscription that was never read. */
  readonly unseenCount: number;
}

/** What is wanted of a subscription, apart from what chooses it and from what stops or permits writes. */
export type SubscriptionSpec = Omit<SubscriptionProfile, 'match' | 'mode' | 'tenantConfirmed'>;

/** What the sweep saw of it. */
export interface Discovery {
  /** The last complete run that showed it. */
  readonly seenAt: string | undefined;
  /** Since which complete run it is missing. */
  readonly missingSince: string | undefined;
}
