import type { PolicyAssignment, PolicyExemption } from '../domain/coexistence/policy-reading.ts';
import type { ConnectorFacts } from '../domain/connectors/connector-facts.ts';
import type { RawFailure } from '../domain/failures/failure.ts';
import type { ReadPart } from '../domain/findings/finding.ts';
import type { LookId } from '../domain/ids.ts';
import type { AssociationFacts, InstanceFacts, MachineFacts, SharedFacts } from '../domain/machine/machine-facts.ts';
import type { RoleRights } from '../domain/permit/effective-rights.ts';
import type { WritePermit } from '../domain/permit/write-permit.ts';
import type { OperationState } from '../domain/step/step-history.ts';
import type {
  AutoProvisioningFacts,
  DefenderFacts,
  OwnPlanFacts,
  VulnerabilityAssessmentFacts,
} from '../domain/subscription/defender-facts.ts';
import type { LockFacts, RoleFacts } from '../domain/subscription/identity-facts.ts';
import type { ProviderFacts } from '../domain/subscription/provider-facts.ts';
import type { ResourceFacts, ResourceRow } from '../domain/subscription/resource-facts.ts';
import type { SubscriptionCore } from '../domain/subscription/subscription-facts.ts';
import type { WiringFacts } from '../domain/subscription/wiring-facts.ts';
import type { WorkspaceFacts } from '../domain/subscription/workspace-facts.ts';
import type { MachineRef } from '../domain/target/machine-ref.ts';
import type { TargetRef } from '../domain/target/target-ref.ts';
import type { AzureWrite } from '../domain/write/azure-write.ts';
import type { SharedType } from '../domain/write/shared-resource.ts';
import type { InventoryPort } from './inventory.ts';

/** What was read beside the machine itself; a 404 is a failure here, since only the machine's own GET tells that it is gone. */
export type PartOutcome<T> =
  | { readonly kind: 'found'; readonly value: T }
  | { readonly kind: 'failed'; readonly failure: RawFailure };

export type ReadOutcome<T> =
  | PartOutcome<T>
  /** The GET of the target itself answered 404: for a machine with ResourceNotFound or ResourceGroupNotFound. */
  | { readonly kind: 'gone'; readonly code: string };

export type WriteOutcome =
  | {
      readonly kind: 'accepted';
      /** Undefined when Azure finished it within the answer. */
      readonly operationUrl: string | undefined;
      readonly correlationId: string | undefined;
      /**
       * Whether a PUT made the resource (201) or changed one that was there (200, or 202 with a resource older than its
       * last change). Undefined where the answer does not tell: any other 202, and every PATCH and DELETE.
       */
      readonly created: boolean | undefined;
    }
  /** The permit was older than it may be when the request would have left; nothing was sent. */
  | { readonly kind: 'expired' }
  | { readonly kind: 'failed'; readonly failure: RawFailure; readonly correlationId: string | undefined };

