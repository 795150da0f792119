import type { CloudName } from '../cloud/cloud-name.ts';
import type { EventTarget } from '../events/event-target.ts';
import type { SubscriptionPart } from '../findings/finding.ts';
import type { FleetFile } from '../fleet/fleet-schema.ts';
import type { LookId } from '../ids.ts';
import type { Controls } from '../look/look-input.ts';
import type { RowDecision } from '../look/row-decision.ts';
import type { TimelineEntry } from '../machine/machine-record.ts';
import type { JudgedStep } from '../permit/judged-step.ts';
import type { OperationState } from '../step/step-history.ts';
import type { Need, WantedStep } from '../step/wanted-step.ts';
import type { SubscriptionFacts } from '../subscription/subscription-facts.ts';
import type { SubscriptionRecord } from '../subscription/subscription-record.ts';

/** Everything a look at a subscription decides from: values only. */
export interface SubscriptionLookInput {
  /** As stored before this look. */
  readonly record: SubscriptionRecord;
  readonly lookId: LookId;
  readonly facts: SubscriptionFacts;
  /** By step id: the operations that this look read. */
  readonly operations: Readonly<Record<string, OperationState>>;
  /** As they are stored: with management groups. */
  readonly controls: Controls;
  /** Writes of others to this subscription, newest first; read only when a fuse is about to blow. */
  readonly foreignWrites: readonly TimelineEntry[];
  /** As it is written: with management groups. */
  readonly fleet: FleetFile;
  readonly cloud: CloudName;
  /** Where events go; undefined: the settings do not say. */
  readonly events: EventTarget | undefined;
  /** App time, milliseconds. */
  readonly nowMs: number;
  readonly wallNowMs: number;
}

export interface SubscriptionDecision extends RowDecision<SubscriptionRecord> {
  /** Everything that is wanted, with what stands in its way. */
  readonly wanted: readonly JudgedStep[];
  /** What is there already for steps to build on. */
  readonly met: ReadonlySet<Need>;
  /** In the order in which they run. */
  readonly steps: readonly WantedStep[];
  /** What the look must read as well before it may conclude. */
  readonly needs: readonly SubscriptionPart[];
}
