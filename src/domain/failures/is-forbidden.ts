import type { RawFailure } from './failure.ts';

/** Azure knows who asks, and refuses: a right is missing, whatever code says so. */
export function isForbidden(failure: RawFailure): boolean {
  return failure.source === 'http' && failure.status === 403;
}
