import { covers } from '../scope.ts';
import type { FleetError } from './fleet-error.ts';
import { type EntryView, type ScopeView, unreadable } from './subscriptions-view.ts';

/**
 * Ids of one entry of `subscriptions[]` that lie outside of scope. Where the scope has management groups nobody can tell of
 * a subscription: what lies below them is known to the sweep alone. A workspace has to be named then, or lie in what is.
 */
export function findOutside({ match, workspace }: EntryView, scope: ScopeView): readonly FleetError[] {
  const groups = scope.managementGroups ?? [];
  if (groups.includes(unreadable)) return [];
  const own = scope.subscriptions ?? [];
  const matched = (groups.length > 0 ? [] : (match?.subscriptions ?? [])).flatMap((id, index) => {
    if (own.some((one) => one.toLowerCase() === id.toLowerCase())) return [];
    const message = `'${id}' is not among scope.subscriptions; add it there or remove it here`;
    return [{ path: `.match.subscriptions[${index}]`, message }];
  });
  return [...matched, ...findWorkspaceOutside(workspace, scope)];
}

/**
 * A workspace is used and never changed, so it may also lie where only references are. It receives what machines collect, so
 * that it only might lie below a management group is not enough.
 */
function findWorkspaceOutside(workspace: EntryView['workspace'], scope: ScopeView): readonly FleetError[] {
  if (workspace === undefined || typeof workspace === 'string') return [];
  const { id } = workspace;
  const subscriptions = [...(scope.subscriptions ?? []), ...(scope.references?.subscriptions ?? [])];
  const groups = [...(scope.resourceGroups ?? []), ...(scope.references?.resourceGroups ?? [])];
  const places = [...subscriptions.map((one) => `/subscriptions/${one}`), ...groups];
  if (places.some((place) => covers(place, id))) return [];
  const isBelow = (scope.managementGroups ?? []).length > 0;
  const below = isBelow ? ', as far as the file tells what lies below a management group' : '';
  const message = `'${id}' lies outside of scope and of scope.references${below}; add its group to scope.references.resourceGroups`;
  return [{ path: '.workspace.id', message }];
}
