import type { FleetFile } from './fleet-schema.ts';

/** Whether machines of any profile wait for Defender for Endpoint. */
export function wantsEndpoint({ profiles }: Pick<FleetFile, 'profiles'>): boolean {
  return profiles.some(({ endpoint }) => endpoint === 'mde');
}
