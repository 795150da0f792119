import { z } from 'zod';
import type { JsonValue } from '../core/types.ts';

/** The entries of a body that may be one thing or a list of them. */
export function each(body: JsonValue | undefined): readonly (JsonValue | undefined)[] {
  return z.array(z.json()).max(1000).safeParse(body).data ?? [body];
}
