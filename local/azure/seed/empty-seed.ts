import type { SeedInput } from './seed-schema.ts';

/** One subscription with groups, identities and rules, and no machine. */
export const emptySeed: SeedInput = {
  regions: ['westeurope', 'northeurope', 'swedencentral'],
  groups: [{ name: 'rg-local', region: 'westeurope' }],
};
