import type { z } from 'zod';
import type { ReadOutcome } from '../ports.ts';
import type { ArmAnswer } from './arm-caller.ts';
import { isGone, unreadableReply } from './map-error.ts';
import type { RawReply } from './send-raw.ts';

export interface ParsedReply<T> {
  readonly body: T;
  readonly reply: RawReply;
}

/**
 * Takes what is used out of an answer. Unknown properties are let through, missing or odd ones that we need are a
 * failure (`UnreadableReply`): nothing is decided from half a reply.
 */
export function parseReply<T extends z.ZodType>(
  what: string,
  schema: T,
  answer: ArmAnswer,
): ReadOutcome<ParsedReply<z.output<T>>> {
  if (answer.kind === 'failed') {
    const { failure } = answer;
    return isGone(failure) ? { kind: 'gone', code: failure.code } : { kind: 'failed', failure };
  }
  const { reply } = answer;
  const parsed = schema.safeParse(reply.body);
  if (parsed.success) return { kind: 'found', value: { body: parsed.data, reply } };
  return unreadable(what, describeIssues(parsed.error), reply);
}

/** The outcome for an answer that cannot be used. */
export function unreadable(what: string, why: string, reply: RawReply): ReadOutcome<never> {
  return { kind: 'failed', failure: unreadableReply(what, why, reply) };
}

function describeIssues(error: z.ZodError): string {
  const issues = error.issues.slice(0, 5).map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`);
  return issues.join('; ');
}
