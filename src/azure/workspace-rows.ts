import { z } from 'zod';
import { legacyWorkspaceOf } from '../domain/legacy-agent.ts';
import { agentWords, type SeenAgent, type SeenObject } from '../domain/workspaces/seen-workspaces.ts';
import { absentable, absentableText } from './reply-values.ts';

/** A row of `agents.kql`. */
export const agentRow = z
  .object({
    key: z.string().min(1),
    machineId: z.string().min(1),
    subscription: z.string().toLowerCase(),
    agent: z.enum(agentWords),
    settings: absentable(z.record(z.string(), z.unknown())),
  })
  .transform(({ settings = {}, ...row }): SeenAgent => {
    return { ...row, workspace: row.agent === 'old' ? legacyWorkspaceOf(settings) : undefined };
  });

/** A row of `workspaces.kql`: which columns mean anything is told by its type. */
export const workspaceObjectRow = z
  .object({
    key: z.string().min(1),
    id: z.string().min(1),
    name: z.string(),
    type: z.string().toLowerCase(),
    location: absentableText,
    subscription: z.string().toLowerCase(),
    customerId: absentableText,
    workspaceId: absentableText,
    destinations: absentable(z.array(z.object({ workspaceResourceId: absentableText }))),
  })
  .transform(({ key, id, name, type, location, subscription, ...row }): SeenObject => {
    if (type === 'microsoft.operationalinsights/workspaces') {
      const region = location?.toLowerCase().replaceAll(' ', '') ?? '';
      return { key, what: 'workspace', id, name, region, subscription, customerId: row.customerId || undefined };
    }
    if (type === 'microsoft.operationsmanagement/solutions') {
      // Solutions are named with what they belong to: `Security(workspace)`.
      return { key, what: 'solution', workspaceId: row.workspaceId ?? '', product: name.replace(/\(.*$/, '') };
    }
    const workspaceIds = (row.destinations ?? []).flatMap(
      ({ workspaceResourceId }) => workspaceResourceId?.toLowerCase() ?? [],
    );
    return { key, what: 'rule', workspaceIds };
  });
