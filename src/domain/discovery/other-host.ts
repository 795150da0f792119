import { canonicalJson } from '../canonical-json.ts';
import { isSameReading } from '../coexistence/keep-policies.ts';
import { noPolicies } from '../coexistence/policy-reading.ts';
import { noConnectors } from '../connectors/connector-facts.ts';
import type { FleetFile } from '../fleet/fleet-schema.ts';
import { removesLegacyAgent } from '../fleet/removes-legacy-agent.ts';
import { wantsEndpoint } from '../fleet/wants-endpoint.ts';
import { hostOf } from '../subscription/host-of-machine.ts';
import { isOtherProvisioning } from '../subscription/legacy-provisioning-of.ts';
import { makingOf } from '../subscription/made-for-machine.ts';
import type { SubscriptionRecord, SubscriptionSpec } from '../subscription/subscription-record.ts';
import { isOtherCoverage } from '../subscription/summarize-defender.ts';

/** By what a row is read for the machines of its subscription. */
export interface ReadBy {
  /** As it is written: with management groups. */
  readonly fleet: FleetFile;
  /** App time, milliseconds. */
  readonly nowMs: number;
}

/**
 * Whether the row is another host to its machines than the row before: it lets them be written no more or again, is to
 * make something else for them, has begun to make it, Azure Policy or a connector wants something else, or Defender covers
 * other systems where a profile waits for it, or has begun or ceased to install the Log Analytics agent that one removes.
 */
export function isOtherHost(by: ReadBy, before: SubscriptionRecord | undefined, now: SubscriptionRecord): boolean {
  const { subscription } = now;
  return (
    goneBy(by, subscription, before) !== goneBy(by, subscription, now) ||
    isBoundAnew(before, now) ||
    !isSameReading(before?.policies ?? noPolicies, now.policies ?? noPolicies) ||
    !isSameReading(before?.connectors ?? noConnectors, now.connectors ?? noConnectors) ||
    (wantsEndpoint(by.fleet) && isOtherCoverage(before?.defender, now.defender)) ||
    (removesLegacyAgent(by.fleet) && isOtherProvisioning(before, now))
  );
}

function goneBy({ fleet, nowMs }: ReadBy, subscription: string, record: SubscriptionRecord | undefined): string {
  const { spec, whyNot, identityGroup = null, present } = makingOf(fleet, subscription, record, nowMs);
  const isOfUse = spec !== undefined && (whyNot === undefined || present.length > 0);
  return canonicalJson([
    hostOf(fleet, subscription, record).trouble?.kind ?? null,
    identityGroup,
    isOfUse ? [whyNot === undefined, ...sharedOf(spec)] : null,
  ]);
}

/**
 * What the file says when nothing is bound yet can have changed since its machines were looked at: those that were held
 * because nothing was to be made are told by the look that begins to make it.
 */
function isBoundAnew(before: SubscriptionRecord | undefined, { bound }: SubscriptionRecord): boolean {
  if (bound === undefined || before?.lastLookAt === undefined || before.bound?.hash === bound.hash) return false;
  return bound.spec.identity.create || bound.spec.workspace !== 'none';
}

/** What of a spec machines go by. */
function sharedOf(spec: SubscriptionSpec): readonly (string | boolean)[] {
  const { identity, workspace, securityEvents, azureSecurityAgent } = spec;
  const kind = typeof workspace === 'string' ? workspace : 'named';
  return [identity.create, kind, securityEvents !== 'none', azureSecurityAgent];
}
