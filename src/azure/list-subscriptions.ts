import { codesOf } from '../domain/failures/error-words.ts';
import { isForbidden } from '../domain/failures/is-forbidden.ts';
import type {
  DeniedGroup,
  GraphGap,
  GraphOutcome,
  ShownSubscriptions,
  SubscriptionRow,
  SubscriptionScopes,
} from '../ports/inventory.ts';
import type { ArmCaller } from './arm-caller.ts';
import { graphQueries } from './graph-rows.ts';
import { groupSize, groupsOf, readRows } from './query-graph.ts';

/**
 * A question about management groups is answered for the first so many subscriptions below them (Azure docs, "Azure
 * Resource Graph query language": query scope).
 */
const mostBelowGroup = 10_000;

type Incomplete = Extract<GraphOutcome<SubscriptionRow>, { kind: 'incomplete' }>;

/** What was told so far. */
interface Told {
  readonly shown: Map<string, SubscriptionRow>;
  readonly denied: DeniedGroup[];
  /** Whether Azure answered anything, be it without a row. */
  isAnswered: boolean;
  /** The last refusal. */
  refusal: Incomplete | undefined;
}

/**
 * Every subscription below these management groups, and those of the named ones, that Resource Graph shows to the
 * caller, each once. A named one that is not shown is missing in the rows. A group about which nothing is answered hides
 * no other and no named subscription, and is told; so is what Azure refuses altogether.
 */
export async function listSubscriptions(
  caller: ArmCaller,
  { managementGroups, subscriptions }: SubscriptionScopes,
): Promise<ShownSubscriptions> {
  const told: Told = { shown: new Map(), denied: [], isAnswered: false, refusal: undefined };
  const failed =
    (await askGroups(caller, managementGroups, told)) ??
    (await askNamed(caller, subscriptions, told)) ??
    (told.isAnswered ? undefined : told.refusal);
  const denied = told.denied.length === 0 ? {} : { denied: told.denied };
  return { ...(failed ?? { kind: 'rows', rows: [...told.shown.values()] }), ...denied };
}

/** One at a time, so that the limit holds for each, and none that is denied hides another. Answers why it went no further. */
async function askGroups(caller: ArmCaller, groups: readonly string[], told: Told): Promise<Incomplete | undefined> {
  for (const group of new Set(groups)) {
    const found = await readRows(caller, graphQueries.subscriptions, { managementGroups: [group] });
    if (found.kind === 'rows') {
      const rows = found.rows.length;
      if (rows >= mostBelowGroup) return { kind: 'incomplete', gap: { reason: 'truncated', rows, total: rows } };
      take(told, found.rows);
      continue;
    }
    const why = whyDenied(found.gap);
    if (why === undefined) return found;
    told.denied.push({ group, why });
    told.refusal = found;
  }
  return undefined;
}

/**
 * Those that no group showed. Where none of those asked for may be read Azure answers 403, as it does when the caller may
 * read nothing at all ("Overview of Azure Resource Graph"). One that was just shown tells the two apart, and so does
 * anything that was answered without a row.
 */
async function askNamed(caller: ArmCaller, ids: readonly string[], told: Told): Promise<Incomplete | undefined> {
  const rest = [...new Set(ids.map((id) => id.toLowerCase()))].filter((id) => !told.shown.has(id));
  for (const some of groupsOf(rest, groupSize - 1)) {
    const [witness] = told.shown.keys();
    const subscriptions = witness === undefined ? some : [...some, witness];
    const found = await readRows(caller, graphQueries.subscriptions, { subscriptions });
    if (found.kind === 'rows') take(told, found.rows);
    else if (witness !== undefined || whyDenied(found.gap) !== 'refused') return found;
    else told.refusal = found;
  }
  return undefined;
}

function take(told: Told, rows: readonly SubscriptionRow[]): void {
  told.isAnswered = true;
  for (const row of rows) told.shown.set(row.subscription, row);
}

/**
 * 403: nothing may be read there, because the last subscription left it or a role was taken away. 400 with this code in its
 * details: an id that is none (rubrikinc/rubrik-sizing-scripts#87). Undefined: it says nothing of the scope.
 */
function whyDenied(gap: GraphGap): DeniedGroup['why'] | undefined {
  if (gap.reason !== 'failed' || gap.failure.source !== 'http') return undefined;
  if (isForbidden(gap.failure)) return 'refused';
  const isInvalid = codesOf(gap.failure).some((code) => code.toLowerCase() === 'managementgroupscontaininvalidids');
  return isInvalid ? 'invalid' : undefined;
}
