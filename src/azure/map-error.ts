import type { RawFailure } from '../domain/failures/failure.ts';
import { isUnregistered } from '../domain/failures/is-unregistered.ts';
import { messageLimit, redact } from '../domain/redact.ts';
import { readErrorBody } from './error-body.ts';
import { retryAfterSeconds } from './retry-after.ts';
import type { RawReply } from './send-raw.ts';

type HttpFailure = Extract<RawFailure, { source: 'http' }>;

/** What an answer with a status of 400 or more says. `nowMs` (app time) is for a `Retry-After` that is a date. */
export function failureOfReply(reply: RawReply, nowMs: number): HttpFailure {
  const error = readErrorBody(reply.body);
  return {
    source: 'http',
    status: reply.status,
    code: error?.code || `Http${reply.status}`,
    message: error?.message || `Azure answered ${reply.status} without an explanation`,
    ...(error?.target === undefined ? {} : { target: error.target }),
    detailCodes: error?.detailCodes ?? [],
    ...(error === undefined || error.detailMessages.length === 0 ? {} : { detailMessages: error.detailMessages }),
    ...(error?.violations === undefined ? {} : { violations: error.violations }),
    retryAfterSeconds: retryAfterSeconds(reply.header('retry-after'), reply.header('date'), nowMs),
    correlationId: correlationIdOf(reply),
  };
}

/** No answer came: a timeout, a reset, a name that does not resolve, or no token. */
export function failureOfThrown(error: unknown): RawFailure {
  return { source: 'network', message: redact(error instanceof Error ? error.message : String(error), messageLimit) };
}

/** An answer that says success but lacks what a decision needs. */
export function unreadableReply(what: string, why: string, reply: RawReply): HttpFailure {
  return {
    source: 'http',
    status: reply.status,
    code: 'UnreadableReply',
    message: redact(`Azure's answer for ${what} cannot be used: ${why}`, messageLimit),
    detailCodes: [],
    retryAfterSeconds: undefined,
    correlationId: correlationIdOf(reply),
  };
}

/**
 * The failure of a read beside the machine itself. Its 404 is about that part, and says nothing of the machine: Azure's
 * codes for it are those of a machine that is gone, so they are left out. A provider without registration is no such thing.
 */
export function failureOfPart(what: string, failure: RawFailure): RawFailure {
  if (failure.source !== 'http' || failure.status !== 404 || isUnregistered(failure)) return failure;
  const message = redact(`${what} was not found (${failure.code}): ${failure.message}`, messageLimit);
  return { ...failure, code: 'SubResourceNotFound', message, detailCodes: [] };
}

/** The id that support and the activity log know a request by. */
export function correlationIdOf(reply: RawReply): string | undefined {
  return reply.header('x-ms-correlation-request-id') ?? reply.header('x-ms-request-id');
}
