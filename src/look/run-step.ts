import type { DecodedFailure } from '../domain/failures/decode-failure.ts';
import type { WritePermit } from '../domain/permit/write-permit.ts';
import { beginStep } from '../domain/step/begin-step.ts';
import { denyStep } from '../domain/step/deny-step.ts';
import { endStep, type StepEnd } from '../domain/step/end-step.ts';
import { failReading, isUnread } from '../domain/step/read-again.ts';
import type { StepRow } from '../domain/step/step-record.ts';
import type { WantedStep } from '../domain/step/wanted-step.ts';
import type { StoppedWrite } from '../domain/stops/judge-stop.ts';
import type { StepCall } from '../domain/work/step-call.ts';
import type { StepReport } from '../domain/work/step-report.ts';
import type { TargetRow } from '../domain/work/target-row.ts';
import type { AzureWrite } from '../domain/write/azure-write.ts';
import { decodeDenied, missingRights } from '../domain/write/missing-rights.ts';
import { addressedBy, touchedBy } from '../domain/write/touched.ts';
import type { WriteOutcome } from '../ports/azure.ts';
import type { Ports } from '../ports/ports.ts';
import type { RowTable, StorePort, Versioned } from '../ports/store.ts';
import { findMissingPermissions, isWorthAsking } from './missing-permissions.ts';
import { enterScope, tellAccepted, tellDenied } from './stopped-scopes.ts';

/** The row of a target that steps are written to. */
export interface SteppedRow extends TargetRow, StepRow {
  /** Wall-clock time of the last look: what a step's age is judged by. */
  readonly lookedAtWall: string | undefined;
}

/** What is true of a step at its write, on a fresh reading. */
export type StepNow<Row = never> =
  | { readonly kind: 'go'; readonly step: WantedStep; readonly permit: WritePermit }
  /** `row`: what it learns from that reading, where that is something. */
  | { readonly kind: 'skipped' | 'refused'; readonly why: string; readonly row?: Row }
  /** The target could not be read. */
  | { readonly kind: 'failed'; readonly failure: DecodedFailure };

/** What is special in the steps of one kind of target. */
export interface StepKind<Row extends SteppedRow> {
  rowsOf(store: StorePort): RowTable<Row>;
  /** Reads the target again and decides again; the only place where a permit is asked for. */
  judge(ports: Ports, row: Row, call: StepCall): Promise<StepNow<Row>>;
  /** What the row keeps of the end of a write besides the life of its step. */
  remember?(row: Row, write: AzureWrite, end: StepEnd, nowMs: number): Row;
}

/** A look older than this is not acted upon. Milliseconds of real time. */
const longestLookAgeMs = 120_000;
const swapTries = 4;

/**
 * Runs one step of a look: reads the target again, decides again, saves the attempt, sends one request, saves the
 * answer. A duplicated, late or no longer wanted step writes nothing.
 */
export async function runStep<Row extends SteppedRow>(
  ports: Ports,
  kind: StepKind<Row>,
  call: StepCall,
): Promise<StepReport> {
  const rows = kind.rowsOf(ports.store);
  for (let attempt = 0; attempt < swapTries; attempt++) {
    const stored = await rows.read(call.key);
    if (stored === undefined) return answer(call, 'refused', 'NoRow');
    const early = findStale(stored.value, call, ports.wallClock.now()) ?? findEarly(ports, stored.value, call);
    if (early !== undefined) return early;
    const now = await kind.judge(ports, stored.value, call);
    if (now.kind === 'failed') {
      // A row that changed meanwhile will learn it itself.
      await rows.replace(failReading(stored.value, now.failure, ports.clock.now()), stored.etag);
      return answer(call, 'failed', now.failure.code);
    }
    if (now.kind !== 'go') {
      if (now.row !== undefined) await rows.replace(now.row, stored.etag);
      return answer(call, now.kind, now.why);
    }
    const kept = await keepBack(ports, rows, call, stored, now);
    if (kept !== undefined) return kept;
    const begun = beginStep(stored.value, now.step, call.lookId, ports.clock.now());
    const saved = await rows.replace(begun, stored.etag);
    if (saved.kind === 'conflict') continue;
    if (saved.kind === 'absent') return answer(call, 'refused', 'NoRow');
    const outcome = await ports.azure.send(now.permit, now.step.write);
    const report = await finishStep(ports, kind, call, { value: begun, etag: saved.etag }, now.step, outcome);
    await tellScope(ports, stopped(stored.value, now), report, outcome);
    return report;
  }
  return answer(call, 'skipped', 'RowBusy');
}

/** Nothing is sent where rights are known to be missing: for its scope, or for this write. */
async function keepBack<Row extends SteppedRow>(
  ports: Ports,
  rows: RowTable<Row>,
  call: StepCall,
  { value: row, etag }: Versioned<Row>,
  go: Extract<StepNow, { kind: 'go' }>,
): Promise<StepReport | undefined> {
  if ((await enterScope(ports, stopped(row, go))) === 'stopped') return answer(call, 'refused', 'ScopeStopped');
  if (!isWorthAsking(row.steps[call.step])) return undefined;
  const missing = await findMissingPermissions(ports.azure, row, go.permit.claim);
  if (missing.length === 0) return undefined;
  const failure = missingRights(missing);
  // A row that changed meanwhile will learn it itself.
  await rows.replace(denyStep(row, go.step, call.lookId, failure, ports.clock.now()), etag);
  await tellDenied(ports, stopped(row, go), failure.detail);
  return answer(call, 'failed', failure.code);
}

