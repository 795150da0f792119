import { z } from 'zod';
import type { Clock } from './ports/ports.ts';

/** How processes on one machine agree on app time: app = startAppMs + (real - startRealMs) * speed. */
export const clockOriginSchema = z.strictObject({
  startAppMs: z.number(),
  startRealMs: z.number(),
  speed: z.number().min(1).max(60),
});
export type ClockOrigin = z.output<typeof clockOriginSchema>;

/** Real time. */
export const wallClock: Clock = { now: () => Date.now() };

/** App time; the same as real time unless an origin is given. */
export function createAppClock(origin: ClockOrigin | undefined, wall: Clock = wallClock): Clock {
  if (origin === undefined) return wall;
  const { startAppMs, startRealMs, speed } = origin;
  return { now: () => startAppMs + (wall.now() - startRealMs) * speed };
}
