import { z } from 'zod';
import { type DecodedFailure, decodeFailure } from '../domain/failures/decode-failure.ts';
import { waitSecondsOf } from '../domain/failures/pending-waits.ts';
import type { ReadPart } from '../domain/findings/finding.ts';
import type { Service } from '../domain/findings/service.ts';
import { matchProfile } from '../domain/fleet/match-profile.ts';
import { lookIdSchema, stepIdSchema, targetKeySchema } from '../domain/ids.ts';
import { decideLook } from '../domain/look/decide-look.ts';
import type { JudgedStep, LookInput } from '../domain/look/look-input.ts';
import type { MachineRecord, TimelineEntry } from '../domain/machine/machine-record.ts';
import { permitWrite, type WritePermit } from '../domain/permit/write-permit.ts';
import { beginStep } from '../domain/step/begin-step.ts';
import { endStep, type StepEnd } from '../domain/step/end-step.ts';
import type { WantedStep } from '../domain/step/wanted-step.ts';
import { parseMachineId } from '../domain/target/machine-ref.ts';
import type { StepReport } from '../domain/work/step-report.ts';
import { addressedBy, touchedBy } from '../domain/write/touched.ts';
import type { WriteOutcome } from '../ports/azure.ts';
import type { Ports } from '../ports/ports.ts';
import type { Versioned } from '../ports/store.ts';
import { observeMachine } from './observe-machine.ts';

/** A step is a name; the body is decided by what is true at the write. */
export const stepInputSchema = z.object({ machineId: targetKeySchema, lookId: lookIdSchema, step: stepIdSchema });
export type StepInput = z.infer<typeof stepInputSchema>;

/** A look older than this is not acted upon. Milliseconds of real time. */
const longestLookAgeMs = 120_000;
const swapTries = 4;

/**
 * Runs one step of a look: reads the machine again, decides again, saves the attempt, sends one request, saves the
 * answer. A duplicated, late or no longer wanted step writes nothing.
 */
export async function runStep(ports: Ports, { reads }: Service, input: StepInput): Promise<StepReport> {
  for (let attempt = 0; attempt < swapTries; attempt++) {
    const stored = await ports.store.machines.read(input.machineId);
    if (stored === undefined) return answer(input, 'refused', 'NoRow');
    const early = findStale(stored.value, input, ports.wallClock.now()) ?? findPause(ports, stored.value, input);
    if (early !== undefined) return early;
    const judged = await judgeNow(ports, stored, reads, input);
    if (judged.kind === 'done') return judged.result;
    const begun = beginStep(stored.value, judged.step, input.lookId, ports.clock.now());
    const saved = await ports.store.machines.replace(begun, stored.etag);
    if (saved.kind === 'conflict') continue;
    if (saved.kind === 'absent') return answer(input, 'refused', 'NoRow');
    const outcome = await ports.azure.send(judged.permit, judged.step.write);
    return finishStep(ports, input, { value: begun, etag: saved.etag }, judged.step, outcome);
  }
  return answer(input, 'skipped', 'RowBusy');
}

function findStale(record: MachineRecord, input: StepInput, wallNowMs: number): StepReport | undefined {
  if (record.lookId !== input.lookId) return answer(input, 'refused', 'StaleLook');
  const ageMs = wallNowMs - Date.parse(record.lookedAtWall ?? '');
  if (!(ageMs <= longestLookAgeMs)) return answer(input, 'refused', 'StaleLook');
  return record.steps[input.step]?.lookId === input.lookId ? answer(input, 'skipped', 'AlreadySent') : undefined;
}

/** A step before this one was throttled: no call for this machine until then. */
function findPause(ports: Ports, { notBefore }: MachineRecord, input: StepInput): StepReport | undefined {
  const mustWait = notBefore !== undefined && Date.parse(notBefore) > ports.clock.now();
  return mustWait ? answer(input, 'skipped', 'Throttled') : undefined;
}

type Judged =
  | { readonly kind: 'go'; readonly step: WantedStep; readonly permit: WritePermit }
  | { readonly kind: 'done'; readonly result: StepReport };

