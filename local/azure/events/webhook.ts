import type { DeliverEvent } from './event-subscription.ts';

/** Event Grid gives an endpoint 30 s (Azure docs, "Event Grid message delivery and retry"); real time. */
const answerTimeoutMs = 30_000;

/** Delivers to an http or https address; rejects when no answer came. */
export function webhook(url: string): DeliverEvent {
  return async ({ method, headers, body }) => {
    const response = await fetch(url, {
      method,
      headers,
      signal: AbortSignal.timeout(answerTimeoutMs),
      ...(method === 'POST' ? { body } : {}),
    });
    return { status: response.status, body: await response.text(), headers: Object.fromEntries(response.headers) };
  };
}

/** The address without its query and credentials: the query carries the key. */
export function addressOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}
