import { systemDataOf } from '../core/store/stored-resource.ts';
import type { JsonObject } from '../core/types.ts';
import type { MachineExtension } from '../extensions/machine-extension.ts';

/** An extension as the REST API 2025-01-13 shows it; protected settings are never shown. */
export function arcExtensionJson(extension: MachineExtension): JsonObject {
  const { wanted } = extension;
  return {
    id: extension.id,
    name: extension.name,
    type: extension.type,
    location: extension.location,
    tags: extension.tags,
    systemData: systemDataOf(extension),
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

/** The instance view has one `status`, where Compute has a list. Undefined before the agent has reported. */
export function arcInstanceView(extension: MachineExtension): JsonObject | undefined {
  if (extension.status === undefined) return undefined;
  return {
    name: extension.name,
    type: extension.wanted.type,
    typeHandlerVersion: extension.installedVersion,
    status: { ...extension.status },
  };
}
