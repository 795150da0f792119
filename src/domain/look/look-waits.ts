/** When to look after a write, in seconds from the write: 45, then 75, then every 120. */
const lookOffsetsSeconds = [45, 120];
const steadySeconds = 120;
const shortestSeconds = 30;

/** The longest wait inside an instance; everything longer parks. */
export const longestLoopSeconds = 120;

/** Seconds until the next look at a machine that Azure is working on; never under 30, never over 120. */
export function waitAfterWriteSeconds(lastWriteMs: number | undefined, nowMs: number): number {
  if (lastWriteMs === undefined) return steadySeconds;
  const elapsed = (nowMs - lastWriteMs) / 1_000;
  const next = lookOffsetsSeconds.find((offset) => offset > elapsed + 5);
  const target = next ?? Math.ceil((elapsed - 110) / steadySeconds) * steadySeconds + steadySeconds;
  return Math.min(longestLoopSeconds, Math.max(shortestSeconds, Math.round(target - elapsed)));
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
