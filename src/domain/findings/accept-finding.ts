import { type FailureCode, failureInfo } from '../failures/failure-list.ts';
import { type Acceptance, acceptancesInForce } from '../machine/acceptance.ts';
import { isForeignMachine } from '../machine/foreign-parts.ts';
import type { MachineRecord, TimelineEntry } from '../machine/machine-record.ts';
import { hashOfFound } from './accepted.ts';

export interface AcceptRequest {
  readonly code: FailureCode;
  readonly by: string;
  readonly why: string;
  /** A time with its offset; undefined: as long as machine and finding stay the same. */
  readonly until: string | undefined;
  /** Of the finding that the person read; undefined: whatever the row says now. */
  readonly hash: string | undefined;
}

export type AcceptOutcome =
  | {
      readonly kind: 'accepted';
      readonly record: MachineRecord;
      readonly entry: TimelineEntry;
      readonly acceptance: Acceptance;
    }
  | AcceptRefusal;

export type AcceptRefusal =
  | { readonly kind: 'notAcceptable' }
  | { readonly kind: 'notHeld' }
  /** `until` is not a time that may be asked for; why is for the caller. */
  | { readonly kind: 'untilOutOfRange'; readonly why: string }
  /** Something else is found now than what the person read. */
  | { readonly kind: 'changed'; readonly found: string; readonly hash: string };

/** A later time than this is a slip of the pen: who means for good leaves it out. */
const longestDays = 366;

/**
 * A person lives with what holds this machine. Nothing is adopted, bound or tried anew: the next look goes on as if it
 * were not found. What was accepted before and is in force can be accepted again, for another time. `nowMs`: app time.
 */
export function acceptFinding(record: MachineRecord, request: AcceptRequest, nowMs: number): AcceptOutcome {
  const { code, by, why, hash } = request;
  if (failureInfo(code).acceptable !== true) return { kind: 'notAcceptable' };
  const untilWhy = whyUntilIsRefused(request.until, nowMs);
  if (untilWhy !== undefined) return { kind: 'untilOutOfRange', why: untilWhy };
  const found = findHold(record, code, nowMs);
  const { incarnation } = record;
  if (found === undefined || incarnation === undefined) return { kind: 'notHeld' };
  if (hash !== undefined && hash !== found.hash) return { kind: 'changed', found: found.detail, hash: found.hash };
  const at = new Date(nowMs).toISOString();
  const until = request.until === undefined ? undefined : new Date(Date.parse(request.until)).toISOString();
  const acceptance: Acceptance = { code, ...found, incarnation, by, at, why, until };
  const acceptances = [...record.acceptances.filter((one) => one.code !== code), acceptance];
  const text = `accept ${code}${until === undefined ? '' : ` until ${until}`}: ${why} (${found.detail})`;
  return {
    kind: 'accepted',
    record: { ...record, acceptances },
    entry: { at, what: 'operator', text, code, by },
    acceptance,
  };
}

export type WithdrawOutcome =
  | { readonly kind: 'withdrawn'; readonly record: MachineRecord; readonly entry: TimelineEntry }
  | { readonly kind: 'notAccepted' };

/** Takes an acceptance back. Steps that a look has listed already are refused at their write; what is written stays. */
export function withdrawAcceptance(
  record: MachineRecord,
  { code, by }: { readonly code: string; readonly by: string },
  nowMs: number,
): WithdrawOutcome {
  const acceptances = record.acceptances.filter((one) => one.code !== code);
  if (acceptances.length === record.acceptances.length) return { kind: 'notAccepted' };
  const at = new Date(nowMs).toISOString();
  return {
    kind: 'withdrawn',
    record: { ...record, acceptances, lookId: undefined },
    entry: { at, what: 'operator', text: `no longer accept ${code}`, code, by },
  };
}

/** What the last look found under this code, or what is accepted of it. Rows of earlier releases name no hash. */
function findHold(
  record: MachineRecord,
  code: FailureCode,
  nowMs: number,
): Pick<Acceptance, 'detail' | 'hash'> | undefined {
  if (isForeignMachine(record)) return undefined;
  const found = Object.values(record.findings).find((finding) => finding.kind === 'blocked' && finding.code === code);
  if (found === undefined) {
    const before = acceptancesInForce(record, nowMs).find((one) => one.code === code);
    return before && { detail: before.detail, hash: before.hash };
  }
  const { detail = '', hash = hashOfFound({ code, detail }) } = found;
  return { detail, hash };
}

function whyUntilIsRefused(until: string | undefined, nowMs: number): string | undefined {
  if (until === undefined) return undefined;
  const untilMs = Date.parse(until);
  if (!(untilMs > nowMs)) return 'must be in the future';
  const isTooFar = untilMs - nowMs > longestDays * 24 * 60 * 60_000;
  return isTooFar ? `must be within ${longestDays} days; leave it out for as long as nothing changes` : undefined;
}
