import type { FleetFile, WrittenFleet } from '../../src/domain/fleet/fleet-schema.ts';
import { parseFleetFile } from '../../src/domain/fleet/parse-fleet-file.ts';

/** The fleet file of a world as the app reads it. Throws, with what is wrong, when the app would not start on it. */
export function readFleet(written: WrittenFleet): FleetFile {
  const parsed = parseFleetFile(JSON.stringify(written));
  if (parsed.kind === 'valid') return parsed.fleet;
  throw new Error(`The world's fleet file is wrong: ${JSON.stringify(parsed.errors)}`);
}
