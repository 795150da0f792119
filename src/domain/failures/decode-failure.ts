import { cleanDetail } from './clean-detail.ts';
import type { FailureClass, RawFailure } from './failure.ts';
import { type FailureCode, failureInfo } from './failure-list.ts';
import { type FailureRule, failureRules } from './failure-rules.ts';
import type { PendingReason } from './pending-reasons.ts';
import { readExitCode } from './read-exit-code.ts';

/** What is concluded from an unsuccessful answer. */
export interface DecodedFailure {
  readonly code: FailureCode;
  readonly class: FailureClass;
  /** Azure's code and message: bounded, without secrets, never empty. */
  readonly detail: string;
  /** Nothing is sent before this many seconds have passed; a day at most. */
  readonly retryAfterSeconds?: number;
  /** For class `wait`: the reason under which the machine is parked. */
  readonly pendingReason?: PendingReason;
}

const dayInSeconds = 24 * 60 * 60;

/** Messages are matched up to here; what tells failures apart stands at the front. */
const messageLimit = 8_000;

/** Refusals that only say that our read was old: it is read again soon, and the facts then decide. Seconds. */
const readAgainSeconds: Partial<Record<FailureCode, number>> = {
  PreconditionFailed: 1,
  VmNotRunning: 60,
  MachineDisconnected: 60,
};

/** Decodes any failure; never throws. What no rule knows is `UnknownFailure` and keeps its raw code and text. */
export function decodeFailure(failure: RawFailure): DecodedFailure {
  const raw = { ...failure, message: failure.message.slice(0, messageLimit) };
  const code = codeOf(raw);
  const entry = failureInfo(code);
  const retryAfterSeconds = retryAfterOf(raw, code);
  return {
    code,
    class: entry.class,
    detail: detailOf(raw) || code,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    ...(entry.pendingReason === undefined ? {} : { pendingReason: entry.pendingReason }),
  };
}

function codeOf(raw: RawFailure): FailureCode {
  if (raw.source === 'network') return 'NetworkFailure';
  const exitCode = raw.source === 'operation' ? (raw.exitCode ?? readExitCode(raw.message)) : undefined;
  const found = failureRules.find((rule) => fits(rule, raw, exitCode));
  if (found !== undefined) return found.gives;
  if (raw.source === 'operation' && exitCode !== undefined) return 'ExtensionFailed';
  return raw.source === 'http' && raw.status >= 500 ? 'ServerError' : 'UnknownFailure';
}

function fits(
  rule: FailureRule,
  raw: Exclude<RawFailure, { source: 'network' }>,
  exitCode: number | undefined,
): boolean {
  if (rule.source !== undefined && rule.source !== raw.source) return false;
  if (rule.status !== undefined && !(raw.source === 'http' && rule.status.includes(raw.status))) return false;
  if (rule.exits !== undefined && !(exitCode !== undefined && rule.exits.includes(exitCode))) return false;
  if (rule.codes !== undefined && !hasCode(rule.codes, raw)) return false;
  return rule.text === undefined || rule.text.test(raw.message);
}

function hasCode(codes: readonly string[], raw: Exclude<RawFailure, { source: 'network' }>): boolean {
  const given = [raw.code, ...(raw.source === 'http' ? raw.detailCodes : [])].map((code) => code.toLowerCase());
  return codes.some((code) => given.includes(code.toLowerCase()));
}

function retryAfterOf(raw: RawFailure, code: FailureCode): number | undefined {
  const asked = raw.source === 'http' ? raw.retryAfterSeconds : undefined;
  if (asked !== undefined && Number.isFinite(asked)) return Math.min(Math.max(0, Math.ceil(asked)), dayInSeconds);
  return readAgainSeconds[code];
}

function detailOf(raw: RawFailure): string {
  if (raw.source === 'network') return cleanDetail(raw.message);
  const exit = raw.source === 'operation' && raw.exitCode !== undefined ? ` (exit code ${raw.exitCode})` : '';
  const code = raw.source === 'http' && raw.code === '' ? `HTTP ${raw.status}` : raw.code;
  return cleanDetail([`${code}${exit}`, raw.message].filter((part) => part !== '').join(': '));
}
