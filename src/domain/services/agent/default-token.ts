import type { IdentityFacts } from '../../machine/machine-facts.ts';

/**
 * Whether code that names no identity gets another token once a user-assigned one of ours is there. The default token is
 * the system identity's; without one, that of the only user-assigned identity; else a caller must name one ("Managed
 * identities FAQ"). So ours changes it when it is the first or the second.
 */
export function changesTokenByUser({ system, userAssigned }: IdentityFacts): boolean {
  return !system && userAssigned.length <= 1;
}
