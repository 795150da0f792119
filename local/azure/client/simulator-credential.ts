import type { TokenCredential } from '@azure/core-auth';
import type { PrincipalName } from '../core/request/principals.ts';
import type { Simulator } from '../simulator.ts';

/** A credential for SDK clients in one process with the simulator; the app itself uses ManagedIdentityCredential. */
export function simulatorCredential(simulator: Simulator, principal: PrincipalName): TokenCredential {
  return {
    getToken: () =>
      Promise.resolve({ token: simulator.token(principal), expiresOnTimestamp: Date.now() + 60 * 60_000 }),
  };
}
