import { knowEdr } from '../endpoint/know-edr.ts';
import type { Finding } from '../findings/finding.ts';
import { keptBackWithCauses } from '../findings/keep-back.ts';
import { isInScope } from '../fleet/in-scope.ts';
import { matchProfile, type ResolvedProfile } from '../fleet/match-profile.ts';
import { passedOver } from '../fleet/passed-over.ts';
import { resolveSpec } from '../fleet/resolve-spec.ts';
import type { Spec } from '../fleet/spec.ts';
import { specInForce } from '../fleet/spec-in-force.ts';
import type { EdrReadings } from '../machine/edr-assessment.ts';
import type { EdrKnowledge } from '../machine/edr-knowledge.ts';
import { edrWordOf } from '../machine/edr-word.ts';
import { findTwin, type Twin } from '../machine/find-twin.ts';
import type { MachineRecord } from '../machine/machine-record.ts';
import type { ExcludedReason } from '../machine/status.ts';
import { findTargetRefusal, isExclusionActive } from '../permit/guard.ts';
import { guardOfMachine } from '../permit/guard-of-machine.ts';
import { type JudgedStep, judgeKeptBack, judgeWanted } from '../permit/judged-step.ts';
import { findRefusal } from '../permit/write-permit.ts';
import type { ServiceName } from '../service-name.ts';
import { parseSubscriptionOf } from '../target/subscription-ref.ts';
import { chooseSteps, metNeeds } from './choose-steps.ts';
import { concludeFlexible, isFlexibleSet } from './conclude-flexible.ts';
import { concludeNotWritable, concludeTrouble, concludeUnplaced } from './conclude-host.ts';
import { concludeLook, concludeOutright } from './conclude-look.ts';
import { findAll } from './find-all.ts';
import { keepAcceptances } from './keep-acceptances.ts';
import type { LookDecision, LookInput } from './look-input.ts';
import { concludeNotReported, concludeUnknownAge } from './not-reported.ts';
import { observeRecord } from './observe-record.ts';
import type { Signal } from './signal.ts';
import { signalOfRefusal, signalOfWaitingStep, signalsOfFinding, stoppedSignal, tooYoungSignal } from './signals-of.ts';
import { tellReached } from './tell-reached.ts';
import { concludeUnknownSystem, isWaitingForSystem } from './unknown-system.ts';

/**
 * The decision of a look, pure: what is observed becomes one status, and the steps that may be sent now.
 * The same function judges a step again at its write, so that what is true then decides.
 */
export function decideLook(input: LookInput): LookDecision {
  if (isFlexibleSet(input.facts)) return concludeFlexible(input.record);
  return tellReached(input, keepAcceptances(input.record.acceptances, judge(input), input.nowMs));
}

function judge(input: LookInput): LookDecision {
  const record = observeRecord(input);
  if (input.isUnplaced) return concludeUnplaced(input, record);
  const outside = findExclusion(input, record);
  if (outside !== undefined) return concludeOutright(input, record, 'Excluded', outside.code, outside.detail, outside);
  const stopped = concludeTrouble(input, record);
  if (stopped !== undefined) return stopped;
  if (input.facts.incarnation === undefined) return concludeNotReported(input, record);
  if (record.eligibility === undefined) return concludeUnknownAge(input, record);
  if (isWaitingForSystem(input, record)) return concludeUnknownSystem(input, record);
  const profile = matchProfile(input.fleet, input.facts);
  const passed = passedOver(input.fleet, input.facts, input.host.place);
  const profiled: MachineRecord = {
    ...record,
    profile: profile?.name,
    passedOver: passed.length === 0 ? undefined : passed,
  };
  if (profile === undefined) {
    const reason: ExcludedReason = 'NoProfile';
    return concludeOutright(input, profiled, 'Excluded', reason, 'no profile of fleet.json matches this machine');
  }
  const candidate = resolveSpec(profile, input.facts);
  if (record.spec !== undefined && input.boundSpec === undefined) {
    throw new Error(
      `The stored spec ${record.spec} of ${record.resourceId} is gone from the table "specs": restore it.`,
    );
  }
  const spec = specInForce(input.boundSpec, candidate);
  if (spec === undefined)
    return concludeOutright(input, profiled, 'Unsupported', 'OsUnknown', 'its operating system is not known');
  const informed: MachineRecord = { ...profiled, edr: edrOf(input, record, spec) };
  const findings = findAll(input, informed, spec);
  for (const finding of findings.values()) {
    if (finding.kind === 'unsupported')
      return concludeOutright(input, informed, 'Unsupported', finding.reason, finding.reason, { findings });
  }
  return decideSteps(input, informed, profile, spec, findings);
}

