import { describe, expect, it, test } from 'vitest';
import { type PolicyPlace, policiesAt } from '../../../src/domain/coexistence/applies.ts';
import type { PolicyAssignment, PolicyExemption } from '../../../src/domain/coexistence/policy-reading.ts';
import {
  assignment,
  definitions,
  exemption,
  groupOf,
  groupScope,
  nowMs,
  place,
  readingOf,
  scope,
  subscriptionPlace,
} from './policy-fixture.ts';

function applies(
  policy: PolicyAssignment,
  at: PolicyPlace = place(),
  exemptions: readonly PolicyExemption[] = [],
): boolean {
  return policiesAt(readingOf([policy], exemptions), at, nowMs).length > 0;
}

const byLocation = (...regions: string[]) => ({ kind: 'resourceLocation', in: regions, notIn: undefined });
const byType = (...types: string[]) => ({ kind: 'resourceType', in: types, notIn: undefined });

test.each<[string, boolean, PolicyAssignment]>([
  ['the subscription', true, assignment()],
  ['its resource group, in other case', true, assignment({ at: groupScope.toUpperCase() })],
  ['the machine itself', true, assignment({ at: place().resourceId })],
  ['another group', false, assignment({ at: `${scope}/resourceGroups/other` })],
  ['a group whose name begins the same', false, assignment({ at: `${scope}/resourceGroups/sho` })],
  ['a management group above', true, assignment({ at: groupOf('platform') })],
  ['another management group', false, assignment({ at: groupOf('sandbox') })],
  ['all but its group', false, assignment({ notScopes: [groupScope] })],
  ['all but another group', true, assignment({ notScopes: [`${scope}/resourceGroups/other`] })],
  ['all but a management group above', false, assignment({ at: groupOf('platform'), notScopes: [groupOf('prod')] })],
  ['an assignment that is not enforced', false, assignment({ mode: 'DoNotEnforce' })],
  ['an assignment that enrols', false, assignment({ mode: 'Enroll' })],
  ['the effect Disabled', false, assignment({ parameters: { effect: 'Disabled' } })],
  ['the effect AuditIfNotExists', false, assignment({ parameters: { effect: 'auditIfNotExists' } })],
  ['the effect in another case', true, assignment({ parameters: { effect: 'deployifnotexists' } })],
  ['an override that disables', false, assignment({ overrides: [{ effect: 'Disabled', selectors: [] }] })],
  [
    'an override for another region',
    true,
    assignment({ overrides: [{ effect: 'Disabled', selectors: [byLocation('eastus')] }] }),
  ],
  [
    'the last override',
    true,
    assignment({ overrides: ['Disabled', 'DeployIfNotExists'].map((effect) => ({ effect, selectors: [] })) }),
  ],
  ['a selector of its region', true, assignment({ resourceSelectors: [[byLocation('WestEurope')]] })],
  ['a selector of another region', false, assignment({ resourceSelectors: [[byLocation('eastus')]] })],
  [
    'a selector of its region and another type',
    false,
    assignment({ resourceSelectors: [[byLocation('westeurope'), byType('Microsoft.HybridCompute/machines')]] }),
  ],
  [
    'one of two selectors',
    true,
    assignment({ resourceSelectors: [[byLocation('eastus')], [byType('microsoft.compute/virtualmachines')]] }),
  ],
  [
    'a selector that leaves its region out',
    false,
    assignment({ resourceSelectors: [[{ kind: 'resourceLocation', in: undefined, notIn: ['westeurope'] }]] }),
  ],
  [
    'a selector of a kind that is not known',
    false,
    assignment({ resourceSelectors: [[{ ...byType('x'), kind: 'userPrincipalId' }]] }),
  ],
  ['a definition for the other system', false, assignment({ definition: definitions.windowsRule })],
  ['a definition for Arc', false, assignment({ definition: definitions.arcLinuxAgent })],
  ['a definition for subscriptions', false, assignment({ definition: definitions.planP1P2 })],
  ['a definition that nobody knows', false, assignment({ definition: '00000000-0000-4000-8000-000000000000' })],
])('of a VM %s: %s', (_, expected, policy) => {
  expect(applies(policy)).toBe(expected);
});

