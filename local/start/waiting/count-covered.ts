import { isInScope } from '../../../src/domain/fleet/in-scope.ts';
import { parseFleetFile } from '../../../src/domain/fleet/parse-fleet-file.ts';

/**
 * How many of these machines the app will know of: what fleet.json does not cover, it passes over.
 * @throws Error when the text is no fleet.json.
 */
export function countCovered(fleetText: string, machineIds: readonly string[], nowMs: number): number {
  const parsed = parseFleetFile(fleetText);
  if (parsed.kind === 'invalid')
    throw new Error(`fleet.json: ${parsed.errors.map(({ message }) => message).join(' ')}`);
  return machineIds.filter((id) => isInScope(parsed.fleet, id, nowMs).kind !== 'out').length;
}
