import type { SubscriptionService } from '../subscription/subscription-service.ts';
import { coexistenceService } from './coexistence.ts';
import { connectorsService } from './connectors.ts';
import { defenderPlanService } from './defender-plan.ts';
import { endpointSettingsService } from './endpoint-settings.ts';
import { legacyProvisioningService } from './legacy-provisioning.ts';
import { vulnerabilityAssessmentService } from './vulnerability-assessment.ts';
import { withPolicies } from './with-policies.ts';

/** Every service of a subscription, in the order in which their steps are sent: what others need comes first. */
export const allSubscriptionServices: readonly SubscriptionService[] = [
  withPolicies('plan', defenderPlanService),
  withPolicies('settings', endpointSettingsService, ({ part }) => part.aim.kind === 'setting'),
  vulnerabilityAssessmentService,
  withPolicies('settings', legacyProvisioningService, ({ part }) => part.aim.kind === 'autoProvisioning'),
  connectorsService,
  coexistenceService,
];

/** The services that write, by the name of each activity that runs their steps. */
export const subscriptionServiceByActivity: ReadonlyMap<string, SubscriptionService> = new Map(
  allSubscriptionServices.flatMap((service) => service.activities.map((activity) => [activity, service])),
);
