import { writeFileSync } from 'node:fs';
import { fleetJsonSchema } from '../src/domain/fleet/fleet-json-schema.ts';

writeFileSync(new URL('../fleet.schema.json', import.meta.url), fleetJsonSchema());
