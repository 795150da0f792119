import { z } from 'zod';
import { targetKeySchema } from '../../../domain/ids.ts';
import { impactKinds } from '../../../domain/workspaces/workspace-impacts.ts';

const text = z.string();
const count = z.number().int().nonnegative();

/** A workspace in short. */
export const workspaceRow = z.strictObject({
  key: targetKeySchema,
  id: text
    .nullable()
    .describe(
      'null where only the customer id is known: the old agent names it, and Azure shows the app no such workspace',
    ),
  name: text.nullable(),
  region: text.nullable(),
  customerId: text.nullable().describe('the GUID that agents know it by; null where Azure does not show the workspace'),
  machines: z
    .strictObject({ old: count, new: count, both: count })
    .describe(
      'those of which an agent sends to it: with the Log Analytics agent alone, with the Azure Monitor agent alone, and with both of them, wherever the other one sends to. By their extensions, for Azure shows no agent that was installed without one; a scale set counts as one',
    ),
  solutions: z
    .union([z.array(text).readonly(), z.literal('unknown')])
    .describe('products of its solutions, such as `Security`; unknown where Azure does not show the workspace'),
  impacts: z
    .array(
      z.strictObject({
        kind: z.enum(impactKinds),
        machines: count,
        unknown: count.describe('machines of which nobody can tell'),
        detail: text,
      }),
    )
    .readonly()
    .describe(
      'what the old agent brings with it, where it concerns any machine; the plan is that of the subscription of the machine, as a look last read it: a plan of one machine alone is not looked at',
    ),
  benefit: z
    .strictObject({
      eligible: z.enum(['yes', 'no', 'unknown']),
      machines: count.describe('those that send to it and are in a subscription with Plan 2'),
      why: text,
    })
    .describe('the free 500 MB a day for each machine that Plan 2 gives'),
});
