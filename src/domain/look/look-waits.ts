import { longestLoopSeconds } from '../work/look-end.ts';

/**
 * Seconds until the next look at a machine that Azure is working on: 45 after a write, then 75, then always 120.
 * Most extensions need one to four minutes, and Compute lets a VM be read 12 times a minute at most.
 */
export function waitAfterWriteSeconds(lastWriteMs: number | undefined, nowMs: number): number {
  if (lastWriteMs === undefined) return longestLoopSeconds;
  const elapsedSeconds = (nowMs - lastWriteMs) / 1_000;
  if (elapsedSeconds < 40) return 45;
  return elapsedSeconds < 110 ? 75 : longestLoopSeconds;
}

const provisioningParkAfterMs = 30 * 60_000;
const provisioningFailedAfterMs = 120 * 60_000;

/** What a provisioning that lasts this long means: still looked at closely, parked for 15 minutes, or given up. */
export function judgeProvisioning(sinceMs: number, nowMs: number): 'watch' | 'park' | 'timeout' {
  const lastedMs = nowMs - sinceMs;
  if (lastedMs > provisioningFailedAfterMs) return 'timeout';
  return lastedMs > provisioningParkAfterMs ? 'park' : 'watch';
}

export const provisioningParkSeconds = 15 * 60;
