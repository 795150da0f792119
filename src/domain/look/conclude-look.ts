import { failureInfo } from '../failures/failure-list.ts';
import { failWaitSeconds } from '../failures/retry-ladder.ts';
import { hashOfFound } from '../findings/accepted.ts';
import type { Finding, ReadPart } from '../findings/finding.ts';
import type { Spec } from '../fleet/spec.ts';
import { specHash } from '../fleet/spec-hash.ts';
import { changeStatus } from '../machine/change-status.ts';
import type { FindingSummary, MachineRecord } from '../machine/machine-record.ts';
import { observedReasons } from '../machine/status.ts';
import type { RefusalReason } from '../permit/guard.ts';
import type { JudgedStep } from '../permit/judged-step.ts';
import type { ServiceName } from '../service-name.ts';
import { satisfySteps } from '../step/satisfy-step.ts';
import { activityOf } from '../step/step-id.ts';
import type { Need, WantedStep } from '../step/wanted-step.ts';
import { type LookEnd, longestLoopSeconds } from '../work/look-end.ts';
import { chooseSteps, metNeeds } from './choose-steps.ts';
import { findLostIdentities } from './find-lost-identities.ts';
import type { LookDecision, LookInput } from './look-input.ts';
import { waitAfterWriteSeconds } from './look-waits.ts';
import { concludeSignal, leadingSignal, type Signal } from './signal.ts';
import { waitsOf } from './waiting-since.ts';

interface Findings {
  readonly input: LookInput;
  readonly record: MachineRecord;
  readonly spec: Spec;
  readonly findings: ReadonlyMap<ServiceName, Finding>;
  readonly wanted: readonly JudgedStep[];
  readonly steps: readonly WantedStep[];
  readonly signals: readonly Signal[];
  /** Why nothing at all may be written to this machine now; undefined: something may, and its spec is bound. */
  readonly refusal: RefusalReason | undefined;
}

/** Puts a judged look into words: status, row, timeline and what comes next. */
export function concludeLook(found: Findings): LookDecision {
  const { input, record, findings, steps } = found;
  const { nowMs } = input;
  const isWaiting = steps.length === 0 && found.signals.some(({ status }) => status === 'InProgress');
  const unread = unreadOf(findings, input.record);
  const canWait = found.refusal === 'Settling' || (isWaiting && unread.every((part) => part.canWait));
  const needs = canWait ? [] : unread.map(({ part }) => part);
  const signals = withFallback(found);
  const kinds = new Map<string, Finding['kind']>([...findings].map(([service, { kind }]) => [service, kind]));
  const lead = leadingSignal(signals);
  // The first permitted look binds the file's spec to the machine; from then on the row names the spec that counts.
  const binds = found.refusal === undefined && input.boundSpec === undefined;
  const bind = binds ? { hash: specHash(found.spec), spec: found.spec } : undefined;
  const next = nextOf(steps, signals, nowMs);
  const isSatisfied = (service: string): boolean => kinds.get(service) === 'satisfied';
  const judged: MachineRecord = {
    ...satisfySteps(record, isSatisfied, nowMs),
    spec: bind?.hash ?? record.spec,
    plannedSpec: found.refusal === undefined || record.spec !== undefined ? undefined : specHash(found.spec),
    findings: summarize(findings, record.findings),
    wouldWrite: wouldWriteOf(found),
    unread: found.wanted.length === 0 ? undefined : record.unread,
    waitingSince: waitsOf(findings.values(), record.waitingSince, nowMs),
    provisioningSince: provisioningSinceOf(record, findings, nowMs),
  };
  const until = next.kind === 'parked' ? next.dueAt : undefined;
  const worded = changeStatus(judged, concludeSignal(lead, until), nowMs);
  const alerts = findLostIdentities(input.record, input.facts, nowMs);
  const timeline = [...alerts, ...worded.timeline];
  const met = metNeeds(findings);
  return { ...worded, timeline, wanted: found.wanted, met, steps, next, bind, needs };
}

/**
 * What this look left unread. A look that only waits for Azure may leave a part unread when its service was satisfied
 * before, or when all writes of that service were answered with success. The look that ends the waiting reads every
 * part.
 */
function unreadOf(
  findings: ReadonlyMap<ServiceName, Finding>,
  before: MachineRecord,
): readonly { readonly part: ReadPart; readonly canWait: boolean }[] {
  return [...findings].flatMap(([service, finding]) => {
    if (finding.kind !== 'not-read') return [];
    const ours = Object.values(before.steps).filter((step) => step.service === service);
    const areSent = ours.length > 0 && ours.every((step) => step.writes.at(-1)?.ended === 'succeeded');
    return [{ part: finding.needs, canWait: areSent || before.findings[service]?.kind === 'satisfied' }];
  });
}

