import { hintOf } from '../failures/failure-list.ts';
import type { Spec } from '../fleet/spec.ts';
import type { FindingSummary, MachineRecord, StepRecord, TimelineEntry } from '../machine/machine-record.ts';
import type { MachineStatus } from '../machine/status.ts';
import { serviceOfStep } from '../services/all-services.ts';
import type { Finding, ServiceName, WantedStep } from '../services/finding.ts';
import { bindingOf } from './bind-spec.ts';
import type { LookDecision, LookInput, LookNext } from './look-input.ts';
import { longestLoopSeconds, waitAfterWriteSeconds } from './look-waits.ts';
import { leadingSignal, type Signal } from './signal.ts';

interface Findings {
  readonly input: LookInput;
  readonly record: MachineRecord;
  readonly spec: Spec;
  readonly findings: ReadonlyMap<ServiceName, Finding>;
  readonly steps: readonly WantedStep[];
  readonly signals: readonly Signal[];
  /** Something may be written to this machine now: then its spec is bound. */
  readonly isPermitted: boolean;
}

/** Puts a judged look into words: status, row, timeline and what comes next. */
export function concludeLook({ input, record, spec, findings, steps, signals, isPermitted }: Findings): LookDecision {
  const { nowMs } = input;
  const needsAssociations = steps.length === 0 && [...findings.values()].some((finding) => finding.kind === 'not-read');
  const running: Signal | undefined = steps[0] && { status: 'InProgress', code: steps[0].id.split(':')[0] ?? '' };
  const lead = leadingSignal(running === undefined ? signals : [running, ...signals]);
  const status: MachineStatus = lead?.status ?? 'Configured';
  const bind = isPermitted ? bindingOf(input, spec) : undefined;
  const next = nextOf(steps, signals, nowMs);
  const settledRecord = resetSatisfied(record, findings);
  const judged: MachineRecord = {
    ...settledRecord,
    spec: bind?.hash ?? record.spec,
    findings: summarize(findings),
    wouldWrite: status === 'Observed' ? wouldWriteOf(findings) : [],
    provisioningSince: provisioningSinceOf(record, findings, nowMs),
    nextAttemptAt: next.kind === 'parked' && status !== 'Observed' ? next.dueAt : undefined,
  };
  return { ...withStatus(judged, status, lead?.code, lead?.detail, nowMs), steps, next, bind, needsAssociations };
}

/** A look that ends in a word that only a change of the machine or of the file can change. */
export function concludeSettled(
  input: LookInput,
  record: MachineRecord,
  status: 'Excluded' | 'Unsupported',
  code: string,
  detail: string,
  findings: ReadonlyMap<ServiceName, Finding> = new Map(),
): LookDecision {
  const judged: MachineRecord = {
    ...record,
    findings: summarize(findings),
    wouldWrite: [],
    nextAttemptAt: undefined,
    provisioningSince: undefined,
  };
  const worded = withStatus(judged, status, code, detail, input.nowMs);
  return { ...worded, steps: [], next: { kind: 'settled' }, bind: undefined, needsAssociations: false };
}

/** Sets the machine's word; a changed one gets its time and a line in the timeline. */
export function withStatus(
  record: MachineRecord,
  status: MachineStatus,
  code: string | undefined,
  detail: string | undefined,
  nowMs: number,
): { readonly record: MachineRecord; readonly timeline: readonly TimelineEntry[] } {
  const at = new Date(nowMs).toISOString();
  const hint = status === 'Held' || status === 'Failed' ? hintOf(code) : undefined;
  if (record.status === status && record.code === code)
    return { record: { ...record, hint, latest: [] }, timeline: [] };
  const text = `${status}${code === undefined ? '' : ` (${code})`}${detail === undefined ? '' : `: ${detail}`}`;
  const entry: TimelineEntry = { at, what: 'status', text, ...(code === undefined ? {} : { code }) };
  return { record: { ...record, status, code, hint, since: at, latest: [entry] }, timeline: [entry] };
}

/** Steps are looked after soon; a short wait stays in the instance; a longer one parks until the earliest is due. */
function nextOf(steps: readonly WantedStep[], signals: readonly Signal[], nowMs: number): LookNext {
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

/** A satisfied service forgets its tries; the fuse keeps its writes. */
function resetSatisfied(record: MachineRecord, findings: ReadonlyMap<ServiceName, Finding>): MachineRecord {
  const steps = Object.entries(record.steps).map(([id, step]): [string, StepRecord] => {
    const isSatisfied = findings.get(serviceOfStep(id))?.kind === 'satisfied';
    return [
      id,
      isSatisfied
        ? { ...step, attempts: 0, waits: 0, nextAttemptAt: undefined, operationUrl: undefined, failure: undefined }
        : step,
    ];
  });
  return { ...record, steps: Object.fromEntries(steps) };
}

function provisioningSinceOf(
  record: MachineRecord,
  findings: ReadonlyMap<ServiceName, Finding>,
  nowMs: number,
): string | undefined {
  const isProvisioning = [...findings.values()].some((finding) => finding.kind === 'provisioning');
  return isProvisioning ? (record.provisioningSince ?? new Date(nowMs).toISOString()) : undefined;
}

function wouldWriteOf(findings: ReadonlyMap<ServiceName, Finding>): MachineRecord['wouldWrite'] {
  return [...findings.values()].flatMap((finding) =>
    finding.kind === 'wanted'
      ? finding.steps.map((step) => ({ step: step.id, why: step.why, changesDefaultToken: step.changesDefaultToken }))
      : [],
  );
}

function summarize(findings: ReadonlyMap<ServiceName, Finding>): MachineRecord['findings'] {
  return Object.fromEntries([...findings].map(([service, finding]) => [service, summaryOf(finding)]));
}

function summaryOf(finding: Finding): FindingSummary {
  switch (finding.kind) {
    case 'satisfied':
      return { kind: finding.kind, ...(finding.detail === undefined ? {} : { detail: finding.detail }) };
    case 'wanted':
      return { kind: finding.kind, detail: finding.steps.map((step) => step.why).join('; ') };
    case 'waiting':
      return { kind: finding.kind, code: finding.reason };
    case 'provisioning':
      return { kind: finding.kind, detail: finding.what };
    case 'blocked':
      return { kind: finding.kind, code: finding.code, detail: finding.detail };
    case 'not-read':
      return { kind: finding.kind };
    default:
      return { kind: finding.kind, detail: finding.reason };
  }
}
