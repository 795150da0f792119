import type { Finding } from '../findings/finding.ts';
import type { Spec } from '../fleet/spec.ts';
import { acceptancesInForce } from '../machine/acceptance.ts';
import type { MachineRecord } from '../machine/machine-record.ts';
import type { ServiceName } from '../service-name.ts';
import { allServices } from '../services/all-services.ts';
import { hearPolicies } from '../subscription/hear-policies.ts';
import { legacyProvisioningOf } from '../subscription/legacy-provisioning-of.ts';
import type { LookInput } from './look-input.ts';

/** Asks every service. Behind a gate that is not satisfied none is asked. */
export function findAll(input: LookInput, record: MachineRecord, spec: Spec): ReadonlyMap<ServiceName, Finding> {
  const { steps, owned } = record;
  const history = { steps, owned, operations: input.operations, lastLookAt: input.record.lastLookAt };
  const accepted = acceptancesInForce(record, input.nowMs);
  const { place } = input.host;
  const asked = {
    facts: input.facts,
    spec,
    history,
    shared: input.shared,
    accepted,
    policies: hearPolicies(input.fleet, input.host, input.nowMs),
    place,
    connectors: input.host.connectors,
    cloud: input.cloud,
    removalOrder: record.removalOrder,
    edr: record.edr,
    legacyProvisioning: legacyProvisioningOf(input.fleet, input.host, input.nowMs),
    now: input.nowMs,
    baseline: record.scaleSet?.baseline,
  };
  const findings = new Map<ServiceName, Finding>();
  let isOpen = true;
  for (const service of allServices(input.fleet.support)) {
    if (service.concerns?.(spec) === false) continue;
    const finding = isOpen
      ? service.find({
          ...{ ...asked, found: findings, waitWhileOn: record.waitsWhileOn?.[service.name] },
          lastDetail: record.findings[service.name]?.detail,
        })
      : notSupported;
    findings.set(service.name, finding);
    if (service.isGate === true && finding.kind !== 'satisfied') isOpen = false;
  }
  return findings;
}

const notSupported: Finding = { kind: 'not-applicable', reason: 'the machine is not supported' };
