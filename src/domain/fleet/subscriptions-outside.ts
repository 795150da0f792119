import { covers } from '../scope.ts';
import type { FleetError } from './fleet-error.ts';
import type { EntryView, ScopeView } from './subscriptions-view.ts';

/**
 * Ids of one entry of `subscriptions[]` that lie outside of scope. Where the scope has management groups nobody can tell:
 * what lies below them is known to the sweep alone.
 */
export function findOutside({ match, workspace }: EntryView, scope: ScopeView): readonly FleetError[] {
  if ((scope.managementGroups ?? []).length > 0) return [];
  const own = scope.subscriptions ?? [];
  const matched = (match?.subscriptions ?? []).flatMap((id, index) => {
    if (own.some((one) => one.toLowerCase() === id.toLowerCase())) return [];
    const message = `'${id}' is not among scope.subscriptions; add it there or remove it here`;
    return [{ path: `.match.subscriptions[${index}]`, message }];
  });
  return [...matched, ...findWorkspaceOutside(workspace, scope)];
}

/** A workspace is used and never changed, so it may also lie where only references are. */
function findWorkspaceOutside(workspace: EntryView['workspace'], scope: ScopeView): readonly FleetError[] {
  if (workspace === undefined || typeof workspace === 'string') return [];
  const { id } = workspace;
  const subscriptions = [...(scope.subscriptions ?? []), ...(scope.references?.subscriptions ?? [])];
  const groups = [...(scope.resourceGroups ?? []), ...(scope.references?.resourceGroups ?? [])];
  const places = [...subscriptions.map((one) => `/subscriptions/${one}`), ...groups];
  if (places.some((place) => covers(place, id))) return [];
  const message = `'${id}' lies outside of scope and of scope.references; add its group to scope.references.resourceGroups`;
  return [{ path: '.workspace.id', message }];
}
