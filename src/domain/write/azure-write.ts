import type { LegacyAgentType } from '../legacy-agent.ts';
import { armTypes } from '../target/machine-kinds.ts';
import type { MachineRef } from '../target/machine-ref.ts';
import type { TargetRef } from '../target/target-ref.ts';
import {
  isSubscriptionWrite,
  type SubscriptionWrite,
  subscriptionActionOf,
  subscriptionResourceOf,
} from './subscription-write.ts';

/**
 * Every write this product can send, as a closed union; bodies are what goes on the wire, below `properties` included.
 * Each says its target, of the kind that it can be sent to.
 */
export type AzureWrite = MachineWrite | SubscriptionWrite;

/** Every write to a machine, or to what belongs to one. */
export type MachineWrite =
  | {
      readonly kind: 'attachIdentity';
      readonly target: MachineRef;
      readonly body: {
        readonly identity: {
          readonly type: string;
          readonly userAssignedIdentities?: Readonly<Record<string, Record<string, never>>>;
        };
      };
      readonly ifMatch: string | undefined;
    }
  | {
      readonly kind: 'putExtension';
      readonly target: MachineRef;
      readonly name: string;
      readonly body: ExtensionBody;
      /**
       * It is sent with the package by which Defender for Endpoint onboards machines of this system: a secret, which is
       * fetched when the write leaves, and stands nowhere else.
       */
      readonly onboards?: 'windows' | 'linux';
    }
  | {
      readonly kind: 'deleteExtension';
      readonly target: MachineRef;
      readonly name: string;
      readonly publisher: string;
      readonly type: string;
    }
  | {
      /** Takes off what is not ours: the Log Analytics agent alone, and only where the reviewed file says `remove`. */
      readonly kind: 'deleteLegacyAgent';
      readonly target: MachineRef;
      readonly name: string;
      readonly type: LegacyAgentType;
    }
  | {
      /** Sets these tags, and leaves every other one alone. */
      readonly kind: 'mergeTags';
      readonly target: MachineRef;
      readonly tags: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: 'putAssociation';
      readonly target: TargetRef;
      readonly name: string;
      readonly body: { readonly properties: { readonly description: string; readonly dataCollectionRuleId: string } };
    }
  /** Brings the model of a scale set to some of its instances: all of the model. */
  | {
      readonly kind: 'upgradeInstances';
      readonly target: MachineRef;
      readonly body: { readonly instanceIds: readonly string[] };
    };

export interface ExtensionBody {
  /** Absent in the model of a scale set. */
  readonly location?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly properties: {
    readonly publisher: string;
    readonly type: string;
    /** `major.minor`; absent on Arc. */
    readonly typeHandlerVersion?: string;
    readonly autoUpgradeMinorVersion: boolean;
    readonly enableAutomaticUpgrade: boolean;
    readonly settings: Readonly<Record<string, unknown>>;
    /** A new value makes the platform run the handler again with an unchanged body. */
    readonly forceUpdateTag?: string;
    /** These three stand on the extension already; VM and scale set only. We set the first on what we add to a set. */
    readonly suppressFailures?: boolean;
    readonly provisionAfterExtensions?: readonly string[];
    readonly protectedSettingsFromKeyVault?: Readonly<Record<string, unknown>>;
  };
}

/** The ARM operation a write needs; only these are ever called (published in OPERATIONS.md). */
export function actionOf(write: AzureWrite): string {
  return isSubscriptionWrite(write) ? subscriptionActionOf(write) : machineActionOf(write);
}

function machineActionOf(write: MachineWrite): string {
  switch (write.kind) {
    case 'attachIdentity':
      return `${armTypes[write.target.kind]}/write`;
    case 'putExtension':
      return `${armTypes[write.target.kind]}/extensions/write`;
    case 'deleteExtension':
    case 'deleteLegacyAgent':
      return `${armTypes[write.target.kind]}/extensions/delete`;
    case 'mergeTags':
      return 'Microsoft.Resources/tags/write';
    case 'putAssociation':
      return 'Microsoft.Insights/dataCollectionRuleAssociations/write';
    case 'upgradeInstances':
      return `${armTypes.scaleSet}/manualUpgrade/action`;
  }
}

/** The ARM id of what a write makes, changes or removes. */
export function resourceIdOf(write: AzureWrite): string {
  return isSubscriptionWrite(write) ? subscriptionResourceOf(write) : machineResourceOf(write);
}

function machineResourceOf(write: MachineWrite): string {
  const { resourceId } = write.target;
  switch (write.kind) {
    case 'attachIdentity':
    case 'upgradeInstances':
      return resourceId;
    case 'putExtension':
    case 'deleteExtension':
    case 'deleteLegacyAgent':
      return extensionId(resourceId, write.name);
    case 'mergeTags':
      return tagsId(resourceId);
    case 'putAssociation':
      return associationId(resourceId, write.name);
  }
}

export function extensionId(targetId: string, name: string): string {
  return `${targetId}/extensions/${name}`;
}

/** The tags of a resource are a resource of their own. */
export function tagsId(targetId: string): string {
  return `${targetId}/providers/Microsoft.Resources/tags/default`;
}

export function associationId(targetId: string, name: string): string {
  return `${targetId}/providers/Microsoft.Insights/dataCollectionRuleAssociations/${name}`;
}
