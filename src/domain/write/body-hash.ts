import { canonicalJson, type Json } from '../canonical-json.ts';
import { sha256Hex } from '../hash.ts';
import type { MachineWrite } from './machine-write.ts';

/** Names a body by what it asks for: without forceUpdateTag, which only makes the platform try again, and without If-Match. */
export function bodyHashOf(write: MachineWrite): string {
  return sha256Hex(canonicalJson({ kind: write.kind, body: bodyOf(write) })).slice(0, 16);
}

function bodyOf(write: MachineWrite): Json {
  switch (write.kind) {
    case 'deleteExtension':
      return { name: write.name };
    case 'putExtension': {
      const { forceUpdateTag: _, ...properties } = write.body.properties;
      return toJson({ name: write.name, location: write.body.location, properties });
    }
    default:
      return toJson(write.body);
  }
}

function toJson(value: object): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
