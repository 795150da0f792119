const parkAfterMs = 30 * 60_000;
const failedAfterMs = 120 * 60_000;

/** What a provisioning that lasts this long means: still looked at closely, parked for 15 minutes, or given up. */
export function judgeProvisioning(sinceMs: number, nowMs: number): 'watch' | 'park' | 'timeout' {
  const lastedMs = nowMs - sinceMs;
  if (lastedMs > failedAfterMs) return 'timeout';
  return lastedMs > parkAfterMs ? 'park' : 'watch';
}
