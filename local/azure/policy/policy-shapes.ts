import type { BodyShape } from '../core/request/body-shape.ts';

const head = { id: 'string', name: 'string', type: 'string', systemData: 'any' } as const;
const selectors: BodyShape = [{ kind: 'string', in: ['string'], notIn: ['string'] }];
const resourceSelectors: BodyShape = [{ name: 'string', selectors }];

/** Body of a policy assignment (Azure/bicep-types-az, Authorization 2025-03-01). */
export const assignmentShape: BodyShape = {
  ...head,
  location: 'string',
  identity: 'any',
  // Obsolete, and ignored.
  sku: 'any',
  properties: {
    assignmentType: 'string',
    definitionVersion: 'string',
    description: 'string',
    displayName: 'string',
    effectiveDefinitionVersion: 'string',
    enforcementMode: 'string',
    instanceId: 'string',
    latestDefinitionVersion: 'string',
    metadata: 'any',
    nonComplianceMessages: [{ message: 'string', policyDefinitionReferenceId: 'string' }],
    notScopes: ['string'],
    overrides: [{ kind: 'string', value: 'string', selectors }],
    parameters: { '*': { value: 'any' } },
    policyDefinitionId: 'string',
    resourceSelectors,
    scope: 'string',
  },
};

/** Body of a policy exemption (Azure/bicep-types-az, Authorization 2026-01-01-preview). */
export const exemptionShape: BodyShape = {
  ...head,
  properties: {
    assignmentScopeValidation: 'string',
    description: 'string',
    displayName: 'string',
    exemptionCategory: 'string',
    expiresOn: 'string',
    metadata: 'any',
    policyAssignmentId: 'string',
    policyDefinitionReferenceIds: ['string'],
    resourceSelectors,
  },
};

/** Body of a policy definition (Azure/bicep-types-az, Authorization 2025-03-01). */
export const definitionShape: BodyShape = {
  ...head,
  properties: {
    description: 'string',
    displayName: 'string',
    externalEvaluationEnforcementSettings: 'any',
    metadata: 'any',
    mode: 'string',
    parameters: { '*': 'any' },
    policyRule: 'any',
    policyType: 'string',
    version: 'string',
    versions: ['string'],
  },
};
