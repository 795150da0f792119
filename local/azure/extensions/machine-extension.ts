import { flagAt, objectAt, textAt } from '../core/json.ts';
import type { StoredResource } from '../core/store/resource-collection.ts';
import type { JsonObject, JsonValue } from '../core/types.ts';

/** An extension that a handler brings to a machine, whatever it is a part of. */
export interface HandlerExtension extends StoredResource {
  /** The machine, or the scale set, that it belongs to. */
  readonly machineId: string;
  /** What the caller asked for; protected settings are not in it and are never returned. */
  wanted: ExtensionSettings;
  /** `Creating`, `Updating`, `Deleting`, `Succeeded`, `Failed`. */
  provisioningState: string;
  /** Full version in the machine; undefined before the first installation. */
  installedVersion: string | undefined;
  status: ExtensionStatus | undefined;
}

/** An extension of a VM or an Arc machine: a resource of its own. */
export interface MachineExtension extends HandlerExtension {
  location: string;
  tags: JsonObject | undefined;
}

export interface ExtensionSettings {
  readonly publisher: string;
  readonly type: string;
  readonly typeHandlerVersion: string | undefined;
  readonly autoUpgradeMinorVersion: boolean;
  readonly enableAutomaticUpgrade: boolean | undefined;
  readonly forceUpdateTag: string | undefined;
  readonly settings: JsonValue | undefined;
  readonly suppressFailures: boolean | undefined;
  readonly provisionAfterExtensions: JsonValue | undefined;
  readonly protectedSettingsFromKeyVault: JsonValue | undefined;
  /** The names of its protected settings; their values are not kept. */
  readonly protectedNames: readonly string[];
}

/** One line of an instance view. */
interface ExtensionStatus {
  readonly code: string;
  readonly level: 'Info' | 'Error';
  readonly displayStatus: string;
  readonly message: string;
  readonly time: string;
}

/** The settings in a PUT body's `properties`. */
export function settingsOf(properties: JsonObject | undefined): ExtensionSettings {
  return {
    publisher: textAt(properties, 'publisher') ?? '',
    type: textAt(properties, 'type') ?? '',
    typeHandlerVersion: textAt(properties, 'typeHandlerVersion'),
    autoUpgradeMinorVersion: flagAt(properties, 'autoUpgradeMinorVersion') ?? false,
    enableAutomaticUpgrade: flagAt(properties, 'enableAutomaticUpgrade'),
    forceUpdateTag: textAt(properties, 'forceUpdateTag'),
    settings: properties?.settings ?? undefined,
    suppressFailures: flagAt(properties, 'suppressFailures'),
    provisionAfterExtensions: properties?.provisionAfterExtensions ?? undefined,
    protectedSettingsFromKeyVault: properties?.protectedSettingsFromKeyVault ?? undefined,
    protectedNames: Object.keys(objectAt(properties, 'protectedSettings') ?? {}),
  };
}

/** Merges a PATCH's `properties` over what is there: named members replace, others stay. */
export function patchSettings(current: ExtensionSettings, properties: JsonObject | undefined): ExtensionSettings {
  const named = Object.fromEntries(Object.entries(properties ?? {}).filter(([, value]) => value !== null));
  const { protectedNames, ...rest } = current;
  const patched = settingsOf({ ...rest, ...named });
  return named.protectedSettings === undefined ? { ...patched, protectedNames } : patched;
}

/** The instance view of an extension; undefined before it has reported anything. */
export function extensionInstanceView(extension: HandlerExtension): JsonObject | undefined {
  if (extension.status === undefined) return undefined;
  return {
    name: extension.name,
    type: `${extension.wanted.publisher}.${extension.wanted.type}`,
    typeHandlerVersion: extension.installedVersion,
    statuses: [{ ...extension.status }],
  };
}

/** Tags of a body; the same for both kinds of machine. */
export function tagsOf(body: JsonObject): JsonObject | undefined {
  return objectAt(body, 'tags');
}
