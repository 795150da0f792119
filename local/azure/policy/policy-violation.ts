import { isObject, listAt, objectAt, textAt } from '../core/json.ts';
import { ArmError } from '../core/request/arm-error.ts';
import type { JsonObject } from '../core/types.ts';
import type { Denial } from './denying-definitions.ts';
import type { FoundDefinition } from './find-definition.ts';
import type { PolicyAssignment } from './policy-objects.ts';
import type { WrittenResource } from './written-resource.ts';

/** An assignment that a write does not obey. */
export interface Violation {
  readonly assignment: PolicyAssignment;
  readonly definition: FoundDefinition;
  readonly denial: Denial;
}

/**
 * 403 of Azure Policy: every assignment that refuses is named in `additionalInfo`. Shape: Azure docs, "Resolve errors for
 * request disallowed by policy" and "Azure Policy evaluation details".
 */
export function policyViolation({ name }: WrittenResource, violations: readonly Violation[]): ArmError {
  const reasons = violations.flatMap(({ assignment }) => messagesOf(assignment));
  const identifiers = violations.map(({ assignment, definition }) => ({
    policyAssignment: { name: textAt(assignment.properties, 'displayName') ?? assignment.name, id: assignment.id },
    policyDefinition: {
      name: definition.displayName ?? definition.name,
      id: definition.id,
      version: definition.version,
    },
  }));
  const why =
    reasons.length === 0
      ? `Policy identifiers: '${JSON.stringify(identifiers)}'.`
      : `Reasons: '${reasons.join("', '")}'. See error details for policy resource IDs.`;
  return new ArmError(403, {
    code: 'RequestDisallowedByPolicy',
    target: name,
    message: `Resource '${name}' was disallowed by policy. ${why}`,
    additionalInfo: violations.map((violation) => ({ type: 'PolicyViolation', info: infoOf(violation) })),
  });
}

function infoOf({ assignment, definition, denial }: Violation): JsonObject {
  const { expression, value, target, operator, result } = denial;
  const [reason] = messagesOf(assignment);
  return {
    evaluationDetails: {
      evaluatedExpressions: [
        {
          result,
          expressionKind: 'Field',
          expression,
          path: expression,
          expressionValue: value,
          targetValue: target,
          operator,
        },
      ],
      reason,
    },
    policyDefinitionId: definition.id,
    policyDefinitionName: definition.name,
    policyDefinitionDisplayName: definition.displayName,
    policyDefinitionVersion: definition.version,
    policyDefinitionEffect: 'deny',
    policyAssignmentId: assignment.id,
    policyAssignmentName: assignment.name,
    policyAssignmentDisplayName: textAt(assignment.properties, 'displayName'),
    policyAssignmentScope: assignment.scope,
    policyAssignmentParameters: objectAt(assignment.properties, 'parameters') ?? {},
    policyExemptionIds: [],
  };
}

function messagesOf({ properties }: PolicyAssignment): string[] {
  return (listAt(properties, 'nonComplianceMessages') ?? [])
    .filter(isObject)
    .map((each) => textAt(each, 'message'))
    .filter((message) => message !== undefined);
}
