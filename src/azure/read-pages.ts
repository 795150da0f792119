import { z } from 'zod';
import type { PartOutcome } from '../ports/azure.ts';
import type { ArmCall, ArmCaller } from './arm-caller.ts';
import { failureOfPart } from './map-error.ts';
import { parseReply, unreadable } from './parse-reply.ts';
import { absentableText } from './reply-values.ts';

const usualMostPages = 20;

/** Reads a list page by page; follows `nextLink` on the own endpoint only. All of it, or a failure. */
export async function readPages<T extends z.ZodType>(
  caller: ArmCaller,
  call: ArmCall,
  item: T,
  mostPages = usualMostPages,
): Promise<PartOutcome<readonly z.output<T>[]>> {
  const schema = z.object({ value: z.array(item), nextLink: absentableText });
  const items: z.output<T>[] = [];
  let path = call.path;
  for (let page = 1; ; page += 1) {
    const parsed = parseReply(call.operation, schema, await caller.call({ ...call, path }));
    if (parsed.kind === 'failed')
      return { kind: 'failed', failure: failureOfPart(`the list of ${call.operation}`, parsed.failure) };
    const { body, reply } = parsed.value;
    items.push(...body.value);
    const next = body.nextLink ?? '';
    if (next === '') return { kind: 'found', value: items };
    if (!caller.isOwnUrl(next)) return unreadable(call.operation, 'its next page is on another host', reply);
    if (page === mostPages) return unreadable(call.operation, `it has more than ${mostPages} pages`, reply);
    path = next;
  }
}
