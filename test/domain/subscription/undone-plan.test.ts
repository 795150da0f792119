import { describe, expect, it } from 'vitest';
import type { DecodedFailure } from '../../../src/domain/failures/decode-failure.ts';
import type { StepEnd } from '../../../src/domain/step/end-step.ts';
import type { StepRecord } from '../../../src/domain/step/step-record.ts';
import type { PlanFacts } from '../../../src/domain/subscription/defender-facts.ts';
import type { SubscriptionRecord } from '../../../src/domain/subscription/subscription-record.ts';
import { rememberUndonePlan, undonePlanOf, undonePlanSeen } from '../../../src/domain/subscription/undone-plan.ts';
import type { AzureWrite } from '../../../src/domain/write/azure-write.ts';
import { defenderFacts, failedStep, target } from '../subscription-services/subscription-input.ts';
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
  it.each([
    ['it is looked after in', { tenantId: 't' }],
    ['it was last seen in, where it was just onboarded', { currentTenantId: 't' }],
  ])('P10: is remembered with its message and the tenant %s', (_, tenant) => {
    const end = failed('PlanExtensionFailed', 'E: no role');
    const { undonePlan } = rememberUndonePlan(subscriptionOf(tenant), plan, end, nowMs);
    expect(undonePlan).toEqual({ detail: 'E: no role', at: '2026-03-02T08:00:00.000Z', tenantId: 't' });
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
  });
});

describe('a write of the plan', () => {
  type Ends = readonly StepRecord['writes'][number]['ended'][];

  function undoneAfter(ends: Ends, code?: DecodedFailure['code']): string | undefined {
    const failure = code === undefined ? undefined : ({ code, detail: 'x', treatment: 'retry' } as const);
    const writes = ends.map((ended) => ({ at, bodyHash: 'x', ended }));
    const steps = { setDefenderPlan: { ...failedStep('defender-plan', failure), writes } };
    return undonePlanOf(subscriptionOf({ steps }))?.detail;
  }

  it.each<[string, Ends, DecodedFailure['code'] | undefined]>([
    ['was not answered', ['succeeded', 'sent'], undefined],
    ['lost its answer', ['sent'], 'NetworkFailure'],
    ['was not answered, whatever was refused since,', ['sent', 'failed'], 'AuthorizationFailed'],
    ['was answered by a server error', ['failed'], 'ServerError'],
    ['was answered in a way that nobody can use', ['failed'], 'UnknownFailure'],
  ])('P10: that %s leaves open whether an extension failed', (_, ends, code) => {
    expect(undoneAfter(ends, code)).toMatch(/^nobody knows whether an extension of it failed/);
  });

  it.each<[string, Ends, DecodedFailure['code'] | undefined]>([
    ['Azure took', ['succeeded'], undefined],
    ['Azure took after one that was not answered', ['sent', 'succeeded'], undefined],
    ['Azure works on after one that was not answered', ['sent', 'accepted'], undefined],
    ['Azure refused', ['succeeded', 'failed'], 'AuthorizationFailed'],
    ['never left', [], 'PermitExpired'],
  ])('P10: that %s leaves nothing open', (_, ends, code) => {
    expect(undoneAfter(ends, code)).toBeUndefined();
  });
});

describe('what a look keeps of an extension that failed', () => {
  const seenIn = (change: Partial<SubscriptionRecord>, changes: Partial<PlanFacts> = {}) =>
    undonePlanSeen(subscriptionOf({ undonePlan: known, ...change }), 'here', defenderFacts(changes).plan);
  const there = { ...known, tenantId: 'there' };

  it.each<[string, Partial<SubscriptionRecord>]>([
    ['it failed in this tenant', { undonePlan: { ...known, tenantId: 'here' } }],
    ['an earlier release has kept it in this tenant', { tenantId: 'here' }],
    ['nobody knows in which tenant it failed', {}],
  ])('P10: is all of it where %s', (_, change) => {
    expect(seenIn(change)).toMatchObject(known);
  });

  it.each<[string, Partial<SubscriptionRecord>]>([
    ['it failed in another tenant', { undonePlan: there }],
    ['it failed in another tenant, of a subscription onboarded here', { undonePlan: there, tenantId: 'here' }],
    ['an earlier release has kept it in another tenant', { tenantId: 'there' }],
    ['an earlier release has kept it, and it was last seen in another tenant', { currentTenantId: 'there' }],
  ])('P10: is nothing where %s', (_, change) => {
    expect(seenIn(change)).toBeUndefined();
  });

  it('P3 P10: is nothing where another service manages the plan, and all of it where no plan was read', () => {
    expect(seenIn({}, { managedBy: 'M365' })).toBeUndefined();
    expect(undonePlanSeen(subscriptionOf({ undonePlan: known }), 'here', undefined)).toMatchObject(known);
  });
});
