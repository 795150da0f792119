const longestSeconds = 86_400;

/**
 * Reads a `Retry-After` header: seconds, or an HTTP date measured from `dateHeader` (the answer's own clock) or else
 * from `nowMs`. Whole seconds, rounded up, at most a day; undefined when there is none or it says nothing.
 */
export function retryAfterSeconds(
  retryAfter: string | undefined,
  dateHeader: string | undefined,
  nowMs: number,
): number | undefined {
  const text = retryAfter?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return bound(Number(text));
  const until = Date.parse(text);
  if (Number.isNaN(until)) return undefined;
  const answeredAt = Date.parse(dateHeader ?? '');
  return bound((until - (Number.isNaN(answeredAt) ? nowMs : answeredAt)) / 1_000);
}

function bound(seconds: number): number {
  return Math.min(longestSeconds, Math.max(0, Math.ceil(seconds)));
}
