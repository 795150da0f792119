import type { ConnectorOfMachine } from '../connectors/connector-of.ts';
import type { LookId, SpecHash, StepId, TargetKey } from '../ids.ts';
import type { ServiceName } from '../service-name.ts';
import type { MachineKind } from '../target/machine-kinds.ts';
import type { Acceptance } from './acceptance.ts';
import type { EdrKnowledge } from './edr-knowledge.ts';
import type { EdrWord } from './edr-word.ts';
import type { ForeignParts } from './foreign-parts.ts';
import type { OperatingSystem } from './machine-facts.ts';
import type { ModelFingerprint } from './model-fingerprint.ts';
import type { RemovalOrder } from './removal-order.ts';
import type { StandingRow } from './standing-row.ts';
import type { WaitWhileOn } from './wait-while-on.ts';

/** The machine's row: everything that outlives a look. All times are ISO-8601 UTC text. */
export interface MachineRecord extends StandingRow {
  readonly key: TargetKey;
  /** The id that a GET returned, or that of the event while nothing was read yet. */
  readonly resourceId: string;
  readonly name: string;
  readonly incarnation: string | undefined;
  /** Unknown: a kind that only another release knows. */
  readonly kind: MachineKind | 'unknown';
  readonly os: OperatingSystem;
  readonly subscription: string;
  readonly resourceGroup: string;
  readonly region: string | undefined;
  readonly profile: string | undefined;
  /** The profiles above it that did not match, in the order of the file; absent where it is the first. */
  readonly passedOver?: readonly PassedOver[] | undefined;
  /** Unset while only observed; bound at the first permitted look. */
  readonly spec: SpecHash | undefined;
  /** What fleet.json would bind now, while no spec is bound: part of the plan that is agreed to by arming. */
  readonly plannedSpec: SpecHash | undefined;
  readonly firstSeenAt: string;
  readonly findings: Readonly<Partial<Record<ServiceName, FindingSummary>>>;
  /** Step ids that would be written if it were permitted (Observed). */
  readonly wouldWrite: readonly WouldWrite[];
  readonly exclusion: Exclusion | null;
  /** What persons have accepted of this machine; at most one for each code. */
  readonly acceptances: readonly Acceptance[];
  readonly eligibility: Eligibility | undefined;
  /** By service: what it waits for that can only come while the machine is on. */
  readonly waitsWhileOn?: Readonly<Partial<Record<ServiceName, WaitWhileOn>>> | undefined;
  /** What a person let be removed although it is not ours: once, for an hour. */
  readonly removalOrder?: RemovalOrder | undefined;
  /** Defender came to it although it is not meant to: told once for each incarnation. */
  readonly reachedByPlatform: ReachedByPlatform | undefined;
  /** What a person said of the endpoint protection of others on it. */
  readonly edrWord?: EdrWord | undefined;
  /** What the last look knew of that; absent where its profile wants no endpoint protection. */
  readonly edr?: EdrKnowledge | undefined;
  /** Since when the extension of Defender for Endpoint that a look saw is gone. */
  readonly endpointGoneAt?: string | undefined;
  /** Of a Uniform scale set. */
  readonly scaleSet?: ScaleSetRecord | undefined;
  /** What the last look saw, in short, for people. */
  readonly facts: FactsSummary | undefined;
  readonly lookId: LookId | undefined;
  /** Wall-clock time of the last look: what a step's age is judged by. */
  readonly lookedAtWall: string | undefined;
  /** 404s in a row for a machine that was never seen: after the fourth its row is removed. */
  readonly unseenCount: number;
  /** Left by another release; absent where this one knows everything. */
  readonly foreign?: ForeignParts;
}

/** A profile of fleet.json that does not match the machine. */
export interface PassedOver {
  readonly profile: string;
  /** The first condition of its `match` that does not hold, such as `os` or `tags.environment`. */
  readonly condition: string;
  /** What the machine has there. */
  readonly found: string;
}

/** What a row remembers of a Uniform scale set. */
export interface ScaleSetRecord {
  /** The model without what is ours, when every instance had it. */
  readonly baseline: ModelBaseline;
}

export interface ModelBaseline {
  readonly fingerprint: ModelFingerprint;
  readonly at: string;
  /** Instances that lacked it then, because they are protected from the set's actions. */
  readonly without: readonly string[];
}

/** What Defender for Cloud brought to a machine that was not to have it. */
export interface ReachedByPlatform {
  readonly at: string;
  /** The extension's name. */
  readonly extension: string;
  /** Why the machine was not meant, in one line. */
  readonly why: string;
}

/** Bounded: the first 30 extensions and rules. */
export interface FactsSummary {
  readonly createdAt: string | undefined;
  /** A VM's power, an Arc machine's connection, or how many instances of a set have its model. */
  readonly state: string;
  readonly image: string | undefined;
  readonly operatingSystem: string | undefined;
  /** Undefined where only another release can read it. */
  readonly identity: { readonly system: boolean; readonly userAssigned: readonly string[] } | undefined;
  readonly extensions: readonly {
    readonly name: string;
    readonly type: string;
    readonly version: string | undefined;
    readonly state: string;
    /** What its handler says, in short, where it is neither there nor on its way. */
    readonly message?: string | undefined;
  }[];
  readonly ruleIds: readonly string[] | undefined;
  readonly managedBy: string | undefined;
  /** The connector to another cloud that brought it to Azure Arc. */
  readonly connector: ConnectorOfMachine | undefined;
}

export const findingKinds = [
  'satisfied',
  'wanted',
  'waiting',
  'provisioning',
  'blocked',
  'not-read',
  'unsupported',
  'not-applicable',
] as const;

export interface FindingSummary {
  readonly kind: (typeof findingKinds)[number];
  readonly code?: string;
  readonly detail?: string;
  /** Names what was found, where a person may accept it. */
  readonly hash?: string;
}

export interface WouldWrite {
  readonly step: StepId;
  readonly why: string;
  readonly changesDefaultToken: boolean;
}

export interface Exclusion {
  readonly by: string;
  readonly why: string;
  readonly until: string | undefined;
}

/** Whether the app takes care of the machine: decided once per incarnation, later only changed by an operator. */
export interface Eligibility {
  readonly state: 'new' | 'adopted' | 'awaiting';
  readonly at: string;
  readonly by: string;
}

export const timelineKinds = ['status', 'step', 'event', 'operator', 'alert'] as const;

export interface TimelineEntry {
  readonly at: string;
  /** Another release may have written another word. */
  readonly what: (typeof timelineKinds)[number] | (string & {});
  /** One line for people. */
  readonly text: string;
  readonly code?: string;
  /** Who caused it, where Azure told: app id or object id. */
  readonly by?: string;
  readonly operation?: string;
  readonly resourceId?: string;
  readonly correlationId?: string;
}
