import { expect, it } from 'vitest';
import type { DefenderFacts } from '../../../src/domain/subscription/defender-facts.ts';
import { wouldInstallEndpoint } from '../../../src/domain/subscription-services/would-install-endpoint.ts';
import type { AzureWrite } from '../../../src/domain/write/azure-write.ts';
import type { EndpointSettingName } from '../../../src/domain/write/subscription-write.ts';
import { defenderFacts, target } from './subscription-input.ts';

const plan = (pricingTier: 'Free' | 'Standard'): AzureWrite => ({
  kind: 'putDefenderPlan',
  target,
  body: { properties: { pricingTier } },
});
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

const rows: readonly (readonly [string, DefenderFacts, AzureWrite, boolean])[] = [
  ['the plan turned on, which turns WDATP on', free(), plan('Standard'), true],
  ['the plan turned on with WDATP on', free({ WDATP: true }), plan('Standard'), true],
  ['the plan turned on with WDATP off, which it turns on by default', free({ WDATP: false }), plan('Standard'), true],
  ['a plan changed for another', p1({ WDATP: true }), plan('Standard'), false],
  ['the plan turned off', p1({ WDATP: true }), plan('Free'), false],
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

it.each(rows)('E10: %s', (_, facts, write, expected) => {
  expect(wouldInstallEndpoint(facts, write, 'AzureCloud')).toBe(expected);
  expect(wouldInstallEndpoint(facts, write, 'AzureChinaCloud')).toBe(false);
});
