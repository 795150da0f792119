import type { MachineRef } from '../target/machine-ref.ts';
import type { EndpointCoverage } from './endpoint-coverage.ts';
import type { ModelFingerprint } from './model-fingerprint.ts';

export type OperatingSystem = 'windows' | 'linux' | 'unknown';

/** A VM's power as its instance view tells it; an Arc machine's connection is in {@link ArcFacts}. */
export type Power = 'running' | 'starting' | 'off' | 'hibernated' | 'unknown';

/** What one look read from Azure about one machine. Plain values; names as Azure returned them. */
export interface MachineFacts {
  readonly machine: MachineRef;
  /**
   * Compute vmId; Arc vmId + vmUuid; a scale set's uniqueId. Changes when the machine is made anew under its name. Undefined for an Arc
   * machine that has not reported yet: nothing that it says of itself is known.
   */
  readonly incarnation: string | undefined;
  /** Region name, lower-case without spaces, e.g. `westeurope`. */
  readonly region: string;
  readonly os: OperatingSystem;
  /** ISO-8601 UTC; absent where Azure does not tell. An Arc machine's own GET never does: its subscription's list does. */
  readonly createdAt: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly provisioningState: string;
  /** ETag of the machine resource, where the GET gave one. */
  readonly etag: string | undefined;
  /**
   * The owner that Azure names: on the machine, on its resource group, on the Flexible scale set that it is of, or the
   * Azure Local cluster that it is a node of. Its own Flexible scale set is no owner.
   */
  readonly managedBy: string | undefined;
  readonly identity: IdentityFacts;
  readonly extensions: readonly ExtensionFacts[];
  /** Undefined when this look did not read them. */
  readonly associations: readonly AssociationFacts[] | undefined;
  readonly platform: VmFacts | ArcFacts | ScaleSetFacts;
}

/** What an Azure image and size tell, of a VM or of the model of a scale set. */
export interface ImagedFacts {
  /** `osProfile.allowExtensionOperations`; true where absent. */
  readonly allowsExtensions: boolean;
  readonly image: ImageFacts | undefined;
  /** Reported by the guest agent, e.g. `ubuntu` `22.04`. */
  readonly osName: string | undefined;
  readonly osVersion: string | undefined;
  readonly architecture: 'x64' | 'arm64' | undefined;
  /** Windows client licence (`Windows_Client`) or server. */
  readonly licenseType: string | undefined;
}

export interface VmFacts extends ImagedFacts {
  readonly kind: 'vm';
  readonly power: Power;
  /** The guest agent reported itself ready in the instance view. */
  readonly agentReady: boolean;
  /** For a Flexible scale set's instance: the scale set's id. */
  readonly scaleSetId: string | undefined;
}

/**
 * A scale set: its extensions are those of its model. Nobody reports the system of a model, so `osName` and `osVersion`
 * are undefined.
 */
export interface ScaleSetFacts extends ImagedFacts {
  readonly kind: 'scaleSet';
  /** The instances of a Flexible one are VMs of their own, and it is no machine itself. */
  readonly orchestration: 'uniform' | 'flexible';
  /** What Azure does with instances whose model has changed; `unknown` is treated like none that we may rely on. */
  readonly upgradePolicy: 'automatic' | 'rolling' | 'manual' | 'unknown';
  /** How many instances it is to have. */
  readonly capacity: number;
  /** Rolling with new instances in place of the old ones. */
  readonly surges: boolean;
  readonly fingerprint: ModelFingerprint;
  /** Undefined when this look did not read them. */
  readonly instances: readonly InstanceFacts[] | undefined;
}

/** An instance of a Uniform scale set. */
export interface InstanceFacts {
  /** Its number, as text. */
  readonly id: string;
  /** `latestModelApplied`: it has the model as it is now. */
  readonly hasModel: boolean;
  /** `protectFromScaleSetActions`: the set's own actions leave it alone. */
  readonly isProtected: boolean;
  readonly provisioningState: string;
  /** It runs and its guest agent is ready: what it has is reported. */
  readonly reports: boolean;
  /** What its instance view tells of handlers that we judge. */
  readonly extensions: readonly Pick<ExtensionFacts, 'name' | 'installedVersion' | 'statusCode' | 'message'>[];
}

