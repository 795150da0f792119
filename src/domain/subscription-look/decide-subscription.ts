import { oweMachines } from '../discovery/owe-machines.ts';
import { keptBackWithCauses } from '../findings/keep-back.ts';
import { matchSubscription } from '../fleet/match-subscription.ts';
import { controlsWithin, fleetWithin } from '../fleet/resolve-groups.ts';
import type { SubscriptionProfile } from '../fleet/subscription-schema.ts';
import { chooseSteps, metNeeds } from '../look/choose-steps.ts';
import { concludeRow } from '../look/conclude-row.ts';
import type { Signal } from '../look/signal.ts';
import { signalOfRefusal, signalOfWaitingStep, signalsOfFinding } from '../look/signals-of.ts';
import { findTargetRefusal, type Guard } from '../permit/guard.ts';
import { judgeKeptBack, judgeWanted } from '../permit/judged-step.ts';
import { findRefusal } from '../permit/write-permit.ts';
import type { SubscriptionServiceName } from '../service-name.ts';
import type { SubscriptionRecord } from '../subscription/subscription-record.ts';
import type { SubscriptionFinding, SubscriptionService } from '../subscription/subscription-service.ts';
import { specOfSubscription, subscriptionSpecHash, wantedSpecOf } from '../subscription/subscription-spec.ts';
import { allSubscriptionServices } from '../subscription-services/all-subscription-services.ts';
import { keepBackUnregistered } from '../subscription-services/keep-back-unregistered.ts';
import { concludeBeforehand } from './conclude-beforehand.ts';
import { observeSubscriptionRecord } from './observe-subscription-record.ts';
import { rememberReach } from './remember-reach.ts';
import { rememberShared } from './shared-in-place.ts';
import type { SubscriptionDecision, SubscriptionLookInput } from './subscription-look-input.ts';

/**
 * The decision of a look at a subscription, pure: what is observed becomes one status, and the steps that may be sent
 * now. The same function judges a step again at its write, then asked of the step's own service alone.
 */
export function decideSubscription(
  input: SubscriptionLookInput,
  services: readonly SubscriptionService[] = allSubscriptionServices,
): SubscriptionDecision {
  const decided = decide(input, services);
  return { ...decided, record: oweMachines(input, input.record, decided.record, input.lookId) };
}

function decide(input: SubscriptionLookInput, services: readonly SubscriptionService[]): SubscriptionDecision {
  const record = observeSubscriptionRecord(input);
  const beforehand = concludeBeforehand(input, record);
  if (beforehand !== undefined) return { ...beforehand, wanted: [], met: new Set(), steps: [], needs: [] };
  const profile = matchSubscription(input.fleet, record);
  if (profile === undefined) throw new Error(`No entry of subscriptions[] matches ${record.resourceId} any more.`);
  return decideSteps(input, record, profile, services);
}

/** A step reads little more than what it makes, and many of them build on each other: a region needs up to nine. */
const mostSteps = 20;
/** A row has room for a plan of many regions. */
const mostPlanned = 100;

function decideSteps(
  input: SubscriptionLookInput,
  record: SubscriptionRecord,
  profile: SubscriptionProfile,
  services: readonly SubscriptionService[],
): SubscriptionDecision {
  const { nowMs, foreignWrites } = input;
  const guard = guardOfSubscription(input, record, profile);
  const isPermitted = findTargetRefusal(guard) === undefined;
  const findings = findAll(input, record, profile, services, isPermitted);
  const all = [...findings.values()];
  const wanted = all
    .flatMap((finding) => (finding.kind === 'wanted' ? finding.steps : []))
    .map((step) => judgeWanted(step, record, guard));
  const signals = [
    ...all.flatMap((finding) => signalsOfFinding(finding, record, nowMs)),
    ...wanted.map(({ step, verdict }): Signal | undefined => {
      if (verdict === 'permitted') return undefined;
      if (verdict === 'waiting') return signalOfWaitingStep(step, record, nowMs);
      return signalOfRefusal(verdict, step, { fleet: guard.fleet, nowMs, foreignWrites });
    }),
  ].filter((signal) => signal !== undefined);
  const keptBack = all
    .flatMap(keptBackWithCauses)
    .map(({ step, by }) => judgeKeptBack(step, by, findRefusal({ guard, steps: record.steps, step })));
  const permitted = wanted.filter(({ verdict }) => verdict === 'permitted').map(({ step }) => step);
  const steps = chooseSteps(permitted, metNeeds(findings), mostSteps);
  const judged = [...wanted, ...keptBack];
  const bound = bindSpec(record, profile, isPermitted);
  const spec = wantedSpecOf(bound, profile);
  const { shared, alerts } = rememberShared(record.shared, spec, input.facts, nowMs);
  const changed = rememberReach({ ...bound, shared }, input, profile, { findings, wanted: judged });
  const concluded = concludeRow({ record: changed, findings, wanted: judged, steps, signals, nowMs, mostPlanned });
  const timeline = [...concluded.timeline, ...alerts];
  const needs = [...new Set(all.flatMap((finding) => (finding.kind === 'not-read' ? [finding.needs] : [])))];
  return { ...concluded, timeline, wanted: judged, met: metNeeds(findings), steps, needs };
}

function findAll(
  input: SubscriptionLookInput,
  record: SubscriptionRecord,
  profile: SubscriptionProfile,
  services: readonly SubscriptionService[],
  isPermitted: boolean,
): ReadonlyMap<SubscriptionServiceName, SubscriptionFinding> {
  const { steps, owned } = record;
  const history = { steps, owned, operations: input.operations, lastLookAt: input.record.lastLookAt };
  const spec = wantedSpecOf(record, profile);
  const fleet = fleetWithin(input.fleet, record);
  const { facts, cloud, events, nowMs } = input;
  const freezes = controlsWithin(input.controls.freezes, record);
  const asked = { record, facts, spec, profile, fleet, freezes, cloud, events, history, now: nowMs };
  return keepBackUnregistered(asked, new Map(services.map(({ name, find }) => [name, find(asked)])), isPermitted);
}

/** What decides for the subscription as a whole. */
export function guardOfSubscription(
  { fleet, controls, nowMs }: Pick<SubscriptionLookInput, 'fleet' | 'controls' | 'nowMs'>,
  record: SubscriptionRecord,
  profile: SubscriptionProfile,
): Guard {
  return {
    target: record,
    fleet: fleetWithin(fleet, record),
    exclusion: null,
    eligibility: record.eligibility,
    mode: profile.mode,
    belongsTo: undefined,
    unreadSteps: record.foreign?.unreadSteps,
    earliestMs: undefined,
    arms: controlsWithin(controls.arms, record),
    freezes: controlsWithin(controls.freezes, record),
    stops: controls.stops,
    nowMs,
  };
}

/** The first permitted look binds what the file wants; from then on the row's spec counts. */
function bindSpec(record: SubscriptionRecord, profile: SubscriptionProfile, isPermitted: boolean): SubscriptionRecord {
  if (record.bound !== undefined) return { ...record, plannedSpec: undefined };
  const spec = specOfSubscription(profile);
  const hash = subscriptionSpecHash(spec);
  return isPermitted ? { ...record, bound: { hash, spec }, plannedSpec: undefined } : { ...record, plannedSpec: hash };
}
