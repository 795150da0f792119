import type { FleetFile } from './fleet-schema.ts';

/** Whether the Log Analytics agent is taken off machines of any profile. */
export function removesLegacyAgent({ profiles }: Pick<FleetFile, 'profiles'>): boolean {
  return profiles.some(({ legacyAgent }) => legacyAgent === 'remove');
}
