import type { SubscriptionService } from '../subscription/subscription-service.ts';
import { coexistenceService } from './coexistence.ts';
import { collectionRulesService } from './collection-rules.ts';
import { connectorsService } from './connectors.ts';
import { defenderPlanService } from './defender-plan.ts';
import { endpointSettingsService } from './endpoint-settings.ts';
import { eventWiringService } from './event-wiring.ts';
import { legacyProvisioningService } from './legacy-provisioning.ts';
import { createProvidersService } from './providers.ts';
import { sharedIdentitiesService } from './shared-identities.ts';
import { vulnerabilityAssessmentService } from './vulnerability-assessment.ts';
import { withPolicies } from './with-policies.ts';
import { withReach } from './with-reach.ts';
import { workspacesService } from './workspaces.ts';

/** What services write to has to be registered first, so these are asked by the first service too. */
const writers: readonly SubscriptionService[] = [
  withReach(withPolicies('plan', defenderPlanService)),
  withReach(withPolicies('settings', endpointSettingsService, ({ part }) => part.aim.kind === 'setting')),
  vulnerabilityAssessmentService,
  withPolicies('settings', legacyProvisioningService, ({ part }) => part.aim.kind === 'autoProvisioning'),
  sharedIdentitiesService,
  workspacesService,
  collectionRulesService,
  eventWiringService,
];

/** Every service of a subscription, in the order in which their steps are sent: what others need comes first. */
export const allSubscriptionServices: readonly SubscriptionService[] = [
  createProvidersService(writers),
  ...writers,
  connectorsService,
  coexistenceService,
];

/** The services that write, by the name of each activity that runs their steps. */
export const subscriptionServiceByActivity: ReadonlyMap<string, SubscriptionService> = new Map(
  allSubscriptionServices.flatMap((service) => service.activities.map((activity) => [activity, service])),
);
