import type { CloudName } from '../cloud/cloud-name.ts';
import type { Control } from '../controls/control.ts';
import type { ReadPart } from '../findings/finding.ts';
import type { FleetFile } from '../fleet/fleet-schema.ts';
import type { Spec } from '../fleet/spec.ts';
import type { LookId, SpecHash } from '../ids.ts';
import type { EdrReadings } from '../machine/edr-assessment.ts';
import type { MachineFacts, SharedFacts } from '../machine/machine-facts.ts';
import type { MachineRecord, TimelineEntry } from '../machine/machine-record.ts';
import type { JudgedStep } from '../permit/judged-step.ts';
import type { OperationState } from '../step/step-history.ts';
import type { Need, WantedStep } from '../step/wanted-step.ts';
import type { SubscriptionStops } from '../stops/scope-stop.ts';
import type { Host, HostTrouble } from '../subscription/host-of-machine.ts';
import type { LookEnd } from '../work/look-end.ts';

/** Everything a look decides from: values only. */
export interface LookInput {
  /** As stored before this look. */
  readonly record: MachineRecord;
  readonly lookId: LookId;
  readonly facts: MachineFacts;
  readonly shared: SharedFacts;
  /** The stored spec that the record names; undefined while none is bound. */
  readonly boundSpec: Spec | undefined;
  /** By step id: the operations that this look read. */
  readonly operations: Readonly<Record<string, OperationState>>;
  /** As they read for its subscription, like the file: without management groups. */
  readonly controls: Controls;
  /** Writes of others to this machine, newest first; read only when a fuse is about to blow. */
  readonly foreignWrites: readonly TimelineEntry[];
  /** What the sweeps read of Defender's assessments of it; undefined where no profile's wish hangs on it. */
  readonly edrReadings: EdrReadings | undefined;
  readonly fleet: FleetFile;
  /** Which management groups its subscription lies in is not known, and something hangs on it. */
  readonly isUnplaced: boolean;
  readonly hostTrouble: HostTrouble | undefined;
  readonly cloud: CloudName;
  /** What its subscription's row knows: of Azure Policy, of connectors to other clouds, of resource providers. */
  readonly host: Pick<Host, 'place' | 'record' | 'policies' | 'connectors' | 'heldUp'>;
  /** So many machines the limits have let this look work on; undefined: it starts nothing itself, so it asks no limits. */
  readonly admitted?: number | undefined;
  /** App time, milliseconds. */
  readonly nowMs: number;
  readonly wallNowMs: number;
}

export interface Controls {
  readonly arms: readonly Control[];
  readonly freezes: readonly Control[];
  /** What is known of missing rights in the machine's subscription; undefined: nothing. */
  readonly stops?: SubscriptionStops | undefined;
}

export interface LookDecision {
  readonly record: MachineRecord;
  readonly timeline: readonly TimelineEntry[];
  /** Everything that is wanted, with what stands in its way. */
  readonly wanted: readonly JudgedStep[];
  /** What is there already for steps to build on, before any step of this look. */
  readonly met: ReadonlySet<Need>;
  /** In the order in which they run; bodies stay inside the activity. */
  readonly steps: readonly WantedStep[];
  readonly next: LookEnd;
  /** A spec that this look binds and that must be stored first. */
  readonly bind: { readonly hash: SpecHash; readonly spec: Spec } | undefined;
  /** What the look must read as well before it may conclude. */
  readonly needs: readonly ReadPart[];
}
