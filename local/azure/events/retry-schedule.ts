const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

const waits = [10 * second, 30 * second, minute, 5 * minute, 10 * minute, 30 * minute, hour, 3 * hour, 6 * hour];
const lastWait = 12 * hour;

/** Attempts after which an event is dropped, unless the event subscription says less. */
export const defaultMaxAttempts = 30;
/** Age after which an event is dropped. */
export const defaultTimeToLiveMs = 24 * hour;

const neverRetried = new Set([400, 401, 403, 413]);
const leastWait: Readonly<Record<number, number>> = { 404: 5 * minute, 408: 2 * minute, 503: 30 * second };

export type DeliveryVerdict =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'dropped'; readonly why: string }
  | { readonly kind: 'retry'; readonly waitMs: number };

/**
 * What Event Grid does after a delivery attempt to a webhook; `status` is undefined when no answer came.
 * Source: Azure docs, "Event Grid message delivery and retry" (without its random spread, so that tests repeat).
 */
export function judgeDelivery(attempt: {
  readonly number: number;
  readonly status: number | undefined;
  readonly ageMs: number;
  readonly maxAttempts: number;
  readonly timeToLiveMs: number;
}): DeliveryVerdict {
  const { number, status } = attempt;
  if (status !== undefined && status >= 200 && status <= 204) return { kind: 'delivered' };
  if (status !== undefined && neverRetried.has(status)) return { kind: 'dropped', why: `answer ${status} is final` };
  if (number >= attempt.maxAttempts) return { kind: 'dropped', why: `${number} attempts` };
  const waitMs = Math.max(waits[number - 1] ?? lastWait, status === undefined ? 0 : (leastWait[status] ?? 0));
  if (attempt.ageMs + waitMs > attempt.timeToLiveMs) return { kind: 'dropped', why: 'older than its time to live' };
  return { kind: 'retry', waitMs };
}
