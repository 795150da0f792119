import { existsSync, writeFileSync } from 'node:fs';
import { type ClockOrigin, ScaledClock } from '../clock/scaled-clock.ts';
import { readOrCreateClock } from '../host/clock-file.ts';

/**
 * Writes the origin of app time that every process shares. It begins at real time, or where the kept clock stands:
 * app time never goes back.
 */
export function startLocalClock(path: string, speed: number): ScaledClock {
  const nowMs = Date.now();
  const startAppMs = existsSync(path) ? new ScaledClock(readOrCreateClock(path)).now() : nowMs;
  const origin: ClockOrigin = { startAppMs, startRealMs: nowMs, speed };
  writeFileSync(path, `${JSON.stringify(origin)}\n`, { mode: 0o600 });
  return new ScaledClock(origin);
}
