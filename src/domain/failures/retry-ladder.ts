const minute = 60;
const hour = 60 * minute;

/** Waits between tries in seconds: 1, 5, 15, 60 min, 4 h, 24 h; the last repeats. */
const retryLadderSeconds = [minute, 5 * minute, 15 * minute, hour, 4 * hour, 24 * hour] as const;

/** How long a machine whose failure is of class `fail` rests, in seconds. */
export const failWaitSeconds = 24 * hour;

/** Seconds until the next try after so many failed tries (1 = the first has just failed). */
export function ladderWaitSeconds(attempts: number): number {
  return rung(retryLadderSeconds, attempts);
}

function rung(steps: readonly number[], count: number): number {
  const index = Math.min(Math.max(1, Math.floor(count)), steps.length) - 1;
  // NaN and other nonsense fall to the longest wait: never to none.
  return steps[index] ?? failWaitSeconds;
}