/** What is known of the endpoint protection of others, where one is wanted. */
function edrOf(input: LookInput, record: MachineRecord, { endpoint }: Spec): EdrKnowledge | undefined {
  if (endpoint === 'none') return undefined;
  const { facts, nowMs, edrReadings: readings = notReadYet } = input;
  const word = edrWordOf(record.edrWord, facts.incarnation);
  return knowEdr({ facts, endpoint, word, readings, goneAt: record.endpointGoneAt, nowMs });
}

const notReadYet: EdrReadings = { readAt: undefined, refused: undefined, assessments: [] };

function decideSteps(
  input: LookInput,
  record: MachineRecord,
  profile: ResolvedProfile,
  spec: Spec,
  findings: ReadonlyMap<ServiceName, Finding>,
): LookDecision {
  const { facts, fleet, controls, nowMs } = input;
  const guard = guardOfMachine({ record, facts, fleet, profile, ...controls, nowMs });
  const wanted = [...findings.values()]
    .flatMap((finding) => (finding.kind === 'wanted' ? finding.steps : []))
    .map((step) => judgeWanted(step, record, guard));
  const signals = [
    ...[...findings.values()].flatMap((finding) => signalsOfFinding(finding, record, nowMs)),
    ...wanted.map((judged) => signalOfVerdict(judged, input, record, profile)),
  ].filter((signal) => signal !== undefined);
  const keptBack = [...findings.values()]
    .flatMap(keptBackWithCauses)
    .map(({ step, by }) => judgeKeptBack(step, by, findRefusal({ guard, steps: record.steps, step })));
  const permitted = isStopped(findings)
    ? []
    : wanted.filter(({ verdict }) => verdict === 'permitted').map(({ step }) => step);
  const steps = chooseSteps(permitted, metNeeds(findings));
  const { hostTrouble } = input;
  if (steps.length > 0 && hostTrouble !== undefined) return concludeNotWritable(input, record, hostTrouble.detail);
  const refusal = findTargetRefusal(guard);
  if (refusal === 'Settling') signals.push(tooYoungSignal(input, profile));
  return concludeLook({ input, record, spec, findings, wanted: [...wanted, ...keptBack], steps, signals, refusal });
}

/** What one service lacks can make every other change pointless: then nothing is changed on the machine. */
function isStopped(findings: ReadonlyMap<ServiceName, Finding>): boolean {
  return [...findings.values()].some((finding) => finding.kind === 'blocked' && finding.stopsAll === true);
}

function signalOfVerdict(
  { step, verdict }: JudgedStep,
  input: LookInput,
  record: MachineRecord,
  profile: ResolvedProfile,
): Signal | undefined {
  if (verdict === 'permitted') return undefined;
  if (verdict === 'waiting') return signalOfWaitingStep(step, record, input.nowMs);
  if (verdict === 'Settling') return tooYoungSignal(input, profile);
  return verdict === 'ScopeStopped' ? stoppedSignal(step, input) : signalOfRefusal(verdict, step, input);
}

/** Machines that are none of our business, whatever they lack. */
function findExclusion(
  input: LookInput,
  record: MachineRecord,
): { readonly code: ExcludedReason; readonly detail: string; readonly until?: string | undefined } | undefined {
  const scope = isInScope(input.fleet, input.facts.machine.resourceId, input.nowMs);
  if (scope.kind === 'out') return { code: 'OutOfScope', detail: 'fleet.json does not cover it' };
  if (scope.kind === 'excluded') {
    return { code: 'ByFleetFile', detail: `${scope.why} (${scope.by})`, until: utcText(scope.until) };
  }
  if (isExclusionActive(record.exclusion, input.nowMs)) {
    const { why, by, until } = record.exclusion ?? { why: '', by: '', until: undefined };
    return { code: 'ByOperator', detail: `${why} (${by})`, until: utcText(until) };
  }
  const twin = findTwin(input.facts);
  if (twin !== undefined) return { code: 'DuplicateOf', detail: describeTwin(twin, input) };
  const { managedBy } = input.facts;
  return managedBy === undefined ? undefined : { code: 'ManagedBy', detail: `managed by ${managedBy}` };
}

/** A VM outside of scope has no row that could show that nothing protects it, so the row of its twin does. */
function describeTwin({ vmId }: Twin, { fleet, facts, nowMs }: LookInput): string {
  const own = facts.machine.subscription;
  if (vmId === undefined) return 'an Azure VM that Azure Arc does not name';
  // A management group says nothing here of any other subscription than the machine's own.
  const mayBeGrouped = fleet.scope.managementGroups.length > 0 && parseSubscriptionOf(vmId)?.subscription !== own;
  const isOutside = !mayBeGrouped && isInScope(fleet, vmId, nowMs).kind === 'out';
  return isOutside ? `${vmId}, which is outside of the scope of fleet.json: nothing is onboarded there` : vmId;
}

/** Rows compare times as UTC text. */
function utcText(time: string | undefined): string | undefined {
  return time === undefined ? undefined : new Date(Date.parse(time)).toISOString();
}
