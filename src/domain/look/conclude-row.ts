import { failureInfo } from '../failures/failure-list.ts';
import { failWaitSeconds } from '../failures/retry-ladder.ts';
import { hashOfFound } from '../findings/accepted.ts';
import type { AnyFinding } from '../findings/finding.ts';
import { changeStatus } from '../machine/change-status.ts';
import type { FindingSummary, WouldWrite } from '../machine/machine-record.ts';
import type { StandingRow } from '../machine/standing-row.ts';
import { observedReasons } from '../machine/status.ts';
import type { JudgedStep } from '../permit/judged-step.ts';
import { satisfySteps } from '../step/satisfy-step.ts';
import { activityOf } from '../step/step-id.ts';
import type { WantedStep } from '../step/wanted-step.ts';
import { type LookEnd, longestLoopSeconds } from '../work/look-end.ts';
import { chooseSteps, metNeeds } from './choose-steps.ts';
import { waitAfterWriteSeconds } from './look-waits.ts';
import type { RowDecision } from './row-decision.ts';
import { concludeSignal, leadingSignal, type Signal } from './signal.ts';
import { waitsOf } from './waiting-since.ts';

/** A row that keeps what its services found and what they would write. */
export interface JudgedRow extends StandingRow {
  readonly findings: Findings;
  readonly wouldWrite: readonly WouldWrite[];
}

/** By service; which services there are is the kind's own. */
type Findings = Readonly<Record<string, FindingSummary>>;

export interface JudgedLook<Row extends JudgedRow> {
  /** With all that the kind itself writes down. */
  readonly record: Row;
  readonly findings: ReadonlyMap<string, AnyFinding>;
  readonly wanted: readonly JudgedStep[];
  /** What is sent now. */
  readonly steps: readonly WantedStep[];
  readonly signals: readonly Signal[];
  /** So many steps of a plan are kept; the usual number when left out. */
  readonly mostPlanned?: number;
  /** App time, milliseconds. */
  readonly nowMs: number;
}

/** Puts a judged look at a target of any kind into words: its status, what the row keeps of it, and what comes next. */
export function concludeRow<Row extends JudgedRow>(look: JudgedLook<Row>): RowDecision<Row> {
  const { record, findings, steps, nowMs } = look;
  const signals = withFallback(look);
  const lead = leadingSignal(signals);
  const next = nextOf(steps, signals, nowMs);
  const isSatisfied = (service: string): boolean => findings.get(service)?.kind === 'satisfied';
  const judged: Row = {
    ...satisfySteps(record, isSatisfied, nowMs),
    findings: summarizeFindings(findings, record.findings),
    wouldWrite: wouldWriteOf(look),
    unread: look.wanted.length === 0 ? undefined : record.unread,
    waitingSince: waitsOf(findings.values(), record.waitingSince, nowMs),
    provisioningSince: provisioningSinceOf(record, findings, nowMs),
  };
  const until = next.kind === 'parked' ? next.dueAt : undefined;
  return { ...changeStatus(judged, concludeSignal(lead, until), nowMs), next };
}

/** A look that ends in a word that only a change of the target or of the file can change, or the time (`until`). */
export function concludeRowOutright<Row extends JudgedRow>(
  record: Row,
  said: {
    readonly status: 'Excluded' | 'Unsupported' | 'Held';
    readonly code: string;
    readonly detail: string;
    readonly until?: string | undefined;
  },
  findings: ReadonlyMap<string, AnyFinding>,
  nowMs: number,
): RowDecision<Row> {
  const judged: Row = {
    ...record,
    findings: summarizeFindings(findings, {}),
    wouldWrite: [],
    waitingSince: undefined,
    provisioningSince: undefined,
  };
  const worded = changeStatus(judged, { ...said, until: said.until }, nowMs);
  return { ...worded, next: said.until === undefined ? { kind: 'settled' } : { kind: 'parked', dueAt: said.until } };
}

/** No target is Configured while a service is not satisfied, even if nothing says why. */
function withFallback<Row extends JudgedRow>({ findings, steps, signals, nowMs }: JudgedLook<Row>): readonly Signal[] {
  const [first] = steps;
  if (first !== undefined) return [{ status: 'InProgress', code: activityOf(first.id) }, ...signals];
  if (signals.length > 0) return signals;
  const open = [...findings].filter(([, { kind }]) => kind !== 'satisfied' && kind !== 'not-applicable');
  if (open.length === 0) return [];
  const detail = `not satisfied, and nothing can be done: ${open.map(([service]) => service).join(', ')}`;
  return [{ status: 'Failed', code: 'UnknownFailure', detail, dueMs: nowMs + failWaitSeconds * 1_000 }];
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
  record: StandingRow,
  findings: ReadonlyMap<string, AnyFinding>,
  nowMs: number,
): string | undefined {
  const isProvisioning = [...findings.values()].some((finding) => finding.kind === 'provisioning');
  return isProvisioning ? (record.provisioningSince ?? new Date(nowMs).toISOString()) : undefined;
}

/** What arming, adopting or enforcing would let us write, whatever else stands in the way. */
function wouldWriteOf<Row extends JudgedRow>({
  wanted,
  findings,
  mostPlanned,
}: JudgedLook<Row>): readonly WouldWrite[] {
  const observed = wanted.filter(({ verdict }) => observedReasons.some((reason) => reason === verdict));
  const steps = chooseSteps(
    observed.map(({ step }) => step),
    metNeeds(findings),
    mostPlanned,
  );
  return steps.map((step) => ({ step: step.id, why: step.why, changesDefaultToken: step.changesDefaultToken }));
}

/** What this look left out stays as the look before found it. */
function summarizeFindings(findings: ReadonlyMap<string, AnyFinding>, before: Findings): Findings {
  return Object.fromEntries(
    [...findings].map(([service, finding]) => {
      const kept = finding.kind === 'not-read' ? before[service] : undefined;
      return [service, kept ?? summaryOf(finding)];
    }),
  );
}

function summaryOf(finding: AnyFinding): FindingSummary {
  switch (finding.kind) {
    case 'satisfied':
      return { kind: finding.kind, ...detailOf(finding) };
    case 'wanted':
      return { kind: finding.kind, detail: finding.steps.map((step) => step.why).join('; ') };
    case 'waiting':
      return { kind: finding.kind, code: finding.reason, ...detailOf(finding) };
    case 'provisioning':
      return { kind: finding.kind, detail: finding.detail ?? finding.what };
    case 'blocked':
      return { kind: finding.kind, code: finding.code, detail: finding.detail, ...hashOf(finding) };
    case 'not-read':
      return { kind: finding.kind };
    default:
      return { kind: finding.kind, detail: finding.reason };
  }
}

function hashOf(found: Extract<AnyFinding, { kind: 'blocked' }>): { readonly hash?: string } {
  return failureInfo(found.code).acceptable === true ? { hash: hashOfFound(found) } : {};
}

function detailOf({ detail }: { readonly detail?: string }): { readonly detail?: string } {
  return detail === undefined ? {} : { detail };
}
