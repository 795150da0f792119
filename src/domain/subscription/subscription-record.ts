import type { PolicyReading } from '../coexistence/policy-reading.ts';
import type { ConnectorReading } from '../connectors/connector-facts.ts';
import type { SubscriptionPlace } from '../fleet/resolve-groups.ts';
import type { SubscriptionProfile } from '../fleet/subscription-schema.ts';
import type { SpecHash } from '../ids.ts';
import type { EndpointSystem } from '../machine/endpoint-system.ts';
import type { Eligibility, FindingSummary, WouldWrite } from '../machine/machine-record.ts';
import type { StandingRow } from '../machine/standing-row.ts';
import type { SubscriptionServiceName } from '../service-name.ts';
import type { TargetRow } from '../work/target-row.ts';
import type { AutoProvisioningReading } from './defender-facts.ts';
import type { EndpointFacts } from './endpoint-protection.ts';
import type { ForeignSubscriptionParts } from './foreign-subscription.ts';
import type { ApprovedReach, ReachSummary } from './reach-summary.ts';
import type { UndonePlan } from './undone-plan.ts';

/** The subscription's row: everything that outlives a look. All times are ISO-8601 UTC text. */
export interface SubscriptionRecord extends TargetRow, StandingRow, SubscriptionPlace {
  readonly subscription: string;
  readonly latest: TargetRow['latest'];
  readonly lastLookAt: string | undefined;
  readonly resourceId: string;
  /** The display name; the GUID while it is not known. */
  readonly name: string;
  /** The tenant that it is looked after in: the one it was in when it was first read, or adopted anew. Lower-case GUID. */
  readonly tenantId: string | undefined;
  /** The tenant in which Azure last showed it; in another than `tenantId` nothing that we know of it holds. */
  readonly currentTenantId: string | undefined;
  /** As Azure last said it. */
  readonly state: string | undefined;
  readonly quotaId: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly discovery: Discovery;
  /** What decides its endpoint protection, as it was last read; unset while no look has read it. */
  readonly defender: DefenderSummary | undefined;
  /** New: a complete discovery run shows it, and an earlier complete one did not. Unset while no complete one has shown it. */
  readonly eligibility: Eligibility | undefined;
  /** As last read: the looks at its machines take it from here. Undefined: never. */
  readonly policies: PolicyReading | undefined;
  readonly connectors: ConnectorReading | undefined;
  /** The switch of the Log Analytics agent as last read; for the report alone, so no look waits for it. */
  readonly autoProvisioning?: AutoProvisioningReading | undefined;
  /** What is wanted of it since its first permitted look; unset while it is only observed. */
  readonly bound: BoundSpec | undefined;
  /** What fleet.json would bind now, while nothing is bound: part of the plan that is agreed to by arming. */
  readonly plannedSpec: SpecHash | undefined;
  readonly findings: Readonly<Partial<Record<SubscriptionServiceName, FindingSummary>>>;
  /** Step ids that would be written if it were permitted (Observed). */
  readonly wouldWrite: readonly WouldWrite[];
  /** Whom Defender would begin to reach by the writes that are wanted now; undefined where none of them does. */
  readonly reach: ReachSummary | undefined;
  /** Until these writes are seen in place. */
  readonly approvedReach: ApprovedReach | undefined;
  /** Until Azure answers a write of the plan, and names no failed extension. */
  readonly undonePlan?: UndonePlan | undefined;
  readonly firstSeenAt: string;
  readonly shared: SharedRecord;
  /** Wall-clock time of the last look: what a step's age is judged by. */
  readonly lookedAtWall: string | undefined;
  /** 404s in a row for a subscription that was never read. */
  readonly unseenCount: number;
  /** Set where another release stored what this one does not know. */
  readonly foreign?: ForeignSubscriptionParts;
}

/** Defender for Cloud in short: each value as the last look that read it found it. */
export interface DefenderSummary extends EndpointFacts {
  readonly readAt: string;
  /** By system: the look that first saw Defender cover it, since when none saw otherwise; absent where it does not. */
  readonly onSince?: Readonly<Partial<Record<EndpointSystem, string>>> | undefined;
}

/** What the machines of the subscription share, as the last look that read it found it. Ids are lower-case. */
export interface SharedRecord {
  /** Identities and rules that are in place. */
  readonly present: readonly string[];
  /** What is there of any type although Resource Graph does not show it: looks ask for each of these by itself. */
  readonly unshown?: readonly string[] | undefined;
  /** Where its machines were, see `places-in-use.ts`: what it shall have follows from that. */
  readonly places: readonly string[];
  /** Role assignments of the identities that were told. */
  readonly toldRoles: readonly string[];
  /** Resource providers that its machines need, by lower-case namespace; undefined while no look has read them. */
  readonly providers?: Readonly<Record<string, ProviderSight>> | undefined;
}

export interface ProviderSight {
  readonly isRegistered: boolean;
  /** The look that first saw it so. */
  readonly since: string;
  /** The last look that read it. */
  readonly readAt: string;
}

export interface BoundSpec {
  readonly hash: SpecHash;
  readonly spec: SubscriptionSpec;
}

/** What is wanted of a subscription, apart from what chooses it and from what stops or permits writes. */
export type SubscriptionSpec = Readonly<Omit<SubscriptionProfile, 'match' | 'mode' | 'tenantConfirmed'>>;

/** What the discovery runs saw of it. */
export interface Discovery {
  /** The last run that showed it, to within a day. */
  readonly seenAt: string | undefined;
  /** The first run in a row that lacked it, complete or refused as a whole; in the second case its own GET was refused too. */
  readonly missingSince: string | undefined;
  /** What the last run that showed it was told, by hash: another one means that it has changed. */
  readonly shown: string | undefined;
  /** Of that, what looks read too: the tenant, lower-case, and the state. */
  readonly told: { readonly tenantId: string; readonly state: string } | undefined;
  /** Its machines are judged otherwise since then, and the looks at them are not all requested yet. */
  readonly owesMachines: boolean;
  /** Names the look, the sweep or the operator that last said so. */
  readonly owedBy: string | undefined;
}