export interface ImageFacts {
  readonly publisher: string | undefined;
  readonly offer: string | undefined;
  readonly sku: string | undefined;
  /** Gallery or managed image id, for images that are not from the marketplace. */
  readonly id: string | undefined;
}

export interface ArcFacts {
  readonly kind: 'arc';
  /** Connected, Disconnected, Expired, Error, ... (an open list); undefined until its first heartbeat. */
  readonly status: string | undefined;
  /** The cloud that the agent found itself in, e.g. `Azure`, `AWS`; undefined outside of any. */
  readonly cloud: string | undefined;
  /** The id of the Azure VM that the agent found itself to be. */
  readonly azureVmId: string | undefined;
  readonly osName: string | undefined;
  readonly osSku: string | undefined;
  readonly osEdition: string | undefined;
  readonly osVersion: string | undefined;
  readonly extensionsEnabled: boolean;
  /** `publisher/type` entries, lower-case; undefined where no list is set. */
  readonly allowList: readonly string[] | undefined;
  readonly blockList: readonly string[] | undefined;
  /** Resource `kind`: AVS, HCI, SCVMM, VMware, EPS, GCP, AWS. */
  readonly resourceKind: string | undefined;
}

export interface IdentityFacts {
  readonly system: boolean;
  /** Ids as the GET returned them. */
  readonly userAssigned: readonly string[];
}

export interface ExtensionFacts extends ExtensionExtras {
  /** Resource name, which need not be the type. */
  readonly name: string;
  readonly publisher: string;
  readonly type: string;
  /** Requested `major.minor`. */
  readonly requestedVersion: string | undefined;
  /** What runs on the machine, from the instance view; undefined while unknown. */
  readonly installedVersion: string | undefined;
  readonly autoUpgradeMinorVersion: boolean | undefined;
  readonly enableAutomaticUpgrade: boolean | undefined;
  readonly provisioningState: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Last status message of the instance view. */
  readonly message: string | undefined;
  /** Last status code of the instance view, e.g. `ProvisioningState/failed/51`. */
  readonly statusCode: string | undefined;
}

/** What others may have set beside an extension's `settings`; a PUT that leaves it out takes it away. */
export interface ExtensionExtras {
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** VM only, like all that follow. */
  readonly suppressFailures?: boolean | undefined;
  readonly provisionAfterExtensions?: readonly string[] | undefined;
  /** Where the protected settings lie: a reference that can be sent back, unlike protected settings themselves. */
  readonly protectedSettingsFromKeyVault?: Readonly<Record<string, unknown>> | undefined;
}

export interface AssociationFacts {
  readonly name: string;
  readonly ruleId: string | undefined;
  readonly endpointId: string | undefined;
}

/** What is true for many machines and is read once for all of them (cached). */
export interface SharedFacts {
  /** The built-in identity of the machine's subscription and region. */
  readonly builtInIdentity: SharedPresence;
  /** By lower-cased rule id. */
  readonly rules: Readonly<Record<string, SharedPresence>>;
  /** What the look at the machine's subscription makes for it, if fleet.json says so. */
  readonly made: MadeBySubscription;
  /** Whether Defender for Cloud brings Defender for Endpoint to machines of this system here. */
  readonly endpointCoverage: EndpointCoverage;
}

/** What of the shared things is made by a look at the subscription: while it is missing, its machines wait. */
export interface MadeBySubscription {
  /** The built-in identity of the machine's region. */
  readonly identity: boolean;
  /** Rules for the machine's region and system: those that are made, and those that are there where none are. */
  readonly ruleIds: readonly string[];
  /** Why no identity is made although one is asked for; the same of rules. */
  readonly noIdentity?: string | undefined;
  readonly noRules?: string | undefined;
  /** What the subscription itself waits for, in its own word; undefined while it goes on. */
  readonly heldUp?: string | undefined;
  /**
   * Where the provider of associations stands by the last look that read it, in a subscription whose look registers it;
   * undefined in any other.
   */
  readonly provider?: 'registered' | 'unregistered' | 'unknown' | undefined;
}

/** Nothing is made: what is missing is for a person to make. */
export const nothingMade: MadeBySubscription = { identity: false, ruleIds: [] };

/** `unknown`: could not be read; nothing is decided from it. */
export type SharedPresence =
  | { readonly state: 'present'; readonly resourceId: string }
  | { readonly state: 'missing'; readonly resourceId: string }
  | { readonly state: 'unknown'; readonly resourceId: string };
