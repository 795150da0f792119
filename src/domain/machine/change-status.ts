import { redact } from '../redact.ts';
import type { TimelineEntry } from './machine-record.ts';
import { type Conclusion, codeOf, detailOf, untilOf } from './standing.ts';
import type { StandingRow } from './standing-row.ts';

/**
 * Says of a target what was concluded. A status or code that changed gets its time and a line in the timeline. While
 * the target cannot be read, its next read waits until the standing ends.
 */
export function changeStatus<Row extends StandingRow>(
  record: Row,
  said: Conclusion,
  nowMs: number,
): { readonly record: Row; readonly timeline: readonly TimelineEntry[] } {
  const at = new Date(nowMs).toISOString();
  const { standing: before } = record;
  const [code, told] = [codeOf(said), detailOf(said)];
  const detail = told === undefined ? undefined : redact(told);
  const isSame = before.status === said.status && codeOf(before) === code;
  const standing = { ...said, ...(detail === undefined ? {} : { detail }), since: isSame ? before.since : at };
  const lookRetryAt = record.lookAttempts > 0 ? untilOf(said) : undefined;
  if (isSame) return { record: { ...record, standing, lookRetryAt, latest: [] }, timeline: [] };
  const text = `${said.status}${code === undefined ? '' : ` (${code})`}${told === undefined ? '' : `: ${told}`}`;
  const entry: TimelineEntry = { at, what: 'status', text, ...(code === undefined ? {} : { code }) };
  return { record: { ...record, standing, lookRetryAt, latest: [entry] }, timeline: [entry] };
}
