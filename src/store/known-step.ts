import { z } from 'zod';
import { serviceNames } from '../domain/service-name.ts';
import { stepActivities } from '../domain/step/step-activities.ts';

const ofService = z.object({ service: z.string() });

/** Whether this release runs steps of this name (`activity[:target]`), and for the service that the row names, if it does. */
export function isKnownStep(stepId: string, stored?: unknown): boolean {
  const named = ofService.safeParse(stored);
  const isKnownService = !named.success || serviceNames.some((service) => service === named.data.service);
  return isKnownService && stepActivities.some((activity) => activity === stepId.split(':', 1)[0]);
}
