import { z } from 'zod';
import type { RefusedWrite } from '../domain/refusals/group-refusals.ts';

const mostColumn = 8_000;
const mostText = 500;

/** The newest refusals as JSON of at most 8,000 characters, newest first, texts cut at 500; empty for none. */
export function toRefusalsColumn(refusals: readonly RefusedWrite[]): string {
  const kept: string[] = [];
  let length = 1;
  for (const { at, code, text } of refusals.toSorted((a, b) => (a.at < b.at ? 1 : -1))) {
    const stored = JSON.stringify({ at, code, text: text.slice(0, mostText) });
    length += stored.length + 1;
    if (length > mostColumn) break;
    kept.push(stored);
  }
  return kept.length === 0 ? '' : `[${kept.join(',')}]`;
}

const refusal = z.object({ at: z.string(), code: z.string(), text: z.string() });

/** Reads the column; what is none, as in a row of an earlier release, are no refusals. */
export function readRefusals(column: unknown): readonly RefusedWrite[] {
  if (typeof column !== 'string' || column === '') return [];
  try {
    return z.array(refusal).parse(JSON.parse(column));
  } catch {
    return [];
  }
}
