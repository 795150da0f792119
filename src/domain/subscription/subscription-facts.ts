import type { PolicyReading } from '../coexistence/policy-reading.ts';
import type { ConnectorReading } from '../connectors/connector-facts.ts';
import type { TargetRef } from '../target/target-ref.ts';
import type {
  AutoProvisioningFacts,
  DefenderFacts,
  OwnPlanFacts,
  VulnerabilityAssessmentFacts,
} from './defender-facts.ts';
import type { LockFacts, RoleFacts } from './identity-facts.ts';
import type { ProviderFacts } from './provider-facts.ts';
import type { ReachFacts } from './reach-facts.ts';
import type { ResourceFacts } from './resource-facts.ts';
import type { WiringFacts } from './wiring-facts.ts';
import type { WorkspaceFacts } from './workspace-facts.ts';

/** What one look read from Azure about one subscription. Plain values; names as Azure returned them. */
export interface SubscriptionFacts {
  readonly target: TargetRef;
  readonly core: SubscriptionCore;
  /** What this look has read so far; a service that lacks its part answers `not-read`. */
  readonly parts: SubscriptionParts;
}

/** The subscription itself (Azure REST API, Subscriptions - Get). */
export interface SubscriptionCore {
  readonly displayName: string;
  /** Lower-case GUID. */
  readonly tenantId: string;
  /** `Enabled`, `Warned`, `PastDue`, `Disabled`, `Deleted`, `Expired`, as Azure says it. */
  readonly state: string;
  /** The offer, such as `PayAsYouGo_2014-09-01`. */
  readonly quotaId: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/** One member for each word of `subscriptionParts`, and what the reads of them told besides. */
export interface SubscriptionParts {
  /** Providers that refused a read because the subscription is not registered for them, whatever their list says. */
  readonly unregistered?: readonly string[];
  readonly defender?: DefenderFacts;
  readonly ownPlans?: OwnPlanFacts;
  readonly vulnerabilityAssessment?: VulnerabilityAssessmentFacts;
  readonly autoProvisioning?: AutoProvisioningFacts;
  readonly policies?: PolicyReading;
  readonly connectors?: ConnectorReading;
  readonly resources?: ResourceFacts;
  /** Locks in the group of the identities. */
  readonly locks?: readonly LockFacts[];
  /** Roles that identities of the subscription hold in it. */
  readonly roles?: readonly RoleFacts[] | 'unreadable';
  readonly workspace?: WorkspaceFacts;
  readonly providers?: ProviderFacts;
  /** Read only where a write would let Defender begin to install itself. */
  readonly reach?: ReachFacts;
  /** Our event subscription on the system topic of the subscription. */
  readonly wiring?: WiringFacts;
}