/** No machine is Configured while a service is not satisfied, even if nothing says why. */
function withFallback({ input, findings, steps, signals }: Findings): readonly Signal[] {
  const [first] = steps;
  if (first !== undefined) return [{ status: 'InProgress', code: activityOf(first.id) }, ...signals];
  if (signals.length > 0) return signals;
  const open = [...findings].filter(([, { kind }]) => kind !== 'satisfied' && kind !== 'not-applicable');
  if (open.length === 0) return [];
  const detail = `not satisfied, and nothing can be done: ${open.map(([service]) => service).join(', ')}`;
  return [{ status: 'Failed', code: 'UnknownFailure', detail, dueMs: input.nowMs + failWaitSeconds * 1_000 }];
}

/** A look that ends in a word that only a change of the machine or of the file can change, or the time (`until`). */
export function concludeOutright(
  input: LookInput,
  record: MachineRecord,
  status: 'Excluded' | 'Unsupported',
  code: string,
  detail: string,
  more: { readonly findings?: ReadonlyMap<ServiceName, Finding>; readonly until?: string | undefined } = {},
): LookDecision {
  const judged: MachineRecord = {
    ...record,
    findings: summarize(more.findings ?? new Map(), {}),
    wouldWrite: [],
    waitingSince: undefined,
    provisioningSince: undefined,
  };
  const worded = changeStatus(judged, { status, code, detail, until: more.until }, input.nowMs);
  const next: LookEnd = more.until === undefined ? { kind: 'settled' } : { kind: 'parked', dueAt: more.until };
  const nothing = { wanted: [], met: new Set<Need>(), steps: [], bind: undefined, needs: [] };
  return { ...worded, ...nothing, next };
}

/** Steps are looked after soon; a short wait stays in the instance; a longer one parks until the earliest is due. */
function nextOf(steps: readonly WantedStep[], signals: readonly Signal[], nowMs: number): LookEnd {
  if (steps.length > 0) {
    return { kind: 'act', steps: steps.map((step) => step.id), waitSeconds: waitAfterWriteSeconds(nowMs, nowMs) };
  }
  const dues = signals.flatMap((signal) => (signal.dueMs === undefined ? [] : [signal.dueMs]));
  if (dues.length === 0) return { kind: 'settled' };
  const dueMs = Math.min(...dues);
  const waitSeconds = Math.max(1, Math.ceil((dueMs - nowMs) / 1_000));
  const isLoop = waitSeconds <= longestLoopSeconds && signals.some((signal) => signal.status === 'InProgress');
  return isLoop ? { kind: 'act', steps: [], waitSeconds } : { kind: 'parked', dueAt: new Date(dueMs).toISOString() };
}

function provisioningSinceOf(
  record: MachineRecord,
  findings: ReadonlyMap<ServiceName, Finding>,
  nowMs: number,
): string | undefined {
  const isProvisioning = [...findings.values()].some((finding) => finding.kind === 'provisioning');
  return isProvisioning ? (record.provisioningSince ?? new Date(nowMs).toISOString()) : undefined;
}

/** What arming, adopting or enforcing would let us write, whatever else stands in the way. */
function wouldWriteOf({ wanted, findings }: Findings): MachineRecord['wouldWrite'] {
  const observed = wanted.filter(({ verdict }) => observedReasons.some((reason) => reason === verdict));
  const steps = chooseSteps(
    observed.map(({ step }) => step),
    metNeeds(findings),
  );
  return steps.map((step) => ({ step: step.id, why: step.why, changesDefaultToken: step.changesDefaultToken }));
}

/** What this look left out stays as the look before found it. */
function summarize(
  findings: ReadonlyMap<ServiceName, Finding>,
  before: MachineRecord['findings'],
): MachineRecord['findings'] {
  return Object.fromEntries(
    [...findings].map(([service, finding]) => {
      const kept = finding.kind === 'not-read' ? before[service] : undefined;
      return [service, kept ?? summaryOf(finding)];
    }),
  );
}

function summaryOf(finding: Finding): FindingSummary {
  switch (finding.kind) {
    case 'satisfied':
      return { kind: finding.kind, ...detailOf(finding) };
    case 'wanted':
      return { kind: finding.kind, detail: finding.steps.map((step) => step.why).join('; ') };
    case 'waiting':
      return { kind: finding.kind, code: finding.reason, ...detailOf(finding) };
    case 'provisioning':
      return { kind: finding.kind, detail: finding.what };
    case 'blocked':
      return { kind: finding.kind, code: finding.code, detail: finding.detail, ...hashOf(finding) };
    case 'not-read':
      return { kind: finding.kind };
    default:
      return { kind: finding.kind, detail: finding.reason };
  }
}

function hashOf(found: Extract<Finding, { kind: 'blocked' }>): { readonly hash?: string } {
  return failureInfo(found.code).acceptable === true ? { hash: hashOfFound(found) } : {};
}

function detailOf({ detail }: { readonly detail?: string }): { readonly detail?: string } {
  return detail === undefined ? {} : { detail };
}
