import type { FleetFile } from '../../../src/domain/fleet/fleet-schema.ts';
import { isInScope } from '../../../src/domain/fleet/in-scope.ts';

/** How many of these machines the app will know of: what fleet.json does not cover, it passes over. */
export function countCovered(fleet: FleetFile, machineIds: readonly string[], nowMs: number): number {
  return machineIds.filter((id) => isInScope(fleet, id, nowMs).kind !== 'out').length;
}
