import type { Principal } from '../core/request/principals.ts';
import type { StoredResource } from '../core/store/resource-collection.ts';
import { newResource, touch } from '../core/store/stored-resource.ts';
import type { SimContext } from '../core/types.ts';
import type { Defender } from './defender.ts';

export const settingType = 'Microsoft.Security/settings';

/** Names and kinds (specification of settings 2022-05-01; kinds as recorded in mondoohq/mql pull request 5415). */
export const settingKinds = {
  MCAS: 'DataExportSettings',
  WDATP: 'DataExportSettings',
  WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW: 'DataExportSettings',
  WDATP_UNIFIED_SOLUTION: 'DataExportSettings',
  Sentinel: 'AlertSyncSettings',
} as const;
export type SettingName = keyof typeof settingKinds;

/** Only subscriptions that had the integration when these came have them (Defender docs, "Enable Defender for Endpoint integration"). */
export const legacySettings: readonly SettingName[] = ['WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW', 'WDATP_UNIFIED_SOLUTION'];

export interface Setting extends StoredResource {
  readonly settingName: SettingName;
  enabled: boolean;
  /** One of a legacy subscription: Defender goes by it. */
  isLegacy: boolean;
}

export function findSettingName(text: string): SettingName | undefined {
  return settingNames.find((name) => name.toLowerCase() === text.toLowerCase());
}

/** In the order in which a list has them. */
export const settingNames: readonly SettingName[] = [
  'MCAS',
  'WDATP',
  'WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW',
  'WDATP_UNIFIED_SOLUTION',
  'Sentinel',
];

export function settingIdOf(subscriptionId: string, name: SettingName): string {
  return `/subscriptions/${subscriptionId}/providers/${settingType}/${name}`;
}

/** Whether a setting is on; undefined where the subscription does not have it. */
export function isSettingOn(defender: Defender, subscriptionId: string, name: SettingName): boolean | undefined {
  const stored = defender.settings.get(settingIdOf(subscriptionId, name));
  return stored?.enabled ?? (legacySettings.includes(name) ? undefined : false);
}

/** Sets a setting, and makes it where the subscription lacks it. */
export function setSetting(
  context: SimContext,
  defender: Defender,
  subscriptionId: string,
  name: SettingName,
  change: { readonly enabled: boolean; readonly by: Principal; readonly isLegacy?: boolean },
): Setting {
  const id = settingIdOf(subscriptionId, name);
  const existing = defender.settings.get(id);
  if (existing !== undefined) {
    existing.enabled = change.enabled;
    existing.isLegacy ||= change.isLegacy ?? false;
    touch(context, existing, change.by);
    return existing;
  }
  const setting: Setting = {
    ...newResource(context, { principal: change.by }, id, settingType),
    settingName: name,
    enabled: change.enabled,
    isLegacy: change.isLegacy ?? false,
  };
  defender.settings.set(setting);
  return setting;
}

/** Whether Defender leaves Linux out: only where the legacy setting says so. */
export function excludesLinux(defender: Defender, subscriptionId: string): boolean {
  const setting = defender.settings.get(settingIdOf(subscriptionId, 'WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW'));
  return setting?.isLegacy === true && setting.enabled;
}
