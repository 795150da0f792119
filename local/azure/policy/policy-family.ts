import { objectAt, textAt } from '../core/json.ts';
import type { ArmRequest, Family, SimContext } from '../core/types.ts';
import { assignmentRoutes } from './assignment-routes.ts';
import { definitionRoutes } from './definition-routes.ts';
import { denyingDefinitions } from './denying-definitions.ts';
import { enforcedAssignments } from './enforced-assignments.ts';
import { exemptionRoutes } from './exemption-routes.ts';
import { findDefinition, isBuiltIn } from './find-definition.ts';
import type { PolicyObjects } from './policy-objects.ts';
import { policyViolation, type Violation } from './policy-violation.ts';
import { writtenResource } from './written-resource.ts';

/** Azure Policy: its objects, and what assignments of the denying built-ins refuse. No other effect takes place. */
export const policyFamily =
  (policies: PolicyObjects): Family =>
  (context) => {
    context.collections.push(policies.assignments, policies.exemptions, policies.definitions);
    context.hooks.authorize.push((request) => checkPolicies(context, policies, request));
    return [
      ...assignmentRoutes(context, policies),
      ...exemptionRoutes(context, policies),
      ...definitionRoutes(context, policies),
    ];
  };

function checkPolicies(context: SimContext, policies: PolicyObjects, request: ArmRequest): void {
  if (policies.assignments.all().length === 0) return;
  const resource = writtenResource(context, request);
  if (resource === undefined) return;
  const violations = enforcedAssignments(context, policies, resource).flatMap((assignment): Violation[] => {
    const { properties } = assignment;
    const id = textAt(properties, 'policyDefinitionId') ?? '';
    const denying = denyingDefinitions.find((each) => isBuiltIn(each, id));
    if (denying?.isOfGroups !== resource.isGroup) return [];
    const denial = denying.deny(resource, objectAt(properties, 'parameters') ?? {});
    return denial === undefined ? [] : [{ assignment, definition: findDefinition(policies, id), denial }];
  });
  if (violations.length > 0) throw policyViolation(resource, violations);
}
