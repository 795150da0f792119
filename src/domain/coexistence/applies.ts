import { comparableArmId } from '../arm-id.ts';
import { isSameId, isSameName } from '../ids.ts';
import type { MachineKind } from '../target/machine-kinds.ts';
import { type KnownPart, knownPartsOf } from './known-definitions.ts';
import { type PolicyAssignment, type PolicyReading, type PolicySelector, parameterOf } from './policy-reading.ts';

/** What an assignment may cover: the subscription itself, or a machine in it. */
export interface PolicyPlace {
  readonly resourceId: string;
  /** Names of the management groups above; undefined while they are not known. */
  readonly managementGroups: readonly string[] | undefined;
  readonly subject: MachineKind | 'subscription';
  /** Undefined of a subscription, and of a machine that does not tell. */
  readonly os: 'windows' | 'linux' | undefined;
  /** Such as `Microsoft.Compute/virtualMachines`. */
  readonly type: string;
  /** Such as `westeurope`; undefined of a subscription. */
  readonly location: string | undefined;
  /** Of a VM's image from the marketplace. */
  readonly publisher: string | undefined;
}

/** A part of an assignment that acts on a place. */
export interface AppliedPolicy {
  readonly assignment: PolicyAssignment;
  readonly part: KnownPart;
}

/**
 * What Azure Policy does to a place: the assignments that cover it, are enforced, have an effect that writes, and that it
 * is not exempted from (Azure docs, "Azure Policy assignment structure" and "exemption structure").
 */
export function policiesAt(
  { assignments, exemptions }: Pick<PolicyReading, 'assignments' | 'exemptions'>,
  place: PolicyPlace,
  nowMs: number,
): readonly AppliedPolicy[] {
  return assignments.flatMap((assignment) => {
    if (!isSameName(assignment.mode, 'Default') || !covers(assignment, place)) return [];
    const freed = exemptions.filter(
      (exemption) =>
        isSameId(exemption.assignmentId, assignment.id) &&
        isWithin(place, exemption.scope, 'above') &&
        (exemption.expiresOn === undefined || Date.parse(exemption.expiresOn) > nowMs) &&
        isChosen(exemption.resourceSelectors, place),
    );
    const isFree = ({ reference }: KnownPart): boolean =>
      freed.some(
        ({ references }) => references.length === 0 || references.some((one) => isSameName(one, reference ?? '')),
      );
    return (knownPartsOf(assignment.definition) ?? [])
      .filter((part) => isAbout(part, place) && acts(assignment, part, place) && !isFree(part))
      .map((part) => ({ assignment, part }));
  });
}

function covers({ scope, notScopes, resourceSelectors }: PolicyAssignment, place: PolicyPlace): boolean {
  if (!isWithin(place, scope, 'above') || !isChosen(resourceSelectors, place)) return false;
  return !notScopes.some((one) => isWithin(place, one, 'beside'));
}

const managementGroup = /^\/providers\/microsoft\.management\/managementgroups\/([^/]+)$/;

/**
 * Whether the place is the scope or below it. `unplaced`: what a management group is taken for while those of the place are
 * not known. The list of a subscription shows objects of the groups above it only; a `notScopes` can name any group.
 */
export function isWithin(
  { resourceId, managementGroups }: Pick<PolicyPlace, 'resourceId' | 'managementGroups'>,
  scope: string,
  unplaced: 'above' | 'beside',
): boolean {
  const above = comparableArmId(scope);
  const group = managementGroup.exec(above)?.[1];
  if (group !== undefined) {
    return managementGroups?.some((name) => isSameName(name, group)) ?? unplaced === 'above';
  }
  const id = comparableArmId(resourceId);
  return id === above || id.startsWith(`${above}/`);
}

function isAbout({ on, os, publisher }: KnownPart, place: PolicyPlace): boolean {
  const isSubject = on === place.subject || (on === 'machine' && place.subject !== 'subscription');
  const isSystem = os === undefined || place.os === undefined || os === place.os;
  return isSubject && isSystem && (publisher === undefined || isSameName(publisher, place.publisher ?? ''));
}

/** The last override that chooses it decides, then the parameter, then the definition. */
function acts(assignment: PolicyAssignment, part: KnownPart, place: PolicyPlace): boolean {
  const override = assignment.overrides.findLast(({ selectors }) => isMatch(selectors, place, part.reference));
  const given = part.effectParameter === undefined ? undefined : parameterOf(assignment, part.effectParameter);
  const effect = override?.effect ?? given ?? part.effect;
  return isSameName(effect, 'DeployIfNotExists') || isSameName(effect, 'Modify');
}

function isChosen(selectors: readonly (readonly PolicySelector[])[], place: PolicyPlace): boolean {
  return selectors.length === 0 || selectors.some((all) => isMatch(all, place, undefined));
}

function isMatch(selectors: readonly PolicySelector[], place: PolicyPlace, reference: string | undefined): boolean {
  return selectors.every(({ kind, in: within, notIn = [] }) => {
    const value = selectedValue(kind, place, reference);
    if (value === undefined) return false;
    const isNamed = (names: readonly string[]): boolean => names.some((name) => isSameName(name, value));
    return within === undefined ? !isNamed(notIn) : isNamed(within);
  });
}

/** Undefined where a selector of this kind chooses nothing of such a place. */
function selectedValue(
  kind: string,
  { type, location }: PolicyPlace,
  reference: string | undefined,
): string | undefined {
  switch (kind.toLowerCase()) {
    case 'resourcelocation':
      return location;
    case 'resourcetype':
      return type;
    case 'resourcewithoutlocation':
      return location === undefined ? 'subscriptionLevelResources' : undefined;
    case 'policydefinitionreferenceid':
      return reference;
    default:
      return undefined;
  }
}
