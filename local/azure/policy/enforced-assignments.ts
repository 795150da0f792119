import { isObject, listAt, objectAt, textAt } from '../core/json.ts';
import { sameId } from '../core/store/arm-id.ts';
import type { JsonObject, JsonValue, SimContext } from '../core/types.ts';
import { hasExpired } from './exemption-routes.ts';
import type { PolicyAssignment, PolicyObjects } from './policy-objects.ts';
import { appliesTo } from './policy-scope.ts';
import type { WrittenResource } from './written-resource.ts';

/**
 * The assignments that a resource has to obey: it is in their scope and in none of their `notScopes`, is not exempted, is
 * chosen by their selectors, and they are enforced with the effect deny (Azure docs, "Azure Policy assignment structure").
 */
export function enforcedAssignments(
  context: SimContext,
  policies: PolicyObjects,
  resource: WrittenResource,
): readonly PolicyAssignment[] {
  const holds = (scope: string): boolean => appliesTo(context, scope, resource.id);
  const exempted = (assignment: PolicyAssignment): boolean =>
    policies.exemptions
      .all()
      .some(
        ({ scope, properties }) =>
          sameId(textAt(properties, 'policyAssignmentId') ?? '', assignment.id) &&
          holds(scope) &&
          !hasExpired(properties, context.time.now()) &&
          isSelected(listAt(properties, 'resourceSelectors'), resource),
      );
  return policies.assignments
    .all()
    .filter(
      (assignment) =>
        holds(assignment.scope) &&
        textAt(assignment.properties, 'enforcementMode') === 'Default' &&
        !textsOf(listAt(assignment.properties, 'notScopes')).some(holds) &&
        isSelected(listAt(assignment.properties, 'resourceSelectors'), resource) &&
        effectOf(assignment.properties, resource) === 'deny' &&
        !exempted(assignment),
    );
}

/** Of the definition (deny), its parameter, or the last override that the resource is chosen by; lower-case. */
function effectOf(properties: JsonObject, resource: WrittenResource): string {
  const parameter = textAt(objectAt(objectAt(properties, 'parameters'), 'effect'), 'value');
  const override = (listAt(properties, 'overrides') ?? [])
    .filter(isObject)
    .filter((each) => textAt(each, 'kind') === 'policyEffect')
    .findLast((each) => matchesAll(listAt(each, 'selectors'), resource));
  return (textAt(override, 'value') ?? parameter ?? 'deny').toLowerCase();
}

/** Selectors in a list are alternatives; without any, every resource is chosen. */
function isSelected(resourceSelectors: readonly JsonValue[] | undefined, resource: WrittenResource): boolean {
  const selectors = (resourceSelectors ?? []).filter(isObject);
  return selectors.length === 0 || selectors.some((each) => matchesAll(listAt(each, 'selectors'), resource));
}

function matchesAll(selectors: readonly JsonValue[] | undefined, resource: WrittenResource): boolean {
  return (selectors ?? []).filter(isObject).every((selector) => {
    const kind = textAt(selector, 'kind');
    const value = kind === 'resourceLocation' ? resource.location : kind === 'resourceType' ? resource.type : undefined;
    // Kinds that are about other things than single resources with a location choose none of them.
    if (value === undefined) return false;
    const named = (member: string): boolean =>
      textsOf(listAt(selector, member)).some((each) => each.toLowerCase() === value.toLowerCase());
    return listAt(selector, 'in') === undefined ? !named('notIn') : named('in');
  });
}

function textsOf(values: readonly JsonValue[] | undefined): readonly string[] {
  return (values ?? []).filter((value) => typeof value === 'string');
}