export interface AzurePort extends InventoryPort {
  /** Reads the machine, its extensions and the parts that are asked for. Never throws for an answer of Azure. */
  readMachine(
    machine: MachineRef,
    parts: Readonly<Partial<Record<ReadPart, boolean>>>,
  ): Promise<ReadOutcome<MachineFacts>>;
  /** Reads what is associated with a target of any kind; for a look that left it out at first. */
  readAssociations(target: TargetRef): Promise<PartOutcome<readonly AssociationFacts[]>>;
  /** Reads the instances of a Uniform scale set; for a look that left them out at first. */
  readInstances(machine: MachineRef): Promise<PartOutcome<readonly InstanceFacts[]>>;
  /**
   * When Azure Resource Manager made the resource, out of its list of the subscription, which many machines share; for
   * machines whose own GET does not tell. The list is read again when it lacks the machine or is older than `sinceMs`
   * (app time), but at most once a minute. Fails when it cannot be read.
   */
  readCreation(machine: MachineRef, sinceMs: number): Promise<PartOutcome<Creation>>;
  /** Reads an operation by the URL a write answered with. */
  readOperation(target: TargetRef, url: string): Promise<PartOutcome<OperationState>>;
  /** Cached for all machines of a subscription and region. Fails only where Azure told to wait; other doubt is a fact. */
  readShared(need: SharedNeed): Promise<PartOutcome<Omit<SharedFacts, 'made' | 'endpointCoverage'>>>;
  /**
   * The subscription itself. `gone`: 404 with SubscriptionNotFound, which does not tell deleted from not visible.
   * `mayBeKept`: what was read within the last 5 s of real time will do.
   */
  readSubscription(target: TargetRef, mayBeKept: boolean): Promise<ReadOutcome<SubscriptionCore>>;
  /** What there is in the subscription, and where its machines are; seconds to minutes late. */
  readResources(target: TargetRef, reading: LookReading): Promise<PartOutcome<ResourceFacts>>;
  /** One resource as it is now; undefined: it is not there. */
  readResource(target: TargetRef, resourceId: string, type: SharedType): Promise<PartOutcome<ResourceRow | undefined>>;
  /** All resources of a type in the subscription, as they are now. */
  listResources(target: TargetRef, type: SharedType): Promise<PartOutcome<readonly ResourceRow[]>>;
  /** The event subscription of this name on a system topic, as it is now. */
  readWiring(target: TargetRef, topicId: string, name: string): Promise<PartOutcome<WiringFacts>>;
  /** Locks at a resource group and below it. */
  readLocks(target: TargetRef, groupId: string): Promise<PartOutcome<readonly LockFacts[]>>;
  /** Who holds which role in the subscription; `unreadable` without the right to know. */
  readRoles(target: TargetRef): Promise<PartOutcome<readonly RoleFacts[] | 'unreadable'>>;
  /** A workspace of somebody else. Fails only where Azure told to wait; other doubt is a fact. */
  readNamedWorkspace(target: TargetRef, id: string, reading: LookReading): Promise<PartOutcome<WorkspaceFacts>>;
  /** Where the registration of each resource provider stands. */
  readProviders(target: TargetRef, reading: LookReading): Promise<PartOutcome<ProviderFacts>>;
  /**
   * The plan of Defender for Servers and the settings of Defender for Endpoint. `fresh`: the half that a step is about to
   * change; the other one may be up to a minute old. Both are read anew where it is left out.
   */
  readDefender(target: TargetRef, fresh?: DefenderHalf): Promise<PartOutcome<DefenderFacts>>;
  /** Counts machines with a plan of their own; kept for hours, and never fails, since nothing is decided by it. */
  readOwnPlans(target: TargetRef): Promise<OwnPlanFacts>;
  /** Which scanner assesses the vulnerabilities of its servers. */
  readVulnerabilityAssessment(target: TargetRef): Promise<PartOutcome<VulnerabilityAssessmentFacts>>;
  /** Whether Defender installs the legacy Log Analytics agent. */
  readAutoProvisioning(target: TargetRef): Promise<PartOutcome<AutoProvisioningFacts>>;
  /** Everything that Azure Policy assigns to it, above it and in it, and who is exempted. */
  readPolicies(target: TargetRef): Promise<PartOutcome<PolicyObjects>>;
  /** Its connectors to AWS and GCP. */
  readConnectors(target: TargetRef): Promise<PartOutcome<readonly ConnectorFacts[]>>;
  /**
   * What the roles of the app allow at a scope (a resource, a group, a subscription), inherited ones included; `kept`
   * is the same for all for five minutes, `fresh` for seconds. It says nothing of deny assignments and conditions, so only
   * Azure's answer to a write decides.
   */
  readPermissions(scope: string, age: 'kept' | 'fresh'): Promise<PartOutcome<readonly RoleRights[]>>;
  /** The only way to change Azure. */
  send(permit: WritePermit, write: AzureWrite): Promise<WriteOutcome>;
}

export interface PolicyObjects {
  readonly assignments: readonly PolicyAssignment[];
  readonly exemptions: readonly PolicyExemption[];
}

export type DefenderHalf = 'plan' | 'settings';

/** Which look reads: its steps may use what it read, for at most 120 s of real time. */
export interface LookReading {
  readonly lookId: LookId;
  readonly isStep: boolean;
}

export interface Creation {
  /** ISO-8601 UTC; undefined while the list does not show it. */
  readonly createdAt: string | undefined;
  /** App time at which the list was asked for, in milliseconds. */
  readonly readAtMs: number;
}

export interface SharedNeed {
  readonly subscription: string;
  readonly region: string;
  /** Where the built-in identity lies; `Built-In-Identity-RG` by default. */
  readonly identityGroup?: string;
  readonly ruleIds: readonly string[];
}
