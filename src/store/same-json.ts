import { canonicalJson, type Json } from '../domain/canonical-json.ts';

/** Whether both are the same value, in whatever order their members stand. */
export function isSameJson(a: Json, b: Json): boolean {
  return canonicalJson(a) === canonicalJson(b);
}
