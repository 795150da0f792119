import type { Family } from '../core/types.ts';
import { arcExtensionFamily } from './arc-extension-routes.ts';
import type { ArcFleet } from './arc-fleet.ts';
import { arcMachineFamily } from './arc-machine-routes.ts';

/** Microsoft.HybridCompute: machines and their extensions. */
export function arcFamilies(fleet: ArcFleet): readonly Family[] {
  return [arcMachineFamily(fleet), arcExtensionFamily(fleet)];
}
