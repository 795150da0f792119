import type { Spec } from '../fleet/spec.ts';
import type { MachineFacts, SharedFacts } from '../machine/machine-facts.ts';
import type { ServiceName } from '../service-name.ts';
import type { ServiceHistory } from '../step/step-history.ts';
import type { Finding } from './finding.ts';

export interface ServiceInput {
  readonly facts: MachineFacts;
  readonly spec: Spec;
  readonly history: ServiceHistory;
  readonly shared: SharedFacts;
  /** App time in milliseconds. */
  readonly now: number;
}

/** A new service is one file that exports one of these. Pure. */
export interface Service {
  readonly name: ServiceName;
  find(input: ServiceInput): Finding;
}
