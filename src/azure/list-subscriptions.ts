import { isForbidden } from '../domain/failures/is-forbidden.ts';
import type { GraphGap, ShownSubscriptions, SubscriptionRow, SubscriptionScopes } from '../ports/inventory.ts';
import type { ArmCaller } from './arm-caller.ts';
import { graphQueries } from './graph-rows.ts';
import { groupSize, groupsOf, readRows } from './query-graph.ts';

/**
 * A question about management groups is answered for the first so many subscriptions below them (Azure docs, "Azure
 * Resource Graph query language": query scope).
 */
const mostBelowGroup = 10_000;

/**
 * Every subscription below these management groups, and those of the named ones, that Resource Graph shows to the
 * caller, each once. A named one that is not shown is missing in the rows. One management group is asked for at a time,
 * so that the limit holds for each. A group in which nothing may be read, because its last subscription left it or a role
 * was taken away, is answered with 403: it hides no other group, and is told.
 */
export async function listSubscriptions(
  caller: ArmCaller,
  { managementGroups, subscriptions }: SubscriptionScopes,
): Promise<ShownSubscriptions> {
  const query = graphQueries.subscriptions;
  const shown = new Map<string, SubscriptionRow>();
  const take = (rows: readonly SubscriptionRow[]): void => {
    for (const row of rows) shown.set(row.subscription, row);
  };
  const groups = [...new Set(managementGroups)];
  const denied: string[] = [];
  for (const group of groups) {
    const found = await readRows(caller, query, { managementGroups: [group] });
    if (found.kind === 'incomplete') {
      if (!isDenied(found.gap)) return found;
      denied.push(group);
      if (denied.length === groups.length) return found;
      continue;
    }
    const rows = found.rows.length;
    if (rows >= mostBelowGroup) return { kind: 'incomplete', gap: { reason: 'truncated', rows, total: rows } };
    take(found.rows);
  }
  // Where none of those asked for may be read Azure answers 403, as it does when the caller may read nothing at all
  // ("Overview of Azure Resource Graph"). One that was just shown tells the two apart, and so does a group that was
  // answered without a row.
  const rest = [...new Set(subscriptions.map((id) => id.toLowerCase()))].filter((id) => !shown.has(id));
  for (const ids of groupsOf(rest, groupSize - 1)) {
    const [witness] = shown.keys();
    const found = await readRows(caller, query, { subscriptions: witness === undefined ? ids : [...ids, witness] });
    if (found.kind === 'rows') take(found.rows);
    else if (managementGroups.length === 0 || !isDenied(found.gap)) return found;
  }
  return { kind: 'rows', rows: [...shown.values()], ...(denied.length === 0 ? {} : { denied }) };
}

function isDenied(gap: GraphGap): boolean {
  return gap.reason === 'failed' && isForbidden(gap.failure);
}
