import type { RawFailure } from './failure.ts';

/** A resource is gone only when Azure says exactly that; `SubscriptionNotFound` and a bare 404 are failures. */
export function isGone(failure: RawFailure): failure is Extract<RawFailure, { source: 'http' }> {
  if (failure.source !== 'http' || failure.status !== 404) return false;
  return failure.code === 'ResourceNotFound' || failure.code === 'ResourceGroupNotFound';
}
