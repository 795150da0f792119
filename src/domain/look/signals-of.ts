import { describeCaller } from '../events/known-callers.ts';
import { failureInfo } from '../failures/failure-list.ts';
import { type PendingReason, pendingWaitOf, waitSecondsOf } from '../failures/pending-reasons.ts';
import { failWaitSeconds } from '../failures/retry-ladder.ts';
import type { AnyFinding, FailedStep, Finding } from '../findings/finding.ts';
import type { FleetFile } from '../fleet/fleet-schema.ts';
import { isInScope } from '../fleet/in-scope.ts';
import type { ResolvedProfile } from '../fleet/match-profile.ts';
import type { TimelineEntry } from '../machine/machine-record.ts';
import { codeOf } from '../machine/standing.ts';
import type { StandingRow } from '../machine/standing-row.ts';
import type { RefusalReason } from '../permit/guard.ts';
import { minimumAgeMsOf } from '../permit/guard-of-machine.ts';
import { redact } from '../redact.ts';
import { judgeProvisioning } from '../step/judge-provisioning.ts';
import { isUnread } from '../step/read-again.ts';
import type { WantedStep } from '../step/wanted-step.ts';
import { findStop } from '../stops/judge-stop.ts';
import { isDenied } from '../stops/release-denied.ts';
import { longestLoopSeconds } from '../work/look-end.ts';
import { actionOf, resourceIdOf } from '../write/azure-write.ts';
import type { LookInput } from './look-input.ts';
import { provisioningParkSeconds, waitAfterWriteSeconds } from './look-waits.ts';
import type { Signal } from './signal.ts';
import { waitedMs } from './waiting-since.ts';

const shortestAgainMs = 60_000;
const longestAgainMs = 60 * 60_000;

const failParkMs = failWaitSeconds * 1_000;

type Waiting = Extract<Finding, { kind: 'waiting' }>;
type Provisioning = Extract<Finding, { kind: 'provisioning' }>;

/** What a finding that needs no step says of the machine. */
export function signalsOfFinding(finding: AnyFinding, record: StandingRow, nowMs: number): readonly Signal[] {
  const also = 'also' in finding ? (finding.also ?? []) : [];
  return [finding, ...also]
    .map((each) => signalOfFinding(each, record, nowMs))
    .filter((signal) => signal !== undefined);
}

function signalOfFinding(finding: AnyFinding, record: StandingRow, nowMs: number): Signal | undefined {
  switch (finding.kind) {
    case 'waiting':
      return signalOfWait(finding, record, nowMs);
    case 'provisioning':
      return signalOfProvisioning(finding, record, nowMs);
    case 'blocked':
      return signalOfFailure(finding, record, nowMs);
    default:
      return undefined;
  }
}

/** A wait that has lasted as long as its kind may is a failure; nobody tells when it is mended, so it is looked at each hour. */
function signalOfWait({ reason, detail, seconds }: Waiting, record: StandingRow, nowMs: number): Signal {
  const { longestSeconds, endsAs, because } = pendingWaitOf(reason);
  const overMs = longestSeconds === undefined ? 0 : waitedMs(record, reason, nowMs) - 1_000 * longestSeconds;
  if (endsAs === undefined || overMs <= 0)
    return { ...pending(reason, nowMs, seconds), ...(detail === undefined ? {} : { detail }) };
  return { status: 'Failed', code: endsAs, detail: detail ?? because, dueMs: nowMs + longestAgainMs };
}

function signalOfProvisioning({ what, detail }: Provisioning, record: StandingRow, nowMs: number): Signal {
  const sinceMs = record.provisioningSince === undefined ? nowMs : Date.parse(record.provisioningSince);
  const judged = judgeProvisioning(sinceMs, nowMs);
  if (judged === 'timeout') {
    return { status: 'Failed', code: 'ProvisioningTimeout', detail: detail ?? what, dueMs: nowMs + failParkMs };
  }
  const waitSeconds = judged === 'park' ? provisioningParkSeconds : waitAfterWriteSeconds(lastWriteMs(record), nowMs);
  const told = detail === undefined ? {} : { detail };
  return { status: 'InProgress', code: what, ...told, dueMs: nowMs + waitSeconds * 1_000 };
}

function lastWriteMs(record: StandingRow): number | undefined {
  const times = Object.values(record.steps).map((step) => Date.parse(step.lastAt));
  return times.length === 0 ? undefined : Math.max(...times);
}

interface KnownFailure {
  readonly code: string;
  readonly detail: string;
  readonly step?: Pick<FailedStep, 'treatment' | 'dueMs'>;
}

/** What could not be read has no step to count tries by: it waits as long as it lasts already, 1 to 60 minutes. */
function waitAgainMs(code: string, record: StandingRow, nowMs: number): number {
  const { standing } = record;
  const lastedMs = codeOf(standing) === code ? nowMs - Date.parse(standing.since) : 0;
  return Math.min(longestAgainMs, Math.max(shortestAgainMs, lastedMs));
}

