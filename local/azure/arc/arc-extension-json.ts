import type { JsonObject } from '../core/types.ts';
import type { MachineExtension } from '../extensions/machine-extension.ts';

/**
 * An extension as the REST API 2024-07-10 and later show it, without `systemData` (recordings of azure-powershell,
 * ConnectedMachine). Protected settings are never shown.
 */
export function arcExtensionJson(extension: MachineExtension): JsonObject {
  const { wanted } = extension;
  return {
    id: extension.id,
    name: extension.name,
    type: extension.type,
    location: extension.location,
    tags: extension.tags,
    properties: {
      publisher: wanted.publisher,
      type: wanted.type,
      typeHandlerVersion: wanted.typeHandlerVersion,
      autoUpgradeMinorVersion: wanted.autoUpgradeMinorVersion,
      enableAutomaticUpgrade: wanted.enableAutomaticUpgrade,
      forceUpdateTag: wanted.forceUpdateTag,
      settings: wanted.settings,
      provisioningState: extension.provisioningState,
      instanceView: arcInstanceView(extension),
    },
  };
}

/** The instance view has one `status` without a display text, where Compute has a list. Undefined before the agent has reported. */
export function arcInstanceView(extension: MachineExtension): JsonObject | undefined {
  if (extension.status === undefined) return undefined;
  const { code, level, message } = extension.status;
  return {
    name: extension.name,
    type: extension.wanted.type,
    typeHandlerVersion: extension.installedVersion,
    status: { code, level: level === 'Info' ? 'Information' : level, message },
  };
}
