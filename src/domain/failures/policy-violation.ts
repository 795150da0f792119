import { detailLimit, redact } from '../redact.ts';

/** An assignment of Azure Policy that refused a write, as far as Azure's error names it. */
export interface PolicyViolation {
  /** Display name of the definition, else its name. */
  readonly policy?: string | undefined;
  readonly policyId?: string | undefined;
  /** Display name of the assignment, else its name. */
  readonly assignment?: string | undefined;
  readonly assignmentId?: string | undefined;
}

interface Form {
  /** Of each name, in characters. */
  readonly longestName: number;
  readonly withPolicyId: boolean;
  readonly withAssignmentId: boolean;
}

const both = { withPolicyId: true, withAssignmentId: true };
// The assignment is what a person changes or exempts from, and it leads to the definition.
const assignmentOnly = { withPolicyId: false, withAssignmentId: true };

/** From the fullest on. A name that is cut is still known; an id that is cut finds nothing. */
const forms: readonly Form[] = [
  { ...both, longestName: detailLimit },
  { ...both, longestName: 80 },
  { ...both, longestName: 40 },
  { ...both, longestName: 20 },
  { ...assignmentOnly, longestName: 80 },
  { ...assignmentOnly, longestName: 20 },
  { withPolicyId: false, withAssignmentId: false, longestName: 60 },
  { withPolicyId: false, withAssignmentId: false, longestName: 30 },
];
/** Names of the first leave room for those of the others. */
const longestOfSeveral = 40;

/** Less of a reason says nothing. */
const shortestReason = 20;
const roomForCount = '; and 999 more'.length;

/**
 * Which policies refused, by which assignments, then Azure's reason: as much as a row has room for. Several violations
 * are named one after the other, and those that do not fit are counted.
 */
export function describeViolations(violations: readonly PolicyViolation[], reason: string): string {
  const named: string[] = [];
  let room = detailLimit - 'refused by '.length;
  for (const violation of violations) {
    const isLast = named.length + 1 === violations.length;
    const text = fullestFit(violation, violations.length > 1, isLast ? room : room - roomForCount);
    if (text === undefined) break;
    named.push(text);
    room -= text.length + '; '.length;
  }
  const more = violations.length - named.length;
  const told = `refused by ${[...named, ...(more > 0 ? [`and ${more} more`] : [])].join('; ')}`;
  const left = detailLimit - told.length - '; '.length;
  return reason === '' || left < Math.min(shortestReason, reason.length) ? told : `${told}; ${redact(reason, left)}`;
}

function fullestFit(violation: PolicyViolation, isOneOfSeveral: boolean, room: number): string | undefined {
  return forms
    .map((form) => (isOneOfSeveral ? { ...form, longestName: Math.min(form.longestName, longestOfSeveral) } : form))
    .map((form) => inForm(violation, form))
    .find((text) => text.length <= room);
}

function inForm({ policy, policyId, assignment, assignmentId }: PolicyViolation, form: Form): string {
  const { longestName, withPolicyId, withAssignmentId } = form;
  return [
    partOf('policy', policy, policyId, longestName, withPolicyId),
    partOf('assignment', assignment, assignmentId, longestName, withAssignmentId),
  ]
    .filter((part) => part !== undefined)
    .join(', ');
}

function partOf(
  word: string,
  given: string | undefined,
  id: string | undefined,
  longest: number,
  withId: boolean,
): string | undefined {
  const name = given ?? id?.slice(id.lastIndexOf('/') + 1);
  if (name === undefined) return undefined;
  // Three dots: the one sign stands for what differs between refusals of one reason.
  const short = name.length <= longest ? name : `${name.slice(0, longest - 3)}...`;
  return withId && id !== undefined ? `${word} ${short} (${id})` : `${word} ${short}`;
}

/** What such an error says besides ids, in both of its forms (Azure docs, "Resolve errors for request disallowed by policy"). */
export function reasonWithoutIds(message: string): string {
  return message
    .replace(/\s*Policy identifiers: '(?:\[.*\]'\.?|.*$)/s, '')
    .replace(/\s*See error details for policy resource IDs\.?/, '')
    .replace(/^Resource '[^']*' was disallowed by policy\.\s+(?=Reasons?:)/, '')
    .trim();
}
