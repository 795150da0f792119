/** As often as the sweep runs by default: what changes seldom is read once in it, however many looks there are. */
const readEveryMs = 30 * 60_000;

/** Whether a reading that the row keeps is still good for a look. */
export function isYoung({ readAt }: { readonly readAt: string }, nowMs: number): boolean {
  return nowMs - Date.parse(readAt) < readEveryMs;
}