describe('where the management groups are not known yet', () => {
  const unplaced = place({ managementGroups: undefined });

  it('what the list of the subscription shows of them is above it', () => {
    expect(applies(assignment({ at: groupOf('platform') }), unplaced)).toBe(true);
  });

  it('a group that is left out is not taken for one above it', () => {
    expect(applies(assignment({ notScopes: [groupOf('prod')] }), unplaced)).toBe(true);
  });
});

describe('a subscription', () => {
  it('is covered by what is assigned to it or above it, and not by what is assigned in it', () => {
    const policy = { definition: definitions.planP1P2 };
    expect(applies(assignment(policy), subscriptionPlace)).toBe(true);
    expect(applies(assignment({ ...policy, at: groupOf('platform') }), subscriptionPlace)).toBe(true);
    expect(applies(assignment({ ...policy, at: groupScope }), subscriptionPlace)).toBe(false);
  });

  it('is chosen as something without a location, and by no location', () => {
    const without = { kind: 'resourceWithoutLocation', in: ['subscriptionLevelResources'], notIn: undefined };
    const policy = { definition: definitions.planP1P2 };
    expect(applies(assignment({ ...policy, resourceSelectors: [[without]] }), subscriptionPlace)).toBe(true);
    expect(applies(assignment({ ...policy, resourceSelectors: [[byLocation('westeurope')]] }), subscriptionPlace)).toBe(
      false,
    );
    expect(applies(assignment({ resourceSelectors: [[without]] }))).toBe(false);
  });
});

describe('an exemption', () => {
  const policy = assignment();
  const at = (ms: number) => new Date(ms).toISOString();

  test.each<[string, boolean, PolicyExemption]>([
    ['of the subscription', false, exemption()],
    ['of the machine', false, exemption({ scope: place().resourceId })],
    ['of another group', true, exemption({ scope: `${scope}/resourceGroups/other` })],
    ['from another assignment', true, exemption({ assignmentId: `${policy.id}2` })],
    ['from this one, written in other case', false, exemption({ assignmentId: policy.id.toUpperCase() })],
    ['that has ended', true, exemption({ expiresOn: at(nowMs) })],
    ['that ends later', false, exemption({ expiresOn: at(nowMs + 1) })],
    ['of another region', true, exemption({ resourceSelectors: [[byLocation('eastus')]] })],
    ['from a member of a set', true, exemption({ references: ['x'] })],
  ])('%s: %s', (_, expected, one) => {
    expect(applies(policy, place(), [one])).toBe(expected);
  });
});

describe('a set', () => {
  const policy = assignment({ definition: definitions.linuxSet });
  const references = (exemptions: readonly PolicyExemption[], changes: Partial<PolicyAssignment> = {}) =>
    policiesAt(readingOf([{ ...policy, ...changes }], exemptions), place(), nowMs).map(({ part }) => part.reference);

  it('acts by each member that is about the machine', () => {
    expect(references([])).toEqual([
      'addUserAssignedManagedIdentityVM',
      'deployAzureMonitoringAgentLinuxVMWithUAI',
      'associateDataCollectionRuleLinuxWithUAI',
    ]);
  });

  it('can be exempted member by member, and overridden so', () => {
    const member = 'ASSOCIATEDataCollectionRuleLinuxWithUAI';
    expect(references([exemption({ references: [member] })])).not.toContain('associateDataCollectionRuleLinuxWithUAI');
    const selectors = [{ kind: 'policyDefinitionReferenceId', in: [member], notIn: undefined }];
    const overridden = references([], { overrides: [{ effect: 'Disabled', selectors }] });
    expect(overridden).toEqual(['addUserAssignedManagedIdentityVM', 'deployAzureMonitoringAgentLinuxVMWithUAI']);
  });

  it('gives the effect by parameters of its own, or by none', () => {
    const off = { microsoftdefenderforendpointlinuxvmagentdeployeffect: 'Disabled' };
    expect(applies(assignment({ definition: definitions.endpointSet }))).toBe(true);
    expect(applies(assignment({ definition: definitions.endpointSet, parameters: off }))).toBe(false);
    const settings = assignment({ definition: definitions.settingsSet, parameters: { effect: 'Disabled' } });
    expect(applies(settings, subscriptionPlace)).toBe(true);
  });
});
