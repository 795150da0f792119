import type { z } from 'zod';
import type { PartOutcome } from '../ports/azure.ts';
import type { ArmAnswer } from './arm-caller.ts';
import { unreadableReply } from './map-error.ts';
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
): PartOutcome<ParsedReply<z.output<T>>> {
  if (answer.kind === 'failed') return answer;
  const { reply } = answer;
  const parsed = schema.safeParse(reply.body);
  if (parsed.success) return { kind: 'found', value: { body: parsed.data, reply } };
  return unreadable(what, describeIssues(parsed.error), reply);
}

/** The outcome for an answer that cannot be used. */
export function unreadable(what: string, why: string, reply: RawReply): PartOutcome<never> {
  return { kind: 'failed', failure: unreadableReply(what, why, reply) };
}

function describeIssues(error: z.ZodError): string {
  const issues = error.issues.slice(0, 5).map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`);
  return issues.join('; ');
}
