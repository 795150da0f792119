import type { MachineKind } from '../target/machine-kinds.ts';

/**
 * What one machine shall carry: a profile applied to its OS, kind and region, without the profile's name.
 * Stored once by its hash and never changed.
 */
export interface Spec {
  readonly kind: MachineKind;
  readonly os: 'windows' | 'linux';
  readonly identity: 'builtIn' | 'system';
  readonly onForeignIdentity: 'reuse' | 'attach' | 'hold';
  readonly ama: AmaSpec;
  /** Lower-cased and sorted. */
  readonly ruleIds: readonly string[];
  /** Also the rules that its subscription makes for its region and system. */
  readonly subscriptionRules: boolean;
  readonly endpoint: 'none' | EndpointSpec;
  /** The Log Analytics agent of old: nothing is said of it, it is told, or it is taken off once the new one is in place. */
  readonly legacyAgent: 'leave' | 'report' | 'remove';
  /** The Azure Security agent, deprecated by Microsoft: it shall be there, or nothing is said of it. */
  readonly azureSecurityAgent: 'none' | 'install';
  /** Instances of a Manual scale set are upgraded in batches. */
  readonly upgradeInstances: boolean;
  /** The model of a Rolling scale set is changed although each change replaces its instances (`maxSurge`). */
  readonly acceptSurge: boolean;
}

/** Microsoft Defender for Endpoint is wanted. */
export interface EndpointSpec {
  /** platform: Defender for Cloud installs it, and its look waits for that; direct: the app does. */
  readonly deployment: 'platform' | 'direct';
  /** Where another product protects the machine already: a person decides, or both shall be there. */
  readonly otherEdr: 'hold' | 'coexist';
  /** Where nothing tells whether another product protects the machine: it goes on, or a person decides. */
  readonly otherEdrUnknown: 'proceed' | 'hold';
  /** The tag by which people say that another product protects the machine; empty: none. */
  readonly otherEdrTag: string;
  /** off: a tag tells Defender not to update its agent on Linux. */
  readonly autoUpdate: 'leave' | 'off';
}

export interface AmaSpec {
  readonly install: boolean;
  /** TypeHandlerVersion sent for a new extension and the least installed version, `major.minor`. */
  readonly minimumVersion: string;
  readonly automaticUpgrade: boolean;
}
