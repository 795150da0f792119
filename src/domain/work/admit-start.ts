/** How much work may run at once (`limits` of fleet.json). */
export interface StartLimits {
  readonly inFlight: number;
  readonly perSubscription: number;
  readonly startsPerMinute: number;
}

/** What runs now; `inFlight` and `inSubscription` are counts of leased rows. */
export interface StartCounts {
  readonly inFlight: number;
  readonly inSubscription: number;
  readonly startedLastMinute: number;
}

export type Admission = 'admitted' | 'inFlightLimit' | 'subscriptionLimit' | 'startRateLimit';

/** Decides whether one more owner of work may be started now. It judges load only: what may be written is not its matter. */
export function admitStart(counts: StartCounts, limits: StartLimits): Admission {
  if (counts.startedLastMinute >= limits.startsPerMinute) return 'startRateLimit';
  if (counts.inFlight >= limits.inFlight) return 'inFlightLimit';
  if (counts.inSubscription >= limits.perSubscription) return 'subscriptionLimit';
  return 'admitted';
}
