import type { SeedInput } from './seed-schema.ts';

/** Regions beside those of the demo in which people make machines, so that these find an identity and rules there. */
export const furtherRegions = [
  'eastus',
  'eastus2',
  'centralus',
  'southcentralus',
  'westus2',
  'westus3',
  'canadacentral',
  'brazilsouth',
  'uksouth',
  'francecentral',
  'germanywestcentral',
  'switzerlandnorth',
  'norwayeast',
  'southafricanorth',
  'uaenorth',
  'centralindia',
  'southeastasia',
  'eastasia',
  'japaneast',
  'koreacentral',
  'australiaeast',
];

/** One subscription with groups, identities and rules, and no machine. */
export const emptySeed: SeedInput = {
  regions: ['westeurope', 'northeurope', 'swedencentral', ...furtherRegions],
  groups: [{ name: 'rg-local', region: 'westeurope' }],
};
