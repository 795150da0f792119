import { describe, expect, it } from 'vitest';
import { keptBackOf } from '../../../src/domain/findings/keep-back.ts';
import type { WrittenSubscription } from '../../../src/domain/fleet/subscription-schema.ts';
import type { DefenderFacts } from '../../../src/domain/subscription/defender-facts.ts';
import { endpointSettingsService } from '../../../src/domain/subscription-services/endpoint-settings.ts';
import { defenderFacts, failedStep, inputOf, stepsOf } from './subscription-input.ts';

const p1 = { pricingTier: 'Standard', subPlan: 'P1' };
const endpoint = { defender: 'on', unified: 'on', linux: 'on' } as const;
const planNeed =
  'resource:/subscriptions/11111111-2222-4333-8444-555555555555/providers/microsoft.security/pricings/virtualmachines';

function find(defender: DefenderFacts, wish: WrittenSubscription, more: Partial<Parameters<typeof inputOf>[0]> = {}) {
  return endpointSettingsService.find(inputOf({ wish, parts: { defender }, ...more }));
}

describe('the settings of Defender for Endpoint', () => {
  it('E5: are left alone where the file says nothing of them', () => {
    expect(find(defenderFacts(p1), { plan: 'P1' })).toMatchObject({ kind: 'not-applicable' });
  });

  it('E5: are read before anything is said of them', () => {
    expect(endpointSettingsService.find(inputOf({ wish: { endpoint } }))).toEqual({
      kind: 'not-read',
      needs: 'defender',
    });
  });

  it('E5: WDATP is sent as REST 2022-05-01 takes it', () => {
    const [step] = stepsOf(find(defenderFacts(p1), { endpoint: { defender: 'on' } }));
    expect(step).toMatchObject({
      id: 'setEndpointSetting:WDATP',
      needs: [],
      write: {
        kind: 'putEndpointSetting',
        name: 'WDATP',
        body: { kind: 'DataExportSettings', properties: { enabled: true } },
      },
    });
  });

  it('E1: what is turned on needs the plan that is turned on by the same look', () => {
    const steps = stepsOf(find(defenderFacts({}, { WDATP_UNIFIED_SOLUTION: false }), { plan: 'P2', endpoint }));
    expect(steps.map(({ id, needs }) => [id, needs])).toEqual([
      ['setEndpointSetting:WDATP', [planNeed]],
      ['setEndpointSetting:WDATP_UNIFIED_SOLUTION', [planNeed]],
    ]);
  });

  it('E1: without a plan, and none wished for, they are held', () => {
    expect(find(defenderFacts(), { endpoint: { defender: 'on' } })).toMatchObject({
      kind: 'blocked',
      code: 'PlanNotOn',
      keptBack: [{ id: 'setEndpointSetting:WDATP' }],
    });
  });

  it('E5: Linux is left out first, and Defender for Endpoint waits for it', () => {
    const facts = defenderFacts(p1, { WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW: false });
    const steps = stepsOf(find(facts, { plan: 'P1', endpoint: { defender: 'on', linux: 'off' } }));
    expect(steps.map(({ id }) => id)).toEqual([
      'setEndpointSetting:WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW',
      'setEndpointSetting:WDATP',
    ]);
    expect(steps[1]?.needs).toEqual(steps[0]?.produces);
  });

  it('E5: while that fails, Defender for Endpoint is not turned on', () => {
    const facts = defenderFacts(p1, { WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW: false });
    const failure = { code: 'AuthorizationFailed', detail: 'no', treatment: 'fail' } as const;
    const steps = { 'setEndpointSetting:WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW': failedStep('endpoint-settings', failure) };
    const found = find(facts, { plan: 'P1', endpoint: { defender: 'on', linux: 'off' } }, { steps });
    expect(found).toMatchObject({ kind: 'wanted', also: [{ code: 'AuthorizationFailed' }] });
    expect(stepsOf(found)[0]?.needs).not.toEqual([]);
  });

  it('E5: Linux cannot be left out without the older switch, and nothing that reaches it is written', () => {
    expect(find(defenderFacts(p1), { plan: 'P1', endpoint: { defender: 'on', linux: 'off' } })).toMatchObject({
      kind: 'blocked',
      code: 'LinuxCannotBeExcluded',
      keptBack: [{ id: 'setEndpointSetting:WDATP' }],
    });
  });

  it('E5: the unified solution cannot be left out without the older switch, and nothing that brings it is written', () => {
    const wish: WrittenSubscription = { plan: 'P1', endpoint: { defender: 'on', unified: 'off' } };
    expect(find(defenderFacts(p1), wish)).toMatchObject({
      kind: 'blocked',
      code: 'UnifiedCannotBeExcluded',
      keptBack: [{ id: 'setEndpointSetting:WDATP' }],
    });
    expect(find(defenderFacts(p1, { WDATP: true }), wish)).toMatchObject({ code: 'UnifiedCannotBeExcluded' });
  });

  it('E5: of two that cannot be left out both are told, and the write that waits for both is shown once', () => {
    const wish: WrittenSubscription = { plan: 'P1', endpoint: { defender: 'on', unified: 'off', linux: 'off' } };
    const found = find(defenderFacts(p1), wish);
    expect(found).toMatchObject({ code: 'LinuxCannotBeExcluded', also: [{ code: 'UnifiedCannotBeExcluded' }] });
    expect(keptBackOf(found).map(({ id }) => id)).toEqual(['setEndpointSetting:WDATP']);
  });

  it('E5: the unified solution is left out first, and Defender for Endpoint waits for it', () => {
    const facts = defenderFacts(p1, { WDATP_UNIFIED_SOLUTION: true });
    const steps = stepsOf(find(facts, { plan: 'P1', endpoint: { defender: 'on', unified: 'off' } }));
    expect(steps.map(({ id }) => id)).toEqual([
      'setEndpointSetting:WDATP_UNIFIED_SOLUTION',
      'setEndpointSetting:WDATP',
    ]);
    expect(steps[1]?.needs).toEqual(steps[0]?.produces);
  });

  it('E5: where a change to Plan 1 leaves the unified solution for a later look, Defender for Endpoint waits for that', () => {
    const facts = defenderFacts({ ...p1, subPlan: 'P2' }, { WDATP_UNIFIED_SOLUTION: true });
    const steps = stepsOf(find(facts, { plan: 'P1', endpoint: { defender: 'on', unified: 'off' } }));
    expect(steps.map(({ id, needs }) => [id, needs.length])).toEqual([['setEndpointSetting:WDATP', 1]]);
  });

  it('E1: an unconfirmed tenant holds every write and shows them all', () => {
    const facts = defenderFacts({}, { WDATP_UNIFIED_SOLUTION: false });
    const found = find(facts, { plan: 'P2', endpoint, tenantConfirmed: undefined });
    expect(found).toMatchObject({ kind: 'blocked', code: 'TenantNotConfirmed' });
    expect(found.kind === 'blocked' && found.keptBack?.map(({ id }) => id)).toEqual([
      'setEndpointSetting:WDATP',
      'setEndpointSetting:WDATP_UNIFIED_SOLUTION',
    ]);
  });

  it('P11 E4: are not attempted where the cloud lacks Defender for Endpoint', () => {
    expect(find(defenderFacts(p1), { plan: 'P1', endpoint }, { cloud: 'AzureChinaCloud' })).toEqual({
      kind: 'not-applicable',
      reason: 'Cloud: Azure operated by 21Vianet lacks Microsoft Defender for Endpoint',
    });
    expect(find(defenderFacts(p1), { plan: 'P1', endpoint }, { cloud: 'AzureUSGovernment' }).kind).toBe('wanted');
  });

  it('E11: say what the protection comes to', () => {
    expect(find(defenderFacts(p1, { WDATP: true }), { plan: 'P1', endpoint })).toEqual({
      kind: 'satisfied',
      detail: 'on',
    });
    const partial = defenderFacts(p1, { WDATP: true, WDATP_EXCLUDE_LINUX_PUBLIC_PREVIEW: true });
    expect(find(partial, { plan: 'P1', endpoint: { defender: 'on' } })).toEqual({
      kind: 'satisfied',
      detail: 'partial, without linux',
    });
  });
});
