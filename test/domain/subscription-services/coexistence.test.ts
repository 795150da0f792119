import { describe, expect, it } from 'vitest';
import { type LeftPolicies, noneLeft, type PolicyAssignment } from '../../../src/domain/coexistence/policy-reading.ts';
import { keptBackOf } from '../../../src/domain/findings/keep-back.ts';
import type { WrittenSubscription } from '../../../src/domain/fleet/subscription-schema.ts';
import { allSubscriptionServices } from '../../../src/domain/subscription-services/all-subscription-services.ts';
import { assignment, definitions, readingOf } from '../coexistence/policy-fixture.ts';
import { defenderFacts, inputOf, nowMs, stepsOf, target } from './subscription-input.ts';

/** Whom plan and settings would reach has tests of its own. */
const nobody = { kind: 'complete', machines: [] } as const;

function ask(
  name: string,
  wish: WrittenSubscription,
  assignments: readonly PolicyAssignment[],
  state = defenderFacts(),
  left: LeftPolicies = noneLeft,
) {
  const policies = { ...readingOf(assignments), readAt: new Date(nowMs).toISOString(), left };
  const service = allSubscriptionServices.find((one) => one.name === name);
  if (service === undefined) throw new Error(`there is no service ${name}`);
  const autoProvisioning = { autoProvision: 'On' };
  return service.find(inputOf({ wish, parts: { defender: state, policies, autoProvisioning, reach: nobody } }));
}

const at = target.resourceId;
const p1Policy = assignment({ at, definition: definitions.planP1P2, parameters: { subplan: 'P1' } });
const wdatpPolicy = assignment({ at, definition: definitions.wdatp });

describe('a policy that wants another plan', () => {
  it('keeps back the plan, and names assignment and parameter', () => {
    const found = ask('defender-plan', { plan: 'P2' }, [p1Policy]);
    expect(found).toMatchObject({
      kind: 'blocked',
      code: 'PolicyConflict',
      detail: `policy assignment a (${p1Policy.id}) wants P1 by subPlan, fleet.json plan: P2`,
    });
    expect(keptBackOf(found).map(({ id }) => id)).toEqual(['setDefenderPlan']);
  });

  it('leaves alone a plan that is right already', () => {
    const standard = defenderFacts({ pricingTier: 'Standard', subPlan: 'P2' });
    expect(ask('defender-plan', { plan: 'P2' }, [p1Policy], standard)).toEqual({ kind: 'satisfied', detail: 'P2' });
  });

  it('is no reason to keep back what it does not say anything of', () => {
    const wish = { legacyAutoProvisioning: 'off', endpoint: { defender: 'off' } } as const;
    expect(stepsOf(ask('legacy-provisioning', wish, [p1Policy, wdatpPolicy]))).toHaveLength(1);
  });
});

describe('a policy that gives plans to single machines', () => {
  const policy = assignment({ at: `${at}/resourceGroups/shop`, definition: definitions.planOfMachines });

  it('keeps back a plan that lets no machine have another one, and is named', () => {
    const found = ask('defender-plan', { plan: 'P2', enforce: 'on' }, [policy]);
    expect(found).toMatchObject({
      kind: 'blocked',
      code: 'PolicyConflict',
      detail: `policy assignment a (${policy.id}) wants plans of single machines by policyDefinitionId, fleet.json enforce: on`,
    });
    expect(keptBackOf(found)).toHaveLength(1);
  });

  it('stands beside any other plan, and is told once', () => {
    expect(stepsOf(ask('defender-plan', { plan: 'P2' }, [policy]))).toHaveLength(1);
    expect(ask('coexistence', { plan: 'P2' }, [policy])).toEqual({
      kind: 'satisfied',
      detail: 'a (plan) is about plans of single machines',
    });
  });
});

it('a policy that turns a setting on keeps back turning it off', () => {
  const state = defenderFacts({ pricingTier: 'Standard', subPlan: 'P2' }, { WDATP: true });
  const found = ask('endpoint-settings', { endpoint: { defender: 'off' } }, [wdatpPolicy], state);
  expect(found).toMatchObject({ kind: 'blocked', code: 'PolicyConflict' });
  expect(ask('endpoint-settings', { endpoint: { defender: 'off' } }, [], state).kind).toBe('wanted');
});

describe('a policy that turns the Log Analytics agent on', () => {
  const policy = assignment({ at, definition: definitions.autoProvisioning });
  const wish = { legacyAutoProvisioning: 'off', endpoint: { defender: 'on' } } as const;

  it('keeps back turning it off', () => {
    const found = ask('legacy-provisioning', wish, [policy]);
    expect(found).toMatchObject({
      kind: 'blocked',
      code: 'PolicyConflict',
      detail: `policy assignment a (${policy.id}) wants autoProvision On by policyDefinitionId, fleet.json legacyAutoProvisioning: off`,
    });
    expect(keptBackOf(found).map(({ id }) => id)).toEqual(['setAutoProvisioning']);
  });

  it('keeps back no other setting', () => {
    const state = defenderFacts({ pricingTier: 'Standard', subPlan: 'P2' });
    expect(stepsOf(ask('endpoint-settings', wish, [policy], state)).map(({ id }) => id)).toEqual([
      'setEndpointSetting:WDATP',
    ]);
  });
});

it('a policy that wants the same keeps nothing back', () => {
  const policy = assignment({ at, definition: definitions.planP1P2 });
  expect(stepsOf(ask('defender-plan', { plan: 'P2' }, [policy]))).toHaveLength(1);
});

it('before a write policies are read, if nobody has', () => {
  const { facts, record, ...input } = inputOf({ wish: { plan: 'P2' }, parts: { defender: defenderFacts() } });
  const plan = allSubscriptionServices.find(({ name }) => name === 'defender-plan');
  const found = plan?.find({ ...input, facts, record: { ...record, policies: undefined } });
  expect(found).toEqual({ kind: 'not-read', needs: 'policies' });
});

it('is told what policies are about, and what stands against fleet.json', () => {
  const rule = assignment({ at, id: `${at}/x/rules` });
  expect(ask('coexistence', { plan: 'P2' }, [p1Policy, wdatpPolicy, rule])).toEqual({
    kind: 'satisfied',
    detail: [
      `policy assignment a (${p1Policy.id}) wants P1 by subPlan, fleet.json plan: P2`,
      'a (settings) is about the setting WDATP',
      'rules is about association of machines',
    ].join('; '),
  });
  expect(ask('coexistence', {}, [])).toEqual({ kind: 'satisfied', detail: 'no policy wants what this app may write' });
});

it('the plan is kept back where a policy about plans could not be compared, and all that is left is told first', () => {
  const left: LeftPolicies = { assignments: 1, facets: ['plan'], exemptions: 3 };
  const found = ask('defender-plan', { plan: 'P2' }, [], defenderFacts(), left);
  expect(found).toMatchObject({
    kind: 'blocked',
    code: 'PolicyConflict',
    detail: 'not all policy assignments could be compared: 1 is too many or too long, about plan',
  });
  const many = Array.from({ length: 12 }, (_, index) => assignment({ at, id: `${at}/x/a${index}` }));
  expect(ask('coexistence', {}, many, defenderFacts(), left)).toMatchObject({
    detail: expect.stringMatching(
      /^assignments beyond what fits: 1, compared with nothing, so nothing is written of plan; exemptions beyond what fits: 3, which free nobody here; a0 /,
    ),
  });
});
