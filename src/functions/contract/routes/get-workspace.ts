import { z } from 'zod';
import { targetKeySchema } from '../../../domain/ids.ts';
import { agentWords } from '../../../domain/workspaces/seen-workspaces.ts';
import { pageQuery } from '../page-query.ts';
import { workspaceRow } from '../replies/workspace-row.ts';
import { defineRoute, readsNothing } from '../route.ts';

const text = z.string();
const agents = z.enum([...agentWords, 'both']);

export const getWorkspace = defineRoute({
  name: 'getWorkspace',
  method: 'GET',
  path: 'workspaces/{key}',
  access: 'read',
  answers: 'the same of one workspace, with its machines, in key order, by page',
  ...readsNothing,
  params: z.strictObject({ key: targetKeySchema.describe('of a workspace in `GET /workspaces`') }),
  query: z.strictObject({ agents: agents.optional().describe('which agents the machine has'), ...pageQuery }),
  replies: [
    {
      status: 200,
      body: z.strictObject({
        at: text.describe('when it was read'),
        workspace: workspaceRow,
        machines: z
          .array(
            z.strictObject({
              ...{ key: targetKeySchema, id: text, agents: agents.describe('which of them the machine has') },
              sends: z.array(z.enum(agentWords)).readonly().describe('which of them send to this workspace'),
              plan: text.describe(
                'Defender for Servers in its subscription, as a look last read it: `free`, `P1`, `P2`, `standard`, or `unknown`',
              ),
            }),
          )
          .readonly(),
        next: text.nullable().describe('the link to the next page, without the key; null on the last'),
      }),
    },
  ],
  problems: ['WorkspacesNotKnown', 'WorkspaceUnknown'],
});