/** The same pure decision, on what is true now. */
async function judgeNow(
  ports: Ports,
  stored: Versioned<MachineRecord>,
  reads: readonly ReadPart[],
  input: StepInput,
): Promise<Judged> {
  const record = stored.value;
  const machine = parseMachineId(record.resourceId);
  if (machine === undefined) return { kind: 'done', result: answer(input, 'refused', 'NoMachine') };
  const parts = { read: reads, operations: false };
  const observed = await observeMachine(ports, machine, record, input.lookId, parts);
  if (observed.kind === 'foreign') return { kind: 'done', result: answer(input, 'refused', 'OtherRelease') };
  if (observed.kind === 'gone') return { kind: 'done', result: answer(input, 'skipped', 'Gone') };
  if (observed.kind === 'failed') {
    const failure = decodeFailure(observed.failure);
    await saveNotBefore(ports, stored, failure);
    return { kind: 'done', result: answer(input, 'failed', failure.code) };
  }
  if (record.incarnation !== observed.input.facts.incarnation)
    return { kind: 'done', result: answer(input, 'refused', 'StaleLook') };
  const { steps, wanted, met } = decideLook(observed.input);
  const step = steps.find(({ id }) => id === input.step);
  if (step === undefined) return { kind: 'done', result: explainAbsence(wanted, input) };
  // What an earlier step of the look was to produce must be there by now, or this one would build on nothing.
  if (!step.needs.every((need) => met.has(need))) return { kind: 'done', result: answer(input, 'skipped', 'NotReady') };
  return permitStep(observed.input, step, input);
}

/** Still wanted but not permitted is a refusal with its reason; everything else is no longer wanted. */
function explainAbsence(wanted: readonly JudgedStep[], input: StepInput): StepReport {
  const verdict = wanted.find(({ step }) => step.id === input.step)?.verdict;
  const isRefused = verdict !== undefined && verdict !== 'permitted' && verdict !== 'waiting';
  return isRefused ? answer(input, 'refused', verdict) : answer(input, 'skipped', 'NotWanted');
}

/** A read that was told to wait keeps the whole machine waiting; a changed row will learn it itself. */
async function saveNotBefore(ports: Ports, stored: Versioned<MachineRecord>, failure: DecodedFailure): Promise<void> {
  if (failure.pendingReason !== 'Throttled') return;
  const waitMs = ((failure.retryAfterSeconds ?? waitSecondsOf('Throttled')) + 1) * 1_000;
  const notBefore = new Date(ports.clock.now() + waitMs).toISOString();
  await ports.store.machines.replace({ ...stored.value, notBefore }, stored.etag);
}

function permitStep(look: LookInput, step: WantedStep, input: StepInput): Judged {
  const { record, facts, fleet, controls, nowMs, wallNowMs } = look;
  const profile = matchProfile(fleet, facts);
  if (profile === undefined) return { kind: 'done', result: answer(input, 'refused', 'NoProfile') };
  const permit = permitWrite({ record, facts, step, fleet, profile, ...controls, nowMs, wallNowMs });
  if ('kind' in permit) return { kind: 'done', result: answer(input, 'refused', permit.reason) };
  return { kind: 'go', step, permit };
}

/** Saves what became of the request; a look that changed the row meanwhile loses nothing of it. */
async function finishStep(
  ports: Ports,
  input: StepInput,
  begun: Versioned<MachineRecord>,
  step: WantedStep,
  outcome: WriteOutcome,
): Promise<StepReport> {
  const end = toStepEnd(step, outcome);
  let current: Versioned<MachineRecord> | undefined = begun;
  for (let attempt = 0; attempt < swapTries && current !== undefined; attempt++) {
    if (current.value.steps[input.step]?.lookId !== input.lookId) break;
    const saved = await ports.store.machines.replace(
      endStep(current.value, input.step, end, ports.clock.now()),
      current.etag,
    );
    if (saved.kind === 'done') break;
    current = saved.kind === 'conflict' ? await ports.store.machines.read(input.machineId) : undefined;
  }
  if (end.kind === 'notSent') return answer(input, 'refused', 'PermitExpired');
  const entry = describeStep(step, end, ports.clock.now());
  await ports.store.timeline.append(input.machineId, [entry]);
  return end.kind === 'accepted' ? answer(input, 'written') : answer(input, 'failed', end.failure.code);
}

function toStepEnd({ write }: WantedStep, outcome: WriteOutcome): StepEnd {
  switch (outcome.kind) {
    case 'accepted':
      return outcome;
    case 'expired':
      return { kind: 'notSent' };
    case 'failed': {
      const about = addressedBy(write.machine.resourceId, touchedBy(write));
      const failure = decodeFailure(outcome.failure, about);
      return { kind: 'failed', failure, correlationId: outcome.correlationId };
    }
  }
}

function describeStep(step: WantedStep, end: Exclude<StepEnd, { kind: 'notSent' }>, nowMs: number): TimelineEntry {
  const at = new Date(nowMs).toISOString();
  const correlation = end.correlationId === undefined ? {} : { correlationId: end.correlationId };
  if (end.kind === 'accepted') return { at, what: 'step', text: `${step.id}: sent (${step.why})`, ...correlation };
  return { at, what: 'step', text: `${step.id}: ${end.failure.detail}`, code: end.failure.code, ...correlation };
}

function answer(input: StepInput, outcome: StepReport['outcome'], why?: string): StepReport {
  return { step: input.step, outcome, ...(why === undefined ? {} : { why }) };
}
