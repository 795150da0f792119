import { type Capability, capabilities } from './capability.ts';
import { cloudFacts } from './cloud-facts.ts';
import type { CloudName } from './cloud-name.ts';

/** Whether the cloud has it; what it lacks is reported and never attempted. */
export function isAvailable(cloud: CloudName, capability: Capability): boolean {
  return !cloudFacts(cloud).lacks.includes(capability);
}

/** The reason of a finding `not-applicable`, which begins with `Cloud`; undefined where the cloud has it. */
export function whyUnavailable(cloud: CloudName, capability: Capability): string | undefined {
  if (isAvailable(cloud, capability)) return undefined;
  return `Cloud: ${cloudFacts(cloud).title} lacks ${capabilities[capability]}`;
}
