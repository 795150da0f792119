import type { SubscriptionFinding, SubscriptionInput } from '../subscription/subscription-service.ts';
import { needOf } from './shared-object.ts';
import { solutionOfPlan } from './solution-of-plan.ts';

/** A workspace of somebody else: nothing is written to it, and what it lacks is for its owner to add. */
export function judgeNamedWorkspace(input: SubscriptionInput, workspaceId: string): SubscriptionFinding {
  const { workspace } = input.facts.parts;
  if (workspace === undefined) return { kind: 'not-read', needs: 'workspace' };
  if (workspace.state === 'missing') {
    return { kind: 'blocked', code: 'ReferenceGone', detail: `the workspace ${workspaceId} does not exist` };
  }
  if (workspace.state === 'unknown') {
    return { kind: 'blocked', code: 'ReferenceUnreadable', detail: `the workspace ${workspaceId} could not be read` };
  }
  const product = solutionOfPlan(input);
  if (product === 'not-read') return { kind: 'not-read', needs: 'defender' };
  const provides = [needOf(workspace.id)];
  const detail = tellSolution(workspace.solutions, product);
  return { kind: 'satisfied', provides, ...(detail === undefined ? {} : { detail }) };
}

/** The free allowance of Plan 2 counts in workspaces that have the plan on ("Enable the Defender for Servers plan"). */
function tellSolution(solutions: readonly string[] | undefined, product: string): string | undefined {
  if (solutions === undefined) return `whether the workspace has the solution ${product} could not be read`;
  if (solutions.some((one) => one.toLowerCase() === product.toLowerCase())) {
    return product === 'Security' ? 'Plan 2 gives this workspace its free 500 MB a day for each machine' : undefined;
  }
  const lacks = `its owner has to add the solution ${product}`;
  if (product !== 'Security') return lacks;
  return `${lacks}; without it Plan 2 gives this workspace no free 500 MB, and no rule can send security events to it`;
}
