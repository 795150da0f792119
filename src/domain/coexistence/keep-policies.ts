import { comparableArmId } from '../arm-id.ts';
import { canonicalJson, type Json } from '../canonical-json.ts';
import { isSameName } from '../ids.ts';
import { comparedParameters, knownPartsOf } from './known-definitions.ts';
import type { PolicyAssignment, PolicyExemption, PolicyReading } from './policy-reading.ts';

/** A row of a table holds 64 KiB in one column; so much of it is for policies, in characters of JSON. */
const mostCharacters = 12_000;

/** Whether an assignment is enforced and of a definition that we know. */
export function isCompared({ definition, mode }: PolicyAssignment): boolean {
  return isSameName(mode, 'Default') && knownPartsOf(definition) !== undefined;
}

/** What the row of a subscription keeps of what was read: of known definitions, enforced, and not more than fits. */
export function keepPolicies(
  assignments: readonly PolicyAssignment[],
  exemptions: readonly PolicyExemption[],
  nowMs: number,
): PolicyReading {
  const known = assignments
    .filter(isCompared)
    .map((assignment) => ({ ...assignment, parameters: comparedOf(assignment) }))
    .sort((a, b) => (comparableArmId(a.id) < comparableArmId(b.id) ? -1 : 1));
  const ids = new Set(known.map(({ id }) => comparableArmId(id)));
  const freed = exemptions.filter(
    ({ assignmentId, expiresOn }) =>
      ids.has(comparableArmId(assignmentId)) && (expiresOn === undefined || Date.parse(expiresOn) > nowMs),
  );
  // An exemption that is left out would make a conflict out of none, so they come first.
  const keptExemptions = fitting(freed, mostCharacters / 2);
  const kept = fitting(known, mostCharacters - lengthOf(keptExemptions));
  const readAt = new Date(nowMs).toISOString();
  return { readAt, assignments: kept, exemptions: keptExemptions, left: known.length - kept.length };
}

function comparedOf({ parameters }: PolicyAssignment): PolicyAssignment['parameters'] {
  const lower = Object.entries(parameters).map(([name, value]) => [name.toLowerCase(), value] as const);
  return Object.fromEntries(lower.filter(([name]) => comparedParameters.has(name)));
}

function fitting<T>(all: readonly T[], characters: number): readonly T[] {
  let used = 0;
  return all.filter((one) => {
    used += lengthOf(one);
    return used <= characters;
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
