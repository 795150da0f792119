import { isSameName } from '../ids.ts';
import { redact } from '../redact.ts';
import type { Addressed } from './addressed.ts';
import { codesOf } from './error-words.ts';
import type { FailureClass, RawFailure, ToldFailure } from './failure.ts';
import { type FailureCode, failureInfo } from './failure-list.ts';
import { type FailureRule, failureRules } from './failure-rules.ts';
import type { PendingReason } from './pending-reasons.ts';
import { describeViolations, reasonWithoutIds } from './policy-violation.ts';
import { readExitCode } from './read-exit-code.ts';
import { type Subject, subjectOf } from './subject.ts';

/** What is concluded from an unsuccessful answer. */
export interface DecodedFailure {
  readonly code: FailureCode;
  readonly class: FailureClass;
  /** Azure's code and message, or the policies that refused with Azure's reason: bounded, without secrets, never empty. */
  readonly detail: string;
  /** Nothing is sent before this many seconds have passed; a day at most. */
  readonly retryAfterSeconds?: number;
  /** For class `wait`: the reason under which the machine is parked. */
  readonly pendingReason?: PendingReason;
}

const dayInSeconds = 24 * 60 * 60;

/** After a failed precondition our read was old: it is read again soon, and the facts then decide. */
const readAgainSeconds = 1;

/** Holds that are of no use without the name of our extension, which their texts leave out. */
const namesOurs: readonly FailureCode[] = ['ExtensionNameTaken', 'ChangeNotAllowed', 'AutomaticUpgradeUnsupported'];

/**
 * Decodes any failure; never throws. What no rule knows is `RequestRejected`, over both channels alike, and
 * keeps its raw code and text. `UnknownFailure` is what neither was refused nor failed inside: the 404 of a machine's own
 * GET that does not say that it is gone, and an answer of success that cannot be used.
 *
 * @param about what was addressed: every write, operation and read of a part gives it. Absent: the GET of the machine
 * itself, the only one that says that a machine is gone.
 */
export function decodeFailure(raw: RawFailure, about?: Addressed): DecodedFailure {
  if (raw.source === 'network') return decoded('NetworkFailure', redact(raw.message), undefined);
  const subject = subjectOf(raw, about);
  const { code, isAboutOther } = judge(raw, subject, about);
  const ours = about?.extension !== undefined && namesOurs.includes(code) ? `extension '${about.extension.name}'` : '';
  const refused = code === 'PolicyDenied' ? refusalOf(raw) : undefined;
  const detail = refused ?? detailOf(raw, isAboutOther ? subject.who : ours);
  return decoded(code, detail, retryAfterOf(raw, code));
}

function decoded(code: FailureCode, detail: string, retryAfterSeconds: number | undefined): DecodedFailure {
  const { class: effect, pendingReason } = failureInfo(code);
  return {
    code,
    class: effect,
    detail: detail || code,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    ...(pendingReason === undefined ? {} : { pendingReason }),
  };
}

function judge(
  raw: ToldFailure,
  subject: Subject,
  about: Addressed | undefined,
): { readonly code: FailureCode; readonly isAboutOther: boolean } {
  const exitCode = exitCodeOf(raw, subject.words);
  const codes = codesOf(raw).map((code) => code.toLowerCase());
  const found = failureRules.find((rule) => fits(rule, raw, subject, { codes, exitCode, about }));
  return { code: found?.gives ?? unknownOf(raw, about), isAboutOther: found?.about !== undefined };
}

/** What a failure is that no rule knows: an extension that ended `Failed`, without a word why, has failed. */
function unknownOf(raw: ToldFailure, about: Addressed | undefined): FailureCode {
  if (raw.source === 'http') return 'UnknownFailure';
  const isBare = raw.code.toLowerCase() === 'failed' && about?.extension !== undefined;
  return isBare || raw.saidBy === 'handler' ? 'ExtensionFailed' : 'RequestRejected';
}

function exitCodeOf(raw: ToldFailure, words: string): number | undefined {
  return (raw.source === 'operation' ? raw.exitCode : undefined) ?? readExitCode(words);
}

interface Told {
  readonly codes: readonly string[];
  readonly exitCode: number | undefined;
  readonly about: Addressed | undefined;
}

function fits(rule: FailureRule, raw: ToldFailure, subject: Subject, { codes, exitCode, about }: Told): boolean {
  if (rule.about !== undefined && rule.about !== subject.is) return false;
  if (rule.isOfOurs === true && subject.isDoubtful) return false;
  if (rule.status !== undefined && !(raw.source === 'http' && rule.status.includes(raw.status))) return false;
  if (rule.exits !== undefined && !exitFits(rule.exits, subject, exitCode)) return false;
  if (rule.notOf !== undefined && isOf(rule.notOf, about)) return false;
  if (rule.codes !== undefined && !rule.codes.some((code) => codes.includes(code.toLowerCase()))) return false;
  if (rule.codeLike !== undefined && !codes.some((code) => rule.codeLike?.test(code))) return false;
  return rule.text === undefined || rule.text.test(heard(rule, subject));
}

function heard(rule: FailureRule, { told, beforeExit, words }: Subject): string {
  if (rule.heard === undefined) return told;
  return rule.heard === 'agent' ? beforeExit : words;
}

/** Whether an extension of this publisher was addressed. */
function isOf(publisher: string, about: Addressed | undefined): boolean {
  return about?.extension !== undefined && isSameName(about.extension.publisher, publisher);
}

/** What a code means is known of our handler only. */
function exitFits(exits: readonly number[] | 'any', subject: Subject, exitCode: number | undefined): boolean {
  if (exitCode === undefined || exits === 'any') return exitCode !== undefined;
  return subject.is !== 'extension' && !subject.isDoubtful && exits.includes(exitCode);
}

function retryAfterOf(raw: ToldFailure, code: FailureCode): number | undefined {
  const asked = raw.source === 'http' ? raw.retryAfterSeconds : undefined;
  if (asked !== undefined && Number.isFinite(asked)) return Math.min(Math.max(0, Math.ceil(asked)), dayInSeconds);
  return code === 'PreconditionFailed' ? readAgainSeconds : undefined;
}

/** Of policies the names and ids come first: Azure's own text has them behind others, or not at all. */
function refusalOf({ message, detailMessages = [], violations = [] }: ToldFailure): string | undefined {
  if (violations.length === 0) return undefined;
  const details = detailMessages.filter((text) => !message.includes(text));
  const reasons = [message, ...details].map(reasonWithoutIds).filter((text) => text !== '');
  return redact(describeViolations(violations, reasons.join(': ')));
}

/** Azure's code and words; the reason often stands in the details alone. */
function detailOf(raw: ToldFailure, who: string): string {
  const exit = raw.source === 'operation' && raw.exitCode !== undefined ? ` (exit code ${raw.exitCode})` : '';
  const code = raw.source === 'http' && raw.code === '' ? `HTTP ${raw.status}` : raw.code;
  const details = (raw.detailMessages ?? []).filter((text) => !raw.message.includes(text));
  return redact([who, `${code}${exit}`, raw.message, ...details].filter((part) => part !== '').join(': '));
}
