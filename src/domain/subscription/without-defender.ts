import { keepConnectors } from '../connectors/connector-facts.ts';
import type { SubscriptionPart } from '../findings/finding.ts';
import type { PlanFacts } from './defender-facts.ts';
import type { SubscriptionParts } from './subscription-facts.ts';

const noPlan: PlanFacts = {
  pricingTier: 'Free',
  subPlan: undefined,
  enforce: undefined,
  extensions: [],
  managedBy: undefined,
  coverage: undefined,
};

/**
 * What of Defender for Cloud there is in a subscription that is not registered for it: nothing. No plan is on, nothing is
 * set and no cloud is connected, until somebody registers it and the next look reads what there is then. Undefined for a
 * part of another provider. `nowMs`: app time.
 */
export function withoutDefender(part: SubscriptionPart, nowMs: number): SubscriptionParts | undefined {
  const unregistered = ['Microsoft.Security'];
  switch (part) {
    case 'defender':
      return { unregistered, defender: { plan: noPlan, settings: {} } };
    case 'vulnerabilityAssessment':
      return { unregistered, vulnerabilityAssessment: { selectedProvider: undefined } };
    case 'autoProvisioning':
      return { unregistered, autoProvisioning: { autoProvision: 'Off' } };
    case 'connectors':
      return { unregistered, connectors: keepConnectors([], nowMs) };
    default:
      return undefined;
  }
}
