import type { Tries } from './step-record.ts';

const longPastMs = 30 * 60_000;

/** Whether the next try was due so long ago that what fails now is the first of a new row of refusals. */
export function isLongPast({ nextAttemptAt }: Pick<Tries, 'nextAttemptAt'>, nowMs: number): boolean {
  return nextAttemptAt !== undefined && nowMs - Date.parse(nextAttemptAt) > longPastMs;
}
