import type { CloudName } from '../cloud/cloud-name.ts';
import type { AnyFinding } from '../findings/finding.ts';
import { controlsWithin, fleetWithin } from '../fleet/resolve-groups.ts';
import type { SubscriptionProfile } from '../fleet/subscription-schema.ts';
import type { StepId } from '../ids.ts';
import type { JudgedStep } from '../permit/judged-step.ts';
import { isUsedUp } from '../reach/spent-approval.ts';
import { summarizeReach } from '../reach/summarize-reach.ts';
import { type WantedReach, wantedReach } from '../reach/wanted-reach.ts';
import type { SubscriptionServiceName } from '../service-name.ts';
import { activityOf } from '../step/step-id.ts';
import type { WantedStep } from '../step/wanted-step.ts';
import { connectorsAsKnown } from '../subscription/connectors-as-known.ts';
import type { SubscriptionParts } from '../subscription/subscription-facts.ts';
import type { SubscriptionRecord, SubscriptionSpec } from '../subscription/subscription-record.ts';
import type { SubscriptionFinding } from '../subscription/subscription-service.ts';
import { wantedSpecOf } from '../subscription/subscription-spec.ts';
import { wouldInstallEndpoint } from '../subscription-services/would-install-endpoint.ts';
import type { SubscriptionLookInput } from './subscription-look-input.ts';

/** Services whose writes can let Defender begin to install itself. */
const reachingServices: readonly SubscriptionServiceName[] = ['defender-plan', 'endpoint-settings'];

/** What a look found, and every write that it wants or keeps back. */
interface Found {
  readonly findings: ReadonlyMap<SubscriptionServiceName, SubscriptionFinding>;
  readonly wanted: readonly JudgedStep[];
}

/**
 * Whom Defender would begin to reach by what this look found wanted; undefined where nothing that is wanted reaches
 * anybody, or where the list is not complete.
 */
export function reachOfLook(
  { facts, fleet, controls, cloud, nowMs }: SubscriptionLookInput,
  record: SubscriptionRecord,
  profile: SubscriptionProfile,
  wanted: readonly JudgedStep[],
): WantedReach | undefined {
  const { defender, reach } = facts.parts;
  if (defender === undefined || reach?.kind !== 'complete') return undefined;
  const spec = wantedSpecOf(record, profile);
  const connectors = connectorsAsKnown(facts.parts, record);
  const freezes = controlsWithin(controls.freezes, record);
  const context = { fleet: fleetWithin(fleet, record), spec, connectors, freezes, nowMs };
  return wantedReach(reach.machines, defender, reachingOf(facts.parts, spec, wanted, cloud), context);
}

/** The row with its reach. Of an approval stays what is yet to be seen in place: a write that was undone needs a new one. */
export function rememberReach(
  record: SubscriptionRecord,
  input: SubscriptionLookInput,
  profile: SubscriptionProfile,
  { findings, wanted }: Found,
): SubscriptionRecord {
  const ofServices = reachingServices.flatMap((service) => findings.get(service) ?? []);
  if (ofServices.some(({ kind }) => kind === 'not-read')) return record;
  const spec = wantedSpecOf(record, profile);
  const approvedReach = keepApproval(record, reachingOf(input.facts.parts, spec, wanted, input.cloud), ofServices);
  const reach = reachOfLook(input, record, profile, wanted);
  const summary = reach === undefined ? undefined : summarizeReach(reach, approvedReach, input.nowMs);
  return { ...record, reach: summary, approvedReach };
}

function reachingOf(
  { defender }: SubscriptionParts,
  spec: SubscriptionSpec,
  wanted: readonly JudgedStep[],
  cloud: CloudName,
): readonly WantedStep[] {
  if (defender === undefined) return [];
  return wanted.map(({ step }) => step).filter(({ write }) => wouldInstallEndpoint(defender, spec, write, cloud));
}

function keepApproval(
  { approvedReach, steps: tried }: SubscriptionRecord,
  reaching: readonly WantedStep[],
  findings: readonly SubscriptionFinding[],
): SubscriptionRecord['approvedReach'] {
  if (approvedReach === undefined) return undefined;
  const isOpen = (id: StepId): boolean =>
    reaching.some((step) => step.id === id) || findings.some((finding) => isOnItsWay(finding, activityOf(id)));
  const steps = approvedReach.steps.filter((id) => isOpen(id) && !isUsedUp(tried[id], approvedReach));
  return steps.length === 0 ? undefined : { ...approvedReach, steps };
}

/** It was sent, and what was read may be from before; or its provider is being registered, which it waits for. */
function isOnItsWay(finding: AnyFinding, activity: string): boolean {
  const also = 'also' in finding ? (finding.also ?? []) : [];
  const isWaitedFor = (what: string): boolean => what === activity || what.startsWith('registerProvider');
  return [finding, ...also].some((one) => one.kind === 'provisioning' && isWaitedFor(one.what));
}
