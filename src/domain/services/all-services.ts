import type { Finding } from '../findings/finding.ts';
import type { Service } from '../findings/service.ts';
import type { Spec } from '../fleet/spec.ts';
import type { LookInput } from '../look/look-input.ts';
import type { MachineRecord } from '../machine/machine-record.ts';
import type { ServiceName } from '../service-name.ts';
import type { SupportOptions } from '../support/is-supported.ts';
import { amaService } from './ama/ama.ts';
import { dataCollectionService } from './data-collection/data-collection.ts';
import { identityService } from './identity/identity.ts';
import { supportService } from './system-support/support.ts';

/** Every service, in the order in which their steps are sent: what others need comes first. */
export function allServices(support: SupportOptions): readonly Service[] {
  return [supportService(support), identityService, dataCollectionService, amaService];
}

const serviceByActivity: Readonly<Record<string, ServiceName>> = {
  attachIdentity: 'identity',
  associateDataCollectionRule: 'data-collection',
  installExtension: 'ama',
  removeExtension: 'ama',
};

/** The service that a step (`activity[:target]`) belongs to. */
export function serviceOfStep(stepId: string): ServiceName {
  return serviceByActivity[stepId.split(':')[0] ?? ''] ?? 'ama';
}

/** Asks every service. A machine that is not supported is not asked about anything else. */
export function findAll(input: LookInput, record: MachineRecord, spec: Spec): ReadonlyMap<ServiceName, Finding> {
  const { steps, owned } = record;
  const history = { steps, owned, operations: input.operations, lastLookAt: input.record.lastLookAt };
  const asked = { facts: input.facts, spec, history, shared: input.shared, now: input.nowMs };
  const findings = new Map<ServiceName, Finding>();
  for (const service of allServices(input.fleet.support)) {
    const isAsked = findings.get('support')?.kind === 'satisfied' || service.name === 'support';
    findings.set(service.name, isAsked ? service.find(asked) : notSupported);
  }
  return findings;
}

const notSupported: Finding = { kind: 'not-applicable', reason: 'the machine is not supported' };
