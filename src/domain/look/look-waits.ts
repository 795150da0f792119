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

export const provisioningParkSeconds = 15 * 60;
