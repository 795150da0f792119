import type { AppContext } from '../app-context.ts';
import { getWorkspace } from '../contract/routes/get-workspace.ts';
import { getWorkspaces } from '../contract/routes/get-workspaces.ts';
import { bindRoute } from './bind-route.ts';
import { nextLink } from './next-link.ts';
import { problem } from './problem.ts';
import { agentsOf, toWorkspaceRow } from './workspace-view.ts';

/** What agents mean for workspaces: the list, and one with its machines. */
export function workspaceHandlers({ readWorkspaces }: AppContext) {
  return {
    getWorkspaces: bindRoute(getWorkspaces).to(async ({ query: { limit, after } }, { url }) => {
      const read = await readWorkspaces();
      if (read.kind === 'incomplete') return notKnown(read.why);
      const { at, notRead, unattributed, workspaces } = read;
      const behind = workspaces.filter(({ key }) => after === undefined || key > after);
      const page = behind.slice(0, limit);
      return {
        status: 200,
        body: {
          ...{ at, total: workspaces.length, notRead, unattributed },
          workspaces: page.map(toWorkspaceRow),
          next: nextLink(url, behind.length > limit ? page.at(-1)?.key : undefined),
        },
      };
    }),
    getWorkspace: bindRoute(getWorkspace).to(async ({ params, query: { agents, limit, after } }, { url }) => {
      const read = await readWorkspaces();
      if (read.kind === 'incomplete') return notKnown(read.why);
      const workspace = read.workspaces.find(({ key }) => key === params.key);
      if (workspace === undefined) {
        const detail = 'No workspace that Azure shows, or that an agent names, has this key.';
        return problem('WorkspaceUnknown', detail);
      }
      const fitting = workspace.machines.filter(
        (machine) =>
          (after === undefined || machine.key > after) && (agents === undefined || agentsOf(machine) === agents),
      );
      const page = fitting.slice(0, limit);
      return {
        status: 200,
        body: {
          at: read.at,
          workspace: toWorkspaceRow(workspace),
          machines: page.map((machine) => {
            const { key, id, sends, plan } = machine;
            return { key, id, agents: agentsOf(machine), sends, plan: plan ?? 'unknown' };
          }),
          next: nextLink(url, fitting.length > limit ? page.at(-1)?.key : undefined),
        },
      };
    }),
  };
}

function notKnown(why: string) {
  return problem('WorkspacesNotKnown', `Nothing is known of workspaces: ${why}`);
}
