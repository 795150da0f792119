import type { RawFailure } from './failure.ts';

const issuer = /must match (?:the tenant|one of the tenants) '[^']*?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/i;

/**
 * The tenant that a subscription is in now, lower-case, when Azure refuses the token because it is of another; undefined
 * for every other failure. Azure Resource Manager answers 401 InvalidAuthenticationTokenTenant below a subscription that
 * was moved, and its message names the tenant that it belongs to.
 */
export function movedToTenant(failure: RawFailure): string | undefined {
  if (failure.source !== 'http' || failure.code !== 'InvalidAuthenticationTokenTenant') return undefined;
  return issuer.exec(failure.message)?.[1]?.toLowerCase() ?? 'unknown';
}
