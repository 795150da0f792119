import type { Spec } from '../../fleet/spec.ts';

/** Whether the app installs Defender for Endpoint itself, and does not wait for Defender for Cloud. */
export function isDirect({ endpoint }: Pick<Spec, 'endpoint'>): boolean {
  return endpoint !== 'none' && endpoint.deployment === 'direct';
}
