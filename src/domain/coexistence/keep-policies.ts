import { comparableArmId } from '../arm-id.ts';
import { canonicalJson, type Json } from '../canonical-json.ts';
import { isSameName } from '../ids.ts';
import { covers } from '../scope.ts';
import { isWithin } from './applies.ts';
import { type PolicyFacet, policyFacets } from './known-definition.ts';
import { comparedParameters, knownPartsOf } from './known-definitions.ts';
import type { PolicyAssignment, PolicyExemption, PolicyReading } from './policy-reading.ts';

/** A row of a table holds 64 KiB in one column; so much of it is for policies, in characters of JSON. */
const mostCharacters = 12_000;

/** Whether an assignment is enforced and of a definition that we know. */
export function isCompared({ definition, mode }: PolicyAssignment): boolean {
  return isSameName(mode, 'Default') && knownPartsOf(definition) !== undefined;
}

/** The subscription that they were read of; its groups are undefined while they are not known. */
interface SubscriptionPlace {
  readonly subscription: string;
  readonly managementGroups: readonly string[] | undefined;
}

/** As a look or a sweep read them. */
interface ReadPolicies {
  readonly assignments: readonly PolicyAssignment[];
  readonly exemptions: readonly PolicyExemption[];
}

/** What the row of a subscription keeps of what was read: of known definitions, enforced, and not more than fits. */
export function keepPolicies(
  { assignments, exemptions }: ReadPolicies,
  place: SubscriptionPlace,
  nowMs: number,
): PolicyReading {
  const known = assignments
    .filter(isCompared)
    .map((assignment) => ({
      ...assignment,
      notScopes: assignment.notScopes.filter((scope) => touches(scope, place)),
      parameters: comparedOf(assignment),
    }))
    .sort((a, b) => (comparableArmId(a.id) < comparableArmId(b.id) ? -1 : 1));
  const ids = new Set(known.map(({ id }) => comparableArmId(id)));
  const freed = exemptions.filter(
    ({ assignmentId, expiresOn }) =>
      ids.has(comparableArmId(assignmentId)) && (expiresOn === undefined || Date.parse(expiresOn) > nowMs),
  );
  // An exemption that is left out would make a conflict out of none, so they come first.
  const keptExemptions = fitting(freed, mostCharacters / 2);
  const kept = fitting(known, mostCharacters - lengthOf(keptExemptions));
  const left = known.filter((assignment) => !kept.includes(assignment));
  return {
    readAt: new Date(nowMs).toISOString(),
    assignments: kept,
    exemptions: keptExemptions,
    left: {
      assignments: left.length,
      facets: policyFacets.filter((facet) => left.some((assignment) => isAgainst(assignment, facet))),
      exemptions: freed.length - keptExemptions.length,
    },
  };
}

/** Whether a place that is left out can be in this subscription; an assignment to a management group can name hundreds. */
function touches(scope: string, { subscription, managementGroups }: SubscriptionPlace): boolean {
  const resourceId = `/subscriptions/${subscription}`;
  return covers(resourceId, scope) || isWithin({ resourceId, managementGroups }, scope, 'above');
}

function isAgainst({ definition }: PolicyAssignment, facet: PolicyFacet): boolean {
  const parts = knownPartsOf(definition) ?? [];
  return parts.some((part) => part.facet === facet && part.on !== 'scaleSet' && part.aim.kind !== 'beside');
}

function comparedOf({ parameters }: PolicyAssignment): PolicyAssignment['parameters'] {
  const lower = Object.entries(parameters).map(([name, value]) => [name.toLowerCase(), value] as const);
  return Object.fromEntries(lower.filter(([name]) => comparedParameters.has(name)));
}

/** One that is too long by itself leaves the room to those after it. */
function fitting<T>(all: readonly T[], characters: number): readonly T[] {
  let used = 0;
  return all.filter((one) => {
    const fits = used + lengthOf(one) <= characters;
    if (fits) used += lengthOf(one);
    return fits;
  });
}

function lengthOf(value: unknown): number {
  return JSON.stringify(value).length;
}

/** Whether two readings say the same, whenever they were made. */
export function isSameReading<T extends { readonly readAt: string }>(a: T, b: T): boolean {
  return canonicalReading(a) === canonicalReading(b);
}

function canonicalReading<T extends { readonly readAt: string }>(reading: T): string {
  return canonicalJson(JSON.parse(JSON.stringify({ ...reading, readAt: '' })) as Json);
}
