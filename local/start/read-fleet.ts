import type { FleetFile } from '../../src/domain/fleet/fleet-schema.ts';
import { parseFleetFile } from '../../src/domain/fleet/parse-fleet-file.ts';

/** @throws Error when the text is no fleet.json. */
export function readFleet(text: string): FleetFile {
  const parsed = parseFleetFile(text);
  if (parsed.kind === 'valid') return parsed.fleet;
  throw new Error(`fleet.json: ${parsed.errors.map(({ message }) => message).join(' ')}`);
}
