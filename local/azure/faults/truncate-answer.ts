import { isObject, listAt } from '../core/json.ts';
import type { ArmReply } from '../core/types.ts';

/**
 * An answer of Resource Graph with the first rows only, and without a way to the others: `resultTruncated` says so (page
 * "Guidance for pagination"). Other answers stay as they are.
 */
export function truncateAnswer(reply: ArmReply, rows: number): ArmReply {
  if (!isObject(reply.body)) return reply;
  const data = listAt(reply.body, 'data');
  if (data === undefined) return reply;
  const kept = data.slice(0, rows);
  const body = { ...reply.body, data: kept, count: kept.length, resultTruncated: 'true', $skipToken: undefined };
  return { ...reply, body };
}
