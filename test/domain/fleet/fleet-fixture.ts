import type { FleetFile, WrittenFleet } from '../../../src/domain/fleet/fleet-schema.ts';
import type { MatchedFacts } from '../../../src/domain/fleet/match-profile.ts';
import { parseFleetFile } from '../../../src/domain/fleet/parse-fleet-file.ts';
import { parseMachineId } from '../../../src/domain/target/machine-ref.ts';

export const subscription = '11111111-2222-3333-4444-555555555555';
export const group = `/subscriptions/${subscription}/resourceGroups/shop`;

export function ruleId(name: string): string {
  return `/subscriptions/${subscription}/resourceGroups/monitoring/providers/Microsoft.Insights/dataCollectionRules/${name}`;
}

/** A small valid file; a test says only what is different. */
export function writtenFleet(parts: Partial<WrittenFleet> = {}): WrittenFleet {
  return { scope: { subscriptions: [subscription] }, profiles: [{ name: 'production' }], ...parts };
}

export function fleetOf(parts: Partial<WrittenFleet> = {}): FleetFile {
  const parsed = parseFleetFile(JSON.stringify(writtenFleet(parts)));
  if (parsed.kind === 'invalid') throw new Error(JSON.stringify(parsed.errors));
  return parsed.fleet;
}

/** `path: message` of everything that is wrong; empty for a valid file. */
export function errorsOf(written: unknown): readonly string[] {
  const parsed = parseFleetFile(typeof written === 'string' ? written : JSON.stringify(written));
  return parsed.kind === 'valid' ? [] : parsed.errors.map(({ path, message }) => `${path}: ${message}`);
}

export function factsOf(parts: Partial<Omit<MatchedFacts, 'machine'>> & { readonly id?: string } = {}): MatchedFacts {
  const { id = `${group}/providers/Microsoft.Compute/virtualMachines/web1`, ...facts } = parts;
  const machine = parseMachineId(id);
  if (machine === undefined) throw new Error(`not a machine id: ${id}`);
  return { machine, os: 'linux', region: 'westeurope', tags: {}, ...facts };
}
