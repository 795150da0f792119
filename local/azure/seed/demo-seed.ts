import { defaultSubscriptionId } from '../simulator.ts';
import { demoGroup, demoSandbox } from './demo-sandbox.ts';
import { demoSets } from './demo-sets.ts';
import { demoTroubles } from './demo-troubles.ts';
import { furtherRegions } from './empty-seed.ts';
import type { SeedInput } from './seed-schema.ts';

type Machine = NonNullable<SeedInput['machines']>[number];

const westeurope = 'westeurope';
const northeurope = 'northeurope';
/** The region whose built-in identity is missing. */
const swedencentral = 'swedencentral';

/** Machines that are well: most are new, some were there long before. */
const healthy: readonly Machine[] = [
  { kind: 'vm', name: 'web-01', group: 'rg-web', region: westeurope, os: 'linux', ageHours: 2 },
  { kind: 'vm', name: 'web-02', group: 'rg-web', region: westeurope, os: 'linux', ageHours: 3 },
  { kind: 'vm', name: 'web-03', group: 'rg-web', region: westeurope, os: 'windows', ageHours: 3 },
  { kind: 'vm', name: 'app-01', group: 'rg-app', region: westeurope, os: 'windows', ageHours: 1, systemIdentity: true },
  { kind: 'vm', name: 'app-02', group: 'rg-app', region: northeurope, os: 'linux', ageHours: 5 },
  { kind: 'vm', name: 'app-03', group: 'rg-app', region: northeurope, os: 'windows', ageHours: 6 },
  { kind: 'vm', name: 'legacy-01', group: 'rg-app', region: westeurope, os: 'windows', ageHours: 9000 },
  { kind: 'vm', name: 'legacy-02', group: 'rg-app', region: westeurope, os: 'linux', ageHours: 4000 },
  {
    kind: 'vm',
    name: 'ready-01',
    group: 'rg-app',
    region: westeurope,
    os: 'linux',
    ageHours: 700,
    identities: ['builtIn'],
    extensions: [
      {
        publisher: 'Microsoft.Azure.Monitor',
        type: 'AzureMonitorLinuxAgent',
        typeHandlerVersion: '1.36',
        enableAutomaticUpgrade: true,
        settings: builtInIdentitySettings(westeurope),
      },
    ],
    associations: ['default'],
  },
  {
    kind: 'vm',
    name: 'renamed-01',
    group: 'rg-app',
    region: westeurope,
    os: 'linux',
    ageHours: 8,
    identities: ['builtIn'],
    extensions: [
      {
        name: 'AMA-by-pipeline',
        publisher: 'Microsoft.Azure.Monitor',
        type: 'AzureMonitorLinuxAgent',
        typeHandlerVersion: '1.36',
        enableAutomaticUpgrade: true,
        settings: builtInIdentitySettings(westeurope),
      },
    ],
  },
  { kind: 'arc', name: 'plant-01', group: 'rg-arc', region: westeurope, os: 'linux', ageHours: 2 },
  { kind: 'arc', name: 'plant-02', group: 'rg-arc', region: westeurope, os: 'windows', ageHours: 4 },
  {
    kind: 'arc',
    name: 'plant-03',
    group: 'rg-arc',
    region: northeurope,
    os: 'windows',
    ageHours: 2000,
    cloudProvider: 'AWS',
    extensions: [
      { publisher: 'Microsoft.Azure.Monitor', type: 'AzureMonitorWindowsAgent', enableAutomaticUpgrade: true },
    ],
    associations: ['default'],
  },
];

/** Two subscriptions with about 50 machines, scale sets among them, in three regions, well and troubled: what `npm start` shows. */
export const demoSeed: SeedInput = {
  subscription: { id: defaultSubscriptionId, displayName: 'Production', managementGroup: demoGroup },
  subscriptions: demoSandbox.subscriptions,
  regions: [westeurope, northeurope, swedencentral, ...furtherRegions],
  withoutBuiltInIdentity: [swedencentral],
  groups: [
    { name: 'rg-web', region: westeurope },
    { name: 'rg-app', region: westeurope },
    { name: 'rg-arc', region: westeurope },
    ...(demoTroubles.groups ?? []),
    ...(demoSandbox.groups ?? []),
  ],
  identities: demoTroubles.identities,
  machines: [...healthy, ...(demoTroubles.machines ?? []), ...(demoSandbox.machines ?? [])],
  scaleSets: demoSets,
  // The plan is there, and nobody has turned on the switch with which Defender comes to machines.
  defender: [{ servers: { tier: 'P2', ageDays: 400 }, settings: { WDATP: false } }],
  access: demoTroubles.access,
  faults: demoTroubles.faults,
};

function builtInIdentitySettings(region: string) {
  return {
    authentication: {
      managedIdentity: {
        'identifier-name': 'mi_res_id',
        'identifier-value': `/subscriptions/${defaultSubscriptionId}/resourceGroups/built-in-identity-rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/built-in-identity-${region}`,
      },
    },
  };
}
