import { expect, it } from 'vitest';
import type { DefenderFacts, PlanFacts } from '../../../src/domain/subscription/defender-facts.ts';
import type { SubscriptionSpec } from '../../../src/domain/subscription/subscription-record.ts';
import { wouldInstallEndpoint } from '../../../src/domain/subscription-services/would-install-endpoint.ts';
import type { AzureWrite } from '../../../src/domain/write/azure-write.ts';
import type { EndpointSettingName } from '../../../src/domain/write/subscription-write.ts';
import { defenderFacts, target } from './subscription-input.ts';

const plan = (pricingTier: 'Free' | 'Standard'): AzureWrite => ({
  kind: 'putDefenderPlan',
  target,
  body: { properties: { pricingTier } },
});
const enforced = (pricingTier: 'Free' | 'Standard', enforce: 'True' | 'False' = 'True'): AzureWrite => ({
  kind: 'putDefenderPlan',
  target,
  body: { properties: { pricingTier, enforce } },
});
const covered = (coverage: string | undefined, settings: DefenderFacts['settings'], more: Partial<PlanFacts> = {}) =>
  defenderFacts({ pricingTier: 'Standard', subPlan: 'P2', coverage, ...more }, settings);
const setting = (name: EndpointSettingName, enabled: boolean): AzureWrite => ({
  kind: 'putEndpointSetting',
  target,
  name,
  body: { kind: 'DataExportSettings', properties: { enabled } },
});
const exclude = 'WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW';
const unified = 'WDATP_UNIFIED_SOLUTION';
const free = (settings: DefenderFacts['settings'] = {}) => defenderFacts({}, settings);
const p1 = (settings: DefenderFacts['settings'] = {}) =>
  defenderFacts({ pricingTier: 'Standard', subPlan: 'P1' }, settings);

type Wish = SubscriptionSpec['endpoint']['defender'];

const rows: readonly [string, DefenderFacts, AzureWrite, boolean, Wish?][] = [
  ['the plan turned on, which turns WDATP on', free(), plan('Standard'), true],
  ['the plan turned on with WDATP on', free({ WDATP: true }), plan('Standard'), true],
  ['the plan turned on with WDATP off, which it turns on by default', free({ WDATP: false }), plan('Standard'), true],
  ['a plan changed for another', p1({ WDATP: true }), plan('Standard'), false],
  ['the plan turned off', p1({ WDATP: true }), plan('Free'), false],
  ['enforce, with own plans of machines', covered('PartiallyCovered', { WDATP: true }), enforced('Standard'), true],
  ['enforce, where nobody knows of own plans', covered(undefined, { WDATP: true }), enforced('Standard'), true],
  ['enforce, where nobody knows of WDATP', covered(undefined, {}), enforced('Standard'), true],
  ['enforce ahead of WDATP', covered('PartiallyCovered', { WDATP: false }), enforced('Standard'), true, 'on'],
  ['enforce without WDATP', covered('PartiallyCovered', { WDATP: false }), enforced('Standard'), false, 'off'],
  ['enforce, where all have the plan', covered('FullyCovered', { WDATP: true }), enforced('Standard'), false],
  ['enforce of a plan turned off', covered('PartiallyCovered', { WDATP: true }), enforced('Free'), false],
  ['enforce turned off', covered('PartiallyCovered', { WDATP: true }), enforced('Standard', 'False'), false],
  [
    'enforce that is on',
    covered('PartiallyCovered', { WDATP: true }, { enforce: 'True' }),
    enforced('Standard'),
    false,
  ],
  ['WDATP turned on', p1({ WDATP: false }), setting('WDATP', true), true],
  ['WDATP made and turned on', p1(), setting('WDATP', true), true],
  ['WDATP turned on ahead of the plan', free(), setting('WDATP', true), true],
  ['WDATP that is on', p1({ WDATP: true }), setting('WDATP', true), false],
  ['WDATP turned off', p1({ WDATP: true }), setting('WDATP', false), false],
  ['Linux let in', p1({ WDATP: true, [exclude]: true }), setting(exclude, false), true],
  ['Linux that is in', p1({ WDATP: true, [exclude]: false }), setting(exclude, false), false],
  ['Linux left out', p1({ WDATP: true, [exclude]: false }), setting(exclude, true), false],
  ['the unified solution turned on', p1({ WDATP: true, [unified]: false }), setting(unified, true), true],
  ['the unified solution that is on', p1({ WDATP: true }), setting(unified, true), false],
  ['the unified solution turned off', p1({ WDATP: true, [unified]: true }), setting(unified, false), false],
  ['another write', free(), { kind: 'registerProvider', target, namespace: 'Microsoft.Security' }, false],
];

it.each<[string, DefenderFacts, AzureWrite, boolean, Wish?]>(rows)(
  'E10: %s',
  (_, facts, write, expected, defender = 'unmanaged') => {
    const wish = { endpoint: { defender, unified: 'unmanaged', linux: 'unmanaged' } } as const;
    expect(wouldInstallEndpoint(facts, wish, write, 'AzureCloud')).toBe(expected);
    expect(wouldInstallEndpoint(facts, wish, write, 'AzureChinaCloud')).toBe(false);
  },
);
