import type { CloudName } from '../cloud/cloud-name.ts';
import type { OutboundRule } from '../cloud/outbound-needs.ts';
import type { HeardPolicies } from '../coexistence/heard-policies.ts';
import type { PolicyFacet } from '../coexistence/known-definition.ts';
import type { ConnectorFacts } from '../connectors/connector-facts.ts';
import type { SubscriptionPlace } from '../fleet/resolve-groups.ts';
import type { Spec } from '../fleet/spec.ts';
import type { Acceptance } from '../machine/acceptance.ts';
import type { EdrKnowledge } from '../machine/edr-knowledge.ts';
import type { LegacyProvisioning } from '../machine/legacy-provisioning.ts';
import type { MachineFacts, SharedFacts } from '../machine/machine-facts.ts';
import type { ModelBaseline } from '../machine/machine-record.ts';
import type { RemovalOrder } from '../machine/removal-order.ts';
import type { WaitWhileOn } from '../machine/wait-while-on.ts';
import type { ServiceName } from '../service-name.ts';
import type { StepContext } from '../step/write-state.ts';
import type { Finding, ReadPart } from './finding.ts';

export interface ServiceInput extends StepContext {
  readonly facts: MachineFacts;
  readonly spec: Spec;
  readonly shared: SharedFacts;
  /** What persons have accepted of this machine, as far as it holds now. */
  readonly accepted: readonly Acceptance[];
  /** What Azure Policy wants of its subscription and what is in it. */
  readonly policies: HeardPolicies;
  readonly place: SubscriptionPlace;
  /** The connectors of its subscription to other clouds. */
  readonly connectors: readonly ConnectorFacts[];
  readonly cloud: CloudName;
  readonly legacyProvisioning: LegacyProvisioning;
  /** What the services before it found in this look. */
  readonly found: ReadonlyMap<ServiceName, Finding>;
  /** As it stands at this look; undefined where the last look did not wait so for this service. */
  readonly waitWhileOn: WaitWhileOn | undefined;
  /** What this service said in detail at the look before. */
  readonly lastDetail?: string | undefined;
  /** Of a Uniform scale set: its model when every instance had it; undefined where no look has seen that. */
  readonly baseline?: ModelBaseline | undefined;
  /** Whether another product protects the machine; undefined where the profile wants no endpoint protection. */
  readonly edr: EdrKnowledge | undefined;
  /** A person's word that something that is not ours is removed, used or not. */
  readonly removalOrder: RemovalOrder | undefined;
}

/** One thing that a machine shall have. All that the rest of the app knows of a service stands here. Pure. */
export interface Service {
  readonly name: ServiceName;
  /** Where it is not satisfied, no service after it is asked: nothing is wanted of such a machine. */
  readonly isGate?: true;
  /** Whether the profile says anything of it; absent: of every machine. What it does not concern keeps no finding of it. */
  concerns?(spec: Spec): boolean;
  /** The activities that run its steps, as operators read them; a step's id begins with one. */
  readonly activities: readonly string[];
  /** What must be read again just before one of its steps is written. */
  readonly reads: readonly ReadPart[];
  /** Handlers (`publisher.type`) that it judges: a reply that tells of one only by halves is not believed. */
  readonly handlers: readonly string[];
  /** What of it Azure Policy may want as well: where the two differ, its writes are kept back. */
  readonly policyFacet?: PolicyFacet;
  /** What a machine reaches for what it installs; hints name it. Absent where it installs nothing. */
  readonly outbound?: OutboundRule;
  find(input: ServiceInput): Finding;
}
