import { expect, it, test } from 'vitest';
import { machinePlansIn } from '../../../src/domain/coexistence/machine-plans.ts';
import type { PolicyAssignment, PolicyExemption } from '../../../src/domain/coexistence/policy-reading.ts';
import {
  assignment,
  definitions,
  exemption,
  groupOf,
  groupScope,
  nowMs,
  readingOf,
  scope,
  subscriptionPlace,
} from './policy-fixture.ts';

const definition = definitions.planOfMachines;
const plans = (changes: Parameters<typeof assignment>[0] = {}) => assignment({ definition, ...changes });
const eastus = [{ kind: 'resourceLocation', in: ['eastus'], notIn: undefined }];
const off = { effect: 'Disabled', selectors: [] };
const onInEastus = { effect: 'DeployIfNotExists', selectors: eastus };

function isFound(policy: PolicyAssignment, exemptions: readonly PolicyExemption[] = []): boolean {
  return machinePlansIn(readingOf([policy], exemptions), subscriptionPlace, nowMs).length > 0;
}

test.each<[string, boolean, PolicyAssignment]>([
  ['at the subscription', true, plans()],
  ['above it', true, plans({ at: groupOf('platform') })],
  ['at a group in it', true, plans({ at: groupScope })],
  ['for machines of one region', true, plans({ resourceSelectors: [eastus] })],
  ['for all but a group in it', true, plans({ notScopes: [groupScope] })],
  ['for all but the subscription', false, plans({ at: groupOf('platform'), notScopes: [scope.toUpperCase()] })],
  ['that is not enforced', false, plans({ mode: 'DoNotEnforce' })],
  ['whose effect is Disabled', false, plans({ parameters: { effect: 'Disabled' } })],
  ['that an override turns off', false, plans({ overrides: [off] })],
  ['that an override turns off in one region', true, plans({ overrides: [{ ...off, selectors: eastus }] })],
  ['that an override turns on again in one region', true, plans({ overrides: [off, onInEastus] })],
  ['that an override turns off after all', false, plans({ overrides: [onInEastus, off] })],
])('an assignment of plans of machines %s reaches into the subscription: %s', (_, expected, policy) => {
  expect(isFound(policy)).toBe(expected);
});

test.each<[string, boolean, PolicyExemption]>([
  ['of the subscription', false, exemption()],
  ['of a management group above', false, exemption({ scope: groupOf('prod') })],
  ['of a group in it', true, exemption({ scope: groupScope })],
  ['of one region', true, exemption({ resourceSelectors: [eastus] })],
  ['from another assignment', true, exemption({ assignmentId: '/x' })],
  ['that has ended', true, exemption({ expiresOn: new Date(nowMs).toISOString() })],
])('with an exemption %s it does: %s', (_, expected, one) => {
  expect(isFound(plans(), [one])).toBe(expected);
});

it('knows the four definitions that do so, and no other', () => {
  const ids = ['1b8c0040-b224-4ea1-be6a-47254dd5a207', '9e4879d9-c2a0-4e40-8017-1a5a5327c843'];
  ids.push('080fedce-9d4a-4d07-abf0-9f036afbc9c8', 'f6ff485a-7630-4730-854d-cd3ad855435e');
  expect(ids.every((id) => isFound(plans({ definition: id })))).toBe(true);
  expect(isFound(plans({ definition: definitions.planP1P2 }))).toBe(false);
});
