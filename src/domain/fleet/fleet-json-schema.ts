import { z } from 'zod';
import { fleetSchema } from './fleet-schema.ts';

/** The text of fleet.schema.json: what editors check fleet.json with. */
export function fleetJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(fleetSchema, { io: 'input' }), undefined, 2)}\n`;
}
