import { describe, expect, it } from 'vitest';
import type { DecodedFailure } from '../../../src/domain/failures/decode-failure.ts';
import type { StepEnd } from '../../../src/domain/step/end-step.ts';
import { rememberUndonePlan, undonePlanOf } from '../../../src/domain/subscription/undone-plan.ts';
import type { AzureWrite } from '../../../src/domain/write/azure-write.ts';
import { failedStep, target } from '../subscription-services/subscription-input.ts';
import { subscriptionOf } from './record-fixture.ts';

const at = '2026-03-01T12:00:00.000Z';
const nowMs = Date.parse('2026-03-02T08:00:00.000Z');
const known = { detail: 'AgentlessVmScanning: no role', at };
const plan: AzureWrite = {
  ...{ kind: 'putDefenderPlan', target, decided: [] },
  body: { properties: { pricingTier: 'Standard', subPlan: 'P2' } },
};
const setting: AzureWrite = {
  ...{ kind: 'putEndpointSetting', target, name: 'WDATP' },
  body: { kind: 'DataExportSettings', properties: { enabled: true } },
};
const accepted: StepEnd = { kind: 'accepted', operationUrl: undefined, correlationId: undefined, created: undefined };

function failed(code: DecodedFailure['code'], detail = 'x'): StepEnd {
  return { kind: 'failed', failure: { code, class: 'retry', detail }, correlationId: undefined };
}

describe('an extension that an answer to the write of the plan names as failed', () => {
  it('P10: is remembered with its message', () => {
    const record = rememberUndonePlan(subscriptionOf(), plan, failed('PlanExtensionFailed', 'E: no role'), nowMs);
    expect(record.undonePlan).toEqual({ detail: 'E: no role', at: '2026-03-02T08:00:00.000Z' });
  });

  it('P10: is forgotten when an answer names none', () => {
    expect(rememberUndonePlan(subscriptionOf({ undonePlan: known }), plan, accepted, nowMs).undonePlan).toBeUndefined();
  });

  it.each([
    ['a refusal', plan, failed('AuthorizationFailed')],
    ['a server error', plan, failed('ServerError')],
    ['a lost answer', plan, failed('NetworkFailure')],
    ['a permit that ran out', plan, { kind: 'notSent' }],
    ['an accepted setting', setting, accepted],
  ] as const)('P10: stays so through %s', (_, write, end) => {
    expect(rememberUndonePlan(subscriptionOf({ undonePlan: known }), write, end, nowMs).undonePlan).toEqual(known);
  });

  it('P10: is known of the step alone in a row of an earlier release', () => {
    const failure = { code: 'PlanExtensionFailed', detail: known.detail, treatment: 'retry' } as const;
    const steps = { setDefenderPlan: { ...failedStep('defender-plan', failure), lastAt: at } };
    expect(undonePlanOf(subscriptionOf({ steps }))).toEqual(known);
    const other = { setDefenderPlan: failedStep('defender-plan', { ...failure, code: 'ServerError' }) };
    expect(undonePlanOf(subscriptionOf({ steps: other }))).toBeUndefined();
  });
});
