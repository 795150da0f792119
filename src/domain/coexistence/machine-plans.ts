import { isSameId, isSameName } from '../ids.ts';
import { type AppliedPolicy, isWithin, type PolicyPlace } from './applies.ts';
import { type KnownPart, knownPartsOf } from './known-definitions.ts';
import { type PolicyAssignment, type PolicyReading, parameterOf } from './policy-reading.ts';

/**
 * The assignments that give plans to any single machine in a subscription. Which machines there are is not known here, so
 * whatever leaves out only some of them changes nothing: a selector, an override that chooses, an exemption in it.
 */
export function machinePlansIn(
  { assignments, exemptions }: PolicyReading,
  subscription: PolicyPlace,
  nowMs: number,
): readonly AppliedPolicy[] {
  return assignments.flatMap((assignment) => {
    if (!isSameName(assignment.mode, 'Default') || !reaches(assignment, subscription)) return [];
    const isFree = exemptions.some(
      ({ assignmentId, scope, expiresOn, references, resourceSelectors }) =>
        isSameId(assignmentId, assignment.id) &&
        isWithin(subscription, scope, 'above') &&
        (expiresOn === undefined || Date.parse(expiresOn) > nowMs) &&
        references.length === 0 &&
        resourceSelectors.length === 0,
    );
    if (isFree) return [];
    return (knownPartsOf(assignment.definition) ?? [])
      .filter((part) => part.aim.kind === 'planOfMachines' && acts(assignment, part))
      .map((part) => ({ assignment, part }));
  });
}

/** A list of the subscription shows only what is at it, above it or in it. */
function reaches({ notScopes }: PolicyAssignment, subscription: PolicyPlace): boolean {
  return !notScopes.some((one) => isWithin(subscription, one, 'beside'));
}

function acts({ overrides, ...assignment }: PolicyAssignment, { effectParameter, effect }: KnownPart): boolean {
  const last = overrides.findLastIndex(({ selectors }) => selectors.length === 0);
  const given = effectParameter === undefined ? undefined : parameterOf(assignment, effectParameter);
  const effects = [overrides[last]?.effect ?? given ?? effect, ...overrides.slice(last + 1).map((one) => one.effect)];
  return effects.some((one) => isSameName(one, 'DeployIfNotExists'));
}
