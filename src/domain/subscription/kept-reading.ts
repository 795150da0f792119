/**
 * What changes seldom is read once in each sweep, which runs every 30 minutes by default, however many looks there are in
 * between. A sweep must find what was read in the sweep before it old, and so must the look that it asks for.
 */
const readEveryMs = 25 * 60_000;

/** Whether a reading that the row keeps is still good for a look. */
export function isYoung({ readAt }: { readonly readAt: string }, nowMs: number): boolean {
  return nowMs - Date.parse(readAt) < readEveryMs;
}