function stopped({ resourceId }: SteppedRow, { permit: { claim } }: Extract<StepNow, { kind: 'go' }>): StoppedWrite {
  return { key: claim.target, resourceId, action: claim.action };
}

/** Stops pace and never decide: what cannot be noted of them is learnt from the next write. */
async function tellScope(ports: Ports, write: StoppedWrite, report: StepReport, outcome: WriteOutcome): Promise<void> {
  const telling =
    outcome.kind === 'failed' && report.why === 'AuthorizationFailed'
      ? tellDenied(ports, write, decodeDenied(outcome.failure).detail)
      : outcome.kind === 'accepted' && tellAccepted(ports, write);
  await Promise.resolve(telling).catch(() => undefined);
}

function findStale(row: SteppedRow, call: StepCall, wallNowMs: number): StepReport | undefined {
  if (row.lookId !== call.lookId) return answer(call, 'refused', 'StaleLook');
  const ageMs = wallNowMs - Date.parse(row.lookedAtWall ?? '');
  if (!(ageMs <= longestLookAgeMs)) return answer(call, 'refused', 'StaleLook');
  return row.steps[call.step]?.lookId === call.lookId ? answer(call, 'skipped', 'AlreadySent') : undefined;
}

/** A step before this one was throttled or could not read the target: no call for it until then. */
function findEarly(ports: Ports, row: SteppedRow, call: StepCall): StepReport | undefined {
  const nowMs = ports.clock.now();
  if (row.notBefore !== undefined && Date.parse(row.notBefore) > nowMs) return answer(call, 'skipped', 'Throttled');
  return isUnread(row, nowMs) ? answer(call, 'skipped', 'Unread') : undefined;
}

/** Saves what became of the request; a look that changed the row meanwhile loses nothing of it. */
async function finishStep<Row extends SteppedRow>(
  ports: Ports,
  kind: StepKind<Row>,
  call: StepCall,
  begun: Versioned<Row>,
  step: WantedStep,
  outcome: WriteOutcome,
): Promise<StepReport> {
  const rows = kind.rowsOf(ports.store);
  const end = toStepEnd(begun.value, step, outcome);
  let current: Versioned<Row> | undefined = begun;
  for (let attempt = 0; attempt < swapTries && current !== undefined; attempt++) {
    const ended = afterEnd(kind, current.value, { call, step, end }, ports.clock.now());
    if (ended === current.value) break;
    const saved = await rows.replace(ended, current.etag);
    if (saved.kind === 'done') break;
    current = saved.kind === 'conflict' ? await rows.read(call.key) : undefined;
  }
  if (end.kind === 'notSent') return answer(call, 'refused', 'PermitExpired');
  await ports.store.timeline.append(call.key, [describeStep(step, end, ports.clock.now())]);
  return end.kind === 'accepted' ? answer(call, 'written') : answer(call, 'failed', end.failure.code);
}

/**
 * The row with the end of a write. One that has forgotten the step meanwhile, or tried it again, keeps what the kind
 * remembers of a failure, and nothing of a success: a later write may have ended otherwise.
 */
function afterEnd<Row extends SteppedRow>(
  kind: StepKind<Row>,
  row: Row,
  { call, step, end }: { readonly call: StepCall; readonly step: WantedStep; readonly end: StepEnd },
  nowMs: number,
): Row {
  const isKnown = row.steps[call.step]?.lookId === call.lookId;
  if (!isKnown && end.kind !== 'failed') return row;
  const ended = isKnown ? endStep(row, call.step, end, nowMs) : row;
  return kind.remember?.(ended, step.write, end, nowMs) ?? ended;
}

function toStepEnd({ resourceId }: SteppedRow, { write }: WantedStep, outcome: WriteOutcome): StepEnd {
  switch (outcome.kind) {
    case 'accepted':
      return outcome;
    case 'expired':
      return { kind: 'notSent' };
    case 'failed': {
      const failure = decodeDenied(outcome.failure, addressedBy(resourceId, touchedBy(write)));
      return { kind: 'failed', failure, correlationId: outcome.correlationId };
    }
  }
}

function describeStep(
  step: WantedStep,
  end: Exclude<StepEnd, { kind: 'notSent' }>,
  nowMs: number,
): TargetRow['latest'][number] {
  const at = new Date(nowMs).toISOString();
  const correlation = end.correlationId === undefined ? {} : { correlationId: end.correlationId };
  if (end.kind === 'accepted') return { at, what: 'step', text: `${step.id}: sent (${step.why})`, ...correlation };
  return { at, what: 'step', text: `${step.id}: ${end.failure.detail}`, code: end.failure.code, ...correlation };
}

function answer(call: StepCall, outcome: StepReport['outcome'], why?: string): StepReport {
  return { step: call.step, outcome, ...(why === undefined ? {} : { why }) };
}
