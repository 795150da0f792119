import type { Finding, ReadPart } from '../findings/finding.ts';
import type { Spec } from '../fleet/spec.ts';
import { specHash } from '../fleet/spec-hash.ts';
import { isFactsOn } from '../machine/is-facts-on.ts';
import type { MachineRecord } from '../machine/machine-record.ts';
import { beginWaitWhileOn } from '../machine/wait-while-on.ts';
import type { RefusalReason } from '../permit/guard.ts';
import type { JudgedStep } from '../permit/judged-step.ts';
import type { ServiceName } from '../service-name.ts';
import type { Need, WantedStep } from '../step/wanted-step.ts';
import { metNeeds } from './choose-steps.ts';
import { concludeRow, concludeRowOutright } from './conclude-row.ts';
import { findLostIdentities } from './find-lost-identities.ts';
import type { LookDecision, LookInput } from './look-input.ts';
import { queueForRoom } from './queue-for-room.ts';
import type { Signal } from './signal.ts';

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
  const { input, record, findings, wanted, steps, signals, refusal } = found;
  const { nowMs } = input;
  const goesOn = steps.length > 0 || signals.some(({ status }) => status === 'InProgress');
  const unread = unreadOf(findings, input.record);
  // What cannot wait is read first: it tells whether anything goes on, and then the rest can wait.
  const pressing = unread.filter(({ canWait }) => !canWait);
  const toRead = pressing.length > 0 ? pressing : goesOn ? [] : unread;
  const needs = refusal === 'Settling' ? [] : toRead.map(({ part }) => part);
  // The first permitted look binds the file's spec to the machine; from then on the row names the spec that counts.
  const binds = refusal === undefined && input.boundSpec === undefined;
  const bind = binds ? { hash: specHash(found.spec), spec: found.spec } : undefined;
  const bound: MachineRecord = {
    ...record,
    spec: bind?.hash ?? record.spec,
    plannedSpec: refusal === undefined || record.spec !== undefined ? undefined : specHash(found.spec),
    waitsWhileOn: waitsWhileOnOf(record.waitsWhileOn, findings, input),
  };
  const queued = queueForRoom(input, steps);
  const concluded = concludeRow({
    ...{ record: bound, findings, wanted, nowMs },
    ...(queued === undefined ? { steps, signals } : { steps: [], signals: [queued.signal] }),
  });
  const timeline = [...findLostIdentities(input.record, input.facts, nowMs), ...concluded.timeline];
  const rest = { timeline, wanted, met: metNeeds(findings), bind, needs };
  if (queued === undefined || concluded.next.kind !== 'parked') return { ...concluded, ...rest, steps };
  return { ...concluded, ...rest, steps: [], next: { ...concluded.next, load: queued.load } };
}

/** By the services that still wait so: the others forget it. */
function waitsWhileOnOf(
  before: MachineRecord['waitsWhileOn'],
  findings: Findings['findings'],
  { facts, nowMs }: LookInput,
): MachineRecord['waitsWhileOn'] {
  const waiting = [...findings].filter(([, finding]) => 'whileOn' in finding && finding.whileOn === true);
  if (waiting.length === 0) return undefined;
  return Object.fromEntries(
    waiting.map(([service]) => [service, before?.[service] ?? beginWaitWhileOn(isFactsOn(facts), nowMs)]),
  );
}

/**
 * What this look left unread. A look that waits for Azure, or that has something else to write, may leave a part unread when
 * its service was satisfied before, or when all writes of that service were answered with success. Another look follows it,
 * and the one that ends the work reads every part.
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

/** A look that ends in a word that only a change of the machine or of the file can change, or the time (`until`). */
export function concludeOutright(
  input: LookInput,
  record: MachineRecord,
  status: 'Excluded' | 'Unsupported' | 'Held',
  code: string,
  detail: string,
  more: { readonly findings?: ReadonlyMap<ServiceName, Finding>; readonly until?: string | undefined } = {},
): LookDecision {
  const said = { status, code, detail, until: more.until };
  const concluded = concludeRowOutright(
    { ...record, waitsWhileOn: undefined },
    said,
    more.findings ?? new Map(),
    input.nowMs,
  );
  return { ...concluded, wanted: [], met: new Set<Need>(), steps: [], bind: undefined, needs: [] };
}
