import { defaultSubscriptionId } from '../simulator.ts';
import type { SeedInput } from './seed-schema.ts';

const westeurope = 'westeurope';
const fresh = { group: 'rg-web', region: westeurope, ageHours: 3 } as const;
const cluster = `/subscriptions/${defaultSubscriptionId}/resourceGroups/rg-app/providers/Microsoft.ContainerService/managedClusters/shop`;

/** The scale sets of the demo: one of each policy that the app treats in its own way, and one of a service. */
export const demoSets: NonNullable<SeedInput['scaleSets']> = [
  // Instances that are VMs, each with a row; the set has none.
  { name: 'orders', ...fresh, orchestration: 'Flexible', instances: 3 },
  // Azure brings the model to its instances by itself.
  {
    name: 'workers',
    ...fresh,
    os: 'windows',
    orchestration: 'Uniform',
    instances: 4,
    upgradePolicy: { mode: 'Automatic' },
  },
  // The app brings it to them, two at a time.
  { name: 'frontend', ...fresh, orchestration: 'Uniform', instances: 10, upgradePolicy: { mode: 'Manual' } },
  // Each change of its model replaces all instances: held.
  {
    ...{ name: 'surging', ...fresh, orchestration: 'Uniform', instances: 3 },
    upgradePolicy: { mode: 'Rolling', rollingUpgradePolicy: { maxBatchInstancePercent: 50, maxSurge: true } },
  },
  {
    ...{ name: 'aks-pool', group: 'MC_rg-app_shop_westeurope', region: westeurope, ageHours: 4 },
    ...{ orchestration: 'Uniform', instances: 2, managedBy: cluster, tags: { 'aks-managed-poolName': 'pool' } },
  },
];
