import { armTypes } from '../target/machine-kinds.ts';
import type { MachineRef } from '../target/machine-ref.ts';

/** Every write this product can send, as a closed union; bodies are what goes on the wire, below `properties` included. */
export type AzureWrite =
  | {
      readonly kind: 'attachIdentity';
      readonly machine: MachineRef;
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
      readonly machine: MachineRef;
      readonly name: string;
      readonly body: ExtensionBody;
    }
  | {
      readonly kind: 'deleteExtension';
      readonly machine: MachineRef;
      readonly name: string;
      readonly publisher: string;
      readonly type: string;
    }
  | {
      readonly kind: 'putAssociation';
      readonly machine: MachineRef;
      readonly name: string;
      readonly body: { readonly properties: { readonly description: string; readonly dataCollectionRuleId: string } };
    };

export interface ExtensionBody {
  readonly location: string;
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
    /** These three stand on the extension already; VM only. */
    readonly suppressFailures?: boolean;
    readonly provisionAfterExtensions?: readonly string[];
    readonly protectedSettingsFromKeyVault?: Readonly<Record<string, unknown>>;
  };
}

/** The ARM operation a write needs; only these are ever called (published in OPERATIONS.md). */
export function actionOf(write: AzureWrite): string {
  const type = armTypes[write.machine.kind];
  switch (write.kind) {
    case 'attachIdentity':
      return `${type}/write`;
    case 'putExtension':
      return `${type}/extensions/write`;
    case 'deleteExtension':
      return `${type}/extensions/delete`;
    case 'putAssociation':
      return 'Microsoft.Insights/dataCollectionRuleAssociations/write';
  }
}

/** The ARM id of what a write makes, changes or removes. */
export function resourceIdOf(write: AzureWrite): string {
  const { resourceId } = write.machine;
  switch (write.kind) {
    case 'attachIdentity':
      return resourceId;
    case 'putExtension':
    case 'deleteExtension':
      return extensionId(resourceId, write.name);
    case 'putAssociation':
      return associationId(resourceId, write.name);
  }
}

export function extensionId(targetId: string, name: string): string {
  return `${targetId}/extensions/${name}`;
}

export function associationId(targetId: string, name: string): string {
  return `${targetId}/providers/Microsoft.Insights/dataCollectionRuleAssociations/${name}`;
}
