import { startLocalAzure, subscriptionScope } from '../local-azure-fixture.ts';

export const planId = (name = 'VirtualMachines', scope = subscriptionScope) =>
  `${scope}/providers/Microsoft.Security/pricings/${name}`;
export const settingId = (name: string) => `${subscriptionScope}/providers/Microsoft.Security/settings/${name}`;
/** The version that the app sends. */
export const v2024 = '?api-version=2024-01-01';
export const p2 = { properties: { pricingTier: 'Standard', subPlan: 'P2' } };
export const p1 = { properties: { pricingTier: 'Standard', subPlan: 'P1' } };
export const free = { properties: { pricingTier: 'Free' } };
export const switchOf = (enabled: boolean) => ({ kind: 'DataExportSettings', properties: { enabled } });

/** The local Azure with words for plans and settings. */
export async function startDefender() {
  const started = await startLocalAzure();
  const { call } = started;
  return {
    ...started,
    putPlan: (body: unknown, id = planId()) => call('PUT', `${id}${v2024}`, body),
    getPlan: async (id = planId()) => (await call('GET', `${id}${v2024}`)).json.properties,
    putSetting: (name: string, body: unknown) => call('PUT', `${settingId(name)}?api-version=2022-05-01`, body),
    getSetting: (name: string) => call('GET', `${settingId(name)}?api-version=2022-05-01`),
  };
}
