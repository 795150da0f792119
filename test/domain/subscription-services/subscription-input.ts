import { noPolicies } from '../../../src/domain/coexistence/policy-reading.ts';
import type { FleetFile, WrittenFleet } from '../../../src/domain/fleet/fleet-schema.ts';
import { parseFleetFile } from '../../../src/domain/fleet/parse-fleet-file.ts';
import type { SubscriptionProfile, WrittenSubscription } from '../../../src/domain/fleet/subscription-schema.ts';
import { lookIdSchema } from '../../../src/domain/ids.ts';
import type { StepRecord } from '../../../src/domain/step/step-record.ts';
import type { WantedStep } from '../../../src/domain/step/wanted-step.ts';
import type { DefenderFacts, PlanFacts } from '../../../src/domain/subscription/defender-facts.ts';
import { newSubscription } from '../../../src/domain/subscription/new-subscription.ts';
import type { SubscriptionParts } from '../../../src/domain/subscription/subscription-facts.ts';
import type { SubscriptionFinding, SubscriptionInput } from '../../../src/domain/subscription/subscription-service.ts';
import { specOfSubscription } from '../../../src/domain/subscription/subscription-spec.ts';
import type { UndonePlan } from '../../../src/domain/subscription/undone-plan.ts';
import { subscriptionRef } from '../../../src/domain/target/subscription-ref.ts';

const tenantId = '99999999-aaaa-4bbb-8ccc-dddddddddddd';
export const target = subscriptionRef('11111111-2222-4333-8444-555555555555');
export const nowMs = Date.UTC(2026, 10, 29, 12);
const confirmed = { tenantId, by: 'security team', at: '2026-11-01T00:00:00Z' };

const readAt = new Date(nowMs).toISOString();
const nothingAssigned = { ...noPolicies, readAt };

/** A plan as a fresh subscription has it: Free. */
function planFacts(changes: Partial<PlanFacts> = {}): PlanFacts {
  return {
    pricingTier: 'Free',
    subPlan: undefined,
    enforce: 'False',
    extensions: [],
    managedBy: undefined,
    coverage: undefined,
    ...changes,
  };
}

/** Defender for Cloud with this plan and these settings. */
export function defenderFacts(plan: Partial<PlanFacts> = {}, settings: DefenderFacts['settings'] = {}): DefenderFacts {
  return { plan: planFacts(plan), settings };
}

export function extension(name: string, isEnabled: 'True' | 'False', additional?: Record<string, unknown>) {
  return { name, isEnabled, additionalExtensionProperties: additional, operationStatus: undefined };
}

/** The entry of fleet.json with its defaults; the tenant is confirmed unless it says otherwise. */
function profileOf(written: WrittenSubscription): SubscriptionProfile {
  const [profile] = fleetWith({ tenantConfirmed: confirmed, ...written }).subscriptions;
  if (profile === undefined) throw new Error('the file has no subscriptions');
  return profile;
}

function fleetWith(entry: WrittenSubscription): FleetFile {
  const { tenantConfirmed, ...rest } = entry;
  const subscriptions = [tenantConfirmed === undefined ? rest : { tenantConfirmed, ...rest }];
  const written: WrittenFleet = {
    scope: { subscriptions: [target.subscription] },
    profiles: [{ name: 'all' }],
    subscriptions,
  };
  const parsed = parseFleetFile(JSON.stringify(written));
  if (parsed.kind === 'invalid') throw new Error(JSON.stringify(parsed.errors));
  return parsed.fleet;
}

export interface AskedParts {
  readonly wish: WrittenSubscription;
  readonly parts?: SubscriptionParts;
  readonly steps?: Readonly<Record<string, StepRecord>>;
  readonly undonePlan?: UndonePlan;
  readonly cloud?: SubscriptionInput['cloud'];
}

/** What a service is asked with. */
export function inputOf({
  wish,
  parts = {},
  steps = {},
  cloud = 'AzureCloud',
  undonePlan,
}: AskedParts): SubscriptionInput {
  const profile = profileOf(wish);
  const known = { policies: nothingAssigned, connectors: { readAt, connectors: [] } };
  const core = { displayName: 'shop', tenantId, state: 'Enabled', quotaId: undefined, tags: {} };
  return {
    record: { ...newSubscription(target, readAt), ...known, steps, undonePlan },
    facts: { target, core, parts },
    spec: specOfSubscription(profile),
    profile,
    fleet: fleetWith(wish),
    freezes: [],
    cloud,
    events: undefined,
    history: { steps, owned: [], operations: {}, lastLookAt: undefined },
    now: nowMs,
  };
}

export function stepsOf(finding: SubscriptionFinding): readonly WantedStep[] {
  return finding.kind === 'wanted' ? finding.steps : [];
}

/** A step whose last write failed so, an hour before its next try. */
export function failedStep(service: string, failure: StepRecord['failure']): StepRecord {
  const at = new Date(nowMs - 60_000).toISOString();
  return {
    service,
    touches: { part: 'resource', resourceId: target.resourceId },
    attempts: 1,
    waits: 0,
    waitingSince: undefined,
    nextAttemptAt: new Date(nowMs + 3_600_000).toISOString(),
    refusals: [],
    firstAt: at,
    lastAt: at,
    lookId: lookIdSchema.parse('look-1'),
    writes: [{ at, bodyHash: 'x', ended: 'failed' }],
    operationUrl: undefined,
    correlationId: undefined,
    failure,
  };
}
