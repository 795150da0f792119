import type { LocalAzure } from '../local-azure.ts';
import type { DefenderState } from './defender-schema.ts';
import { findPlan, offers, serversPlan } from './plan-catalogue.ts';
import { extensionAtFirst, type Pricing } from './pricing.ts';
import { trialMs } from './pricing-json.ts';
import { setAutoProvision } from './provisioning-setting.ts';
import { legacySettings, type SettingName, setSetting, settingNames } from './setting.ts';

/**
 * Makes a subscription's Defender for Cloud stand as said, without ARM and without an event: how it has long been, or what a
 * person has done in the portal. Defender then looks at its machines.
 */
export function setDefenderState(azure: LocalAzure, subscriptionId: string, state: DefenderState): void {
  const { context, defender } = azure;
  const by = context.principals.operator;
  if (state.servers !== undefined) setServersPlan(azure, subscriptionId, state.servers);
  const isOn = state.servers !== undefined && state.servers.tier !== 'Free' && defender.planTurnsEndpointOn;
  const settings: Partial<Record<SettingName, boolean | undefined>> = {
    ...(isOn ? { WDATP: true } : {}),
    ...state.settings,
  };
  for (const name of settingNames) {
    const enabled = settings[name];
    if (enabled === undefined) continue;
    setSetting(context, defender, subscriptionId, name, { enabled, by, isLegacy: legacySettings.includes(name) });
  }
  if (state.autoProvision !== undefined) setAutoProvision(context, defender, subscriptionId, state.autoProvision, by);
  azure.endpointDeployment.lookAtAll(subscriptionId);
}

function setServersPlan(
  { context, defender }: LocalAzure,
  subscriptionId: string,
  { tier, enforce, extensions, managedBy, originatedFrom, ageDays }: NonNullable<DefenderState['servers']>,
): void {
  const plan = findPlan(serversPlan);
  if (plan === undefined) return;
  const pricing: Pricing = defender.planOf(context, subscriptionId, plan);
  const isOn = tier !== 'Free';
  const enabledAtMs = context.time.now() - ageDays * 24 * 3_600_000;
  const atFirst = plan.extensions.filter((offered) => isOn && offers(offered, tier)).map(extensionAtFirst);
  pricing.tier = isOn ? 'Standard' : 'Free';
  pricing.subPlan = isOn ? tier : undefined;
  pricing.enforce = enforce ? 'True' : 'False';
  pricing.managedBy = managedBy;
  pricing.originatedFrom = originatedFrom;
  pricing.extensions =
    extensions?.map(({ name, isEnabled, additionalExtensionProperties }) => ({
      name,
      isEnabled,
      additionalExtensionProperties,
    })) ?? atFirst;
  if (isOn) {
    pricing.enabledAtMs = enabledAtMs;
    pricing.trialEndsAtMs = enabledAtMs + trialMs;
  }
  defender.pricings.set(pricing);
}
