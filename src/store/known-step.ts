import { z } from 'zod';
import { serviceNames } from '../domain/service-name.ts';
import { serviceOfFirstRelease } from './first-release-steps.ts';

const ofService = z.object({ service: z.string() });

/** Whether a step belongs to a service of this release: the one that it names, or that of the first release's step. */
export function isKnownStep(stepId: string, stored: unknown): boolean {
  const named = ofService.safeParse(stored);
  const service = named.success ? named.data.service : serviceOfFirstRelease(stepId);
  return serviceNames.some((known) => known === service);
}
