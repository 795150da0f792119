import type { FleetFile } from './fleet-schema.ts';
import type { ResolvedProfile } from './resolved-profile.ts';

/** Whether machines of any profile wait for Defender for Endpoint. */
export function wantsEndpoint({ profiles }: Pick<FleetFile, 'profiles'>): boolean {
  return profiles.some(({ endpoint }) => typeof endpoint === 'object');
}

/** Whether the reviewed file says that Defender for Endpoint shall be there beside the protection of somebody else. */
export function letsBeBesideOthers(endpoint: ResolvedProfile['endpoint']): boolean {
  return typeof endpoint === 'object' && endpoint.otherEdr === 'coexist';
}
