const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

const waits = [10 * second, 30 * second, minute, 5 * minute, 10 * minute, 30 * minute, hour, 3 * hour, 6 * hour];
const lastWait = 12 * hour;

/** Attempts after which an event is dropped, unless the event subscription says less. */
export const defaultMaxAttempts = 30;
/** Age after which an event is dropped. */
export const defaultTimeToLiveMs = 24 * hour;

/** Of webhooks; endpoints that are Azure resources are tried again after 401. */
const neverRetried = new Set([400, 401, 403, 413]);
const leastWait: Readonly<Record<number, number>> = { 404: 5 * minute, 408: 2 * minute, 503: 30 * second };

/** The first is of the documentation's example of a dead letter; the others have no public source. */
export type DropReason = 'MaxDeliveryAttemptsExceeded' | 'TimeToLiveExceeded' | 'Undeliverable';

export type DeliveryVerdict =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'dropped'; readonly why: string; readonly reason: DropReason }
  | { readonly kind: 'retry'; readonly waitMs: number };

/**
 * What Event Grid does after a delivery attempt; `status` is undefined when no answer came.
 * Source: Azure docs, "Event Grid message delivery and retry" (without its random spread, so that tests repeat).
 */
export function judgeDelivery(attempt: {
  readonly number: number;
  readonly status: number | undefined;
  readonly ageMs: number;
  readonly maxAttempts: number;
  readonly timeToLiveMs: number;
  /** The endpoint is an Azure resource, such as a function, and not a webhook. */
  readonly isResource?: boolean;
}): DeliveryVerdict {
  const { number, status } = attempt;
  if (status !== undefined && status >= 200 && status <= 204) return { kind: 'delivered' };
  const isFinal = status !== undefined && neverRetried.has(status) && !(status === 401 && attempt.isResource === true);
  if (isFinal) return { kind: 'dropped', why: `answer ${status} is final`, reason: 'Undeliverable' };
  if (number >= attempt.maxAttempts) {
    return { kind: 'dropped', why: `${number} attempts`, reason: 'MaxDeliveryAttemptsExceeded' };
  }
  const waitMs = Math.max(waits[number - 1] ?? lastWait, status === undefined ? 0 : (leastWait[status] ?? 0));
  if (attempt.ageMs + waitMs > attempt.timeToLiveMs) {
    return { kind: 'dropped', why: 'older than its time to live', reason: 'TimeToLiveExceeded' };
  }
  return { kind: 'retry', waitMs };
}
