import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import type { ClockOrigin } from '../clock/scaled-clock.ts';

const schema = z.object({
  startAppMs: z.number(),
  startRealMs: z.number(),
  speed: z.number().min(1).max(60),
});

/** The clock that the processes of one data folder share; real time from now on when there is none yet. */
export function readOrCreateClock(path: string): ClockOrigin {
  if (!existsSync(path)) {
    const nowMs = Date.now();
    const made = { startAppMs: nowMs, startRealMs: nowMs, speed: 1 };
    writeFileSync(path, `${JSON.stringify(made)}\n`);
    return made;
  }
  const parsed = schema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (!parsed.success) throw new Error(`${path}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