/** What becomes of its step decides the word and the wait; where there is none, the code's class does. */
function signalOfFailure(failure: KnownFailure, record: StandingRow, nowMs: number): Signal {
  const { code, detail, step } = failure;
  const entry = failureInfo(code);
  const dueMs = step?.dueMs;
  switch (step?.treatment ?? entry.class) {
    case 'hold':
      return { status: 'Held', code, detail };
    case 'wait':
      if (entry.pendingReason === undefined) return signalOfLadder(failure, dueMs ?? nowMs + shortestAgainMs, nowMs);
      return { ...pending(entry.pendingReason, nowMs), detail, ...(dueMs === undefined ? {} : { dueMs }) };
    case 'retry':
    case 'gone':
      return signalOfLadder(failure, dueMs ?? nowMs + waitAgainMs(code, record, nowMs), nowMs);
    default:
      return { status: 'Failed', code, detail, dueMs: dueMs ?? nowMs + failParkMs };
  }
}

/** A short rung is waited for in the instance; on a longer one the machine has failed so far. */
function signalOfLadder({ code, detail }: KnownFailure, dueMs: number, nowMs: number): Signal {
  const status = dueMs - nowMs <= longestLoopSeconds * 1_000 ? 'InProgress' : 'Failed';
  return { status, code, detail, dueMs };
}

/** A wanted step that waits on its ladder. */
export function signalOfWaitingStep(step: WantedStep, record: StandingRow, nowMs: number): Signal {
  const known = isUnread(record, nowMs) ? record.unread : record.steps[step.id];
  const failure = known?.failure ?? { code: 'NetworkFailure', detail: 'the last try was not answered' };
  const dueMs = known?.nextAttemptAt === undefined ? undefined : Date.parse(known.nextAttemptAt);
  const treatment = known?.failure?.treatment ?? 'retry';
  return signalOfFailure({ ...failure, step: { treatment, dueMs } }, record, nowMs);
}

/** What a refusal is worded from. */
export interface RefusedAt {
  /** As it reads for the subscription of the target: without management groups. */
  readonly fleet: FleetFile;
  /** App time, milliseconds. */
  readonly nowMs: number;
  /** Writes of others to this target, newest first; read only when a fuse is about to blow. */
  readonly foreignWrites: readonly TimelineEntry[];
}

/** A wanted step that may not be written now. */
export function signalOfRefusal(reason: RefusalReason, step: WantedStep, at: RefusedAt): Signal {
  const { nowMs, foreignWrites } = at;
  switch (reason) {
    case 'NotAdopted':
    case 'ObserveMode':
    case 'NotArmed':
      return { status: 'Observed', code: reason, detail: step.why };
    case 'Frozen':
    case 'Settling':
    case 'ScopeStopped':
      return pending(reason, nowMs);
    case 'PlaceExcluded':
      return excludedPlaceSignal(step, at);
    case 'Contended':
      return { status: 'Held', code: 'Contended', detail: describeOpponent(step, foreignWrites) };
    default:
      return { status: 'Held', code: reason, detail: step.why };
  }
}

/** An exclusion that ends by itself is looked at again then. */
function excludedPlaceSignal({ why, write }: WantedStep, { fleet, nowMs }: RefusedAt): Signal {
  const resourceId = resourceIdOf(write);
  const scope = isInScope(fleet, resourceId, nowMs);
  const said = { status: 'Held', code: 'PlaceExcluded' } as const;
  if (scope.kind !== 'excluded') return { ...said, detail: `${why}: fleet.json does not cover ${resourceId}` };
  const detail = `${why}: fleet.json excludes ${resourceId}: ${scope.why} (${scope.by})`;
  return scope.until === undefined ? { ...said, detail } : { ...said, detail, dueMs: Date.parse(scope.until) };
}

/** Who was refused himself comes back when the next one may try; all others when the stop is lifted. */
export function stoppedSignal({ id, write }: WantedStep, { controls, record, facts, nowMs }: LookInput): Signal {
  const { key, resourceId } = facts.machine;
  const stopped = { key, resourceId, action: actionOf(write) };
  const stop = findStop(controls.stops?.stops ?? [], stopped, nowMs);
  const said = pending('ScopeStopped', nowMs);
  if (stop === undefined) return said;
  const detail = redact(`${stop.scope} is stopped since ${stop.since}: ${stop.detail}`);
  return isDenied(record.steps[id]) ? { ...said, detail, dueMs: Date.parse(stop.tryAt) } : { ...said, detail };
}

/** A machine too young to be written to: it is looked at again when it is old enough. */
export function tooYoungSignal({ facts, fleet }: LookInput, profile: ResolvedProfile): Signal {
  const createdMs = Date.parse(facts.createdAt ?? '');
  return { status: 'Pending', code: 'Settling', dueMs: createdMs + minimumAgeMsOf(fleet, profile) + 1_000 };
}

function describeOpponent(step: WantedStep, foreignWrites: readonly TimelineEntry[]): string {
  const other = foreignWrites.find((entry) => entry.by !== undefined);
  const who =
    other === undefined
      ? 'an unknown writer'
      : `${describeCaller(other.by ?? '')} (${other.operation ?? 'a write'} at ${other.at})`;
  return `${step.id} was written three times within 24 hours and undone each time by ${who}`;
}

function pending(
  reason: PendingReason,
  nowMs: number,
  seconds = waitSecondsOf(reason),
): Extract<Signal, { status: 'Pending' }> {
  return { status: 'Pending', code: reason, dueMs: nowMs + seconds * 1_000 };
}
