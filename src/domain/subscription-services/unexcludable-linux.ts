import type { Obstacle } from '../findings/finding.ts';
import { endpointFactsOf } from '../subscription/endpoint-facts.ts';
import type { SubscriptionInput } from '../subscription/subscription-service.ts';

/**
 * Linux shall be left out, and the subscription has no switch for that: only those have it that had the integration when
 * it came ("Enable Defender for Endpoint integration", 2025-06-30). In all others WDATP alone covers both systems, so
 * whatever would turn it on is kept back.
 */
export function findUnexcludableLinux({ facts, spec }: SubscriptionInput): Obstacle | undefined {
  const { defender } = facts.parts;
  if (spec.endpoint.linux !== 'off' || defender === undefined) return undefined;
  if (endpointFactsOf(defender).excludeLinux !== 'absent') return undefined;
  const detail = 'the subscription has no setting WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW';
  return { kind: 'blocked', code: 'LinuxCannotBeExcluded', detail };
}
