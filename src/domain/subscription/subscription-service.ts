import type { CloudName } from '../cloud/cloud-name.ts';
import type { Control } from '../controls/control.ts';
import type { EventTarget } from '../events/event-target.ts';
import type { Finding, SubscriptionPart } from '../findings/finding.ts';
import type { FleetFile } from '../fleet/fleet-schema.ts';
import type { SubscriptionProfile } from '../fleet/subscription-schema.ts';
import type { SubscriptionServiceName } from '../service-name.ts';
import type { StepContext } from '../step/write-state.ts';
import type { SubscriptionFacts } from './subscription-facts.ts';
import type { SubscriptionRecord, SubscriptionSpec } from './subscription-record.ts';

export type SubscriptionFinding = Finding<SubscriptionPart>;

export interface SubscriptionInput extends StepContext {
  readonly record: SubscriptionRecord;
  readonly facts: SubscriptionFacts;
  readonly spec: SubscriptionSpec;
  /** What stops or permits, which is no part of the spec: it acts at once. */
  readonly profile: SubscriptionProfile;
  /** As it reads for this subscription: without management groups. */
  readonly fleet: FleetFile;
  /** Of scopes in it, around it, or the subscription itself; without management groups. */
  readonly freezes: readonly Control[];
  /** What does not exist there is reported and never attempted. */
  readonly cloud: CloudName;
  /** Where events go; undefined: the settings do not say. */
  readonly events: EventTarget | undefined;
}

/** One thing that a subscription shall have. All that the rest of the app knows of it stands here. Pure. */
export interface SubscriptionService {
  readonly name: SubscriptionServiceName;
  /** The activities that run its steps, as operators read them; a step's id begins with one. */
  readonly activities: readonly string[];
  /** Not-applicable where the spec wants nothing of it; not-read where a part of the facts is missing. */
  find(input: SubscriptionInput): SubscriptionFinding;
}
