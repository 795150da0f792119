import type { JsonObject } from '../core/types.ts';
import { extensionInstanceView, type MachineExtension } from '../extensions/machine-extension.ts';

export const vmExtensionType = 'Microsoft.Compute/virtualMachines/extensions';

/** A VM extension as GET returns it. Protected settings are never in it. */
export function vmExtensionJson(extension: MachineExtension, withInstanceView: boolean): JsonObject {
  const { id, name, location, tags, wanted, provisioningState } = extension;
  return {
    id,
    name,
    type: vmExtensionType,
    location,
    tags,
    properties: {
      autoUpgradeMinorVersion: wanted.autoUpgradeMinorVersion,
      enableAutomaticUpgrade: wanted.enableAutomaticUpgrade,
      provisioningState,
      publisher: wanted.publisher,
      type: wanted.type,
      typeHandlerVersion: wanted.typeHandlerVersion,
      settings: wanted.settings,
      forceUpdateTag: wanted.forceUpdateTag,
      suppressFailures: wanted.suppressFailures,
      provisionAfterExtensions: wanted.provisionAfterExtensions,
      protectedSettingsFromKeyVault: wanted.protectedSettingsFromKeyVault,
      instanceView: withInstanceView ? extensionInstanceView(extension) : undefined,
    },
  };
}
