/**
 * What changes seldom is read once in each sweep, which runs every 30 minutes by default, however many looks there are in
 * between. A sweep must find what was read in the sweep before it old, and so must the look that it asks for.
 */
const readEveryMs = 25 * 60_000;

/** So seldom a sweep that finds the same again says so on the row: most of its runs write nothing. */
const renewEveryMs = 55 * 60_000;

/** Two sweeps with the longest time between them, 60 minutes, and some to run. */
const trustedForMs = 135 * 60_000;

/** Whether a reading that the row keeps is still good for a look. */
export function isYoung({ readAt }: { readonly readAt: string }, nowMs: number): boolean {
  return nowMs - Date.parse(readAt) < readEveryMs;
}

/** Whether what the row keeps may still decide writes: an older reading is one that sweep after sweep could not renew. */
export function isTrusted({ readAt }: { readonly readAt: string }, nowMs: number): boolean {
  return nowMs - Date.parse(readAt) < trustedForMs;
}

/** Whether the row is to be told that a reading holds still, although nothing of it has changed. */
export function isToRenew({ readAt }: { readonly readAt: string }, nowMs: number): boolean {
  return nowMs - Date.parse(readAt) >= renewEveryMs;
}
