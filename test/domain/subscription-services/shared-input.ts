import { parseFleetFile } from '../../../src/domain/fleet/parse-fleet-file.ts';
import type { WrittenSubscription } from '../../../src/domain/fleet/subscription-schema.ts';
import { lookIdSchema, stepIdSchema } from '../../../src/domain/ids.ts';
import type { OwnedResource } from '../../../src/domain/step/step-record.ts';
import type { WantedStep } from '../../../src/domain/step/wanted-step.ts';
import type { DefenderFacts } from '../../../src/domain/subscription/defender-facts.ts';
import { newSubscription } from '../../../src/domain/subscription/new-subscription.ts';
import type { RegionInUse, ResourceFacts, ResourceRow } from '../../../src/domain/subscription/resource-facts.ts';
import type { SubscriptionParts } from '../../../src/domain/subscription/subscription-facts.ts';
import type { SubscriptionFinding, SubscriptionInput } from '../../../src/domain/subscription/subscription-service.ts';
import { specOfSubscription } from '../../../src/domain/subscription/subscription-spec.ts';
import { subscriptionRef } from '../../../src/domain/target/subscription-ref.ts';
import type { SharedResource } from '../../../src/domain/write/shared-resource.ts';

export const subscription = '11111111-2222-4333-8444-555555555555';
const target = subscriptionRef(subscription);
export const root = target.resourceId;
const nowMs = Date.UTC(2026, 10, 29, 12);

export interface Asked {
  readonly parts?: SubscriptionParts;
  readonly steps?: SubscriptionInput['history']['steps'];
  readonly owned?: SubscriptionInput['history']['owned'];
  readonly cloud?: SubscriptionInput['cloud'];
  readonly events?: SubscriptionInput['events'];
}

/** What a service is asked with, for an entry of fleet.json. */
export function sharedInput(
  wish: WrittenSubscription,
  { parts = {}, steps = {}, owned = [], cloud, events }: Asked = {},
): SubscriptionInput {
  const parsed = parseFleetFile(
    JSON.stringify({
      scope: {
        subscriptions: [subscription],
        references: { subscriptions: ['22222222-2222-4333-8444-555555555555'] },
      },
      profiles: [{ name: 'all' }],
      subscriptions: [wish],
    }),
  );
  if (parsed.kind === 'invalid') throw new Error(JSON.stringify(parsed.errors));
  const [profile] = parsed.fleet.subscriptions;
  if (profile === undefined) throw new Error('the file has no subscriptions');
  const core = { displayName: 'shop', tenantId: 't', state: 'Enabled', quotaId: undefined, tags: {} };
  return {
    record: newSubscription(target, new Date(nowMs).toISOString()),
    facts: { target, core, parts },
    spec: specOfSubscription(profile),
    profile,
    fleet: parsed.fleet,
    cloud: cloud ?? 'AzureCloud',
    events,
    history: { steps, owned, operations: {}, lastLookAt: undefined },
    now: nowMs,
  };
}

/** `westeurope linux` and `westeurope arc windows`. */
export function inUse(...places: readonly string[]): readonly RegionInUse[] {
  return places.map((place) => {
    const words = place.split(' ');
    return { region: words[0] ?? '', kind: words.includes('arc') ? 'arc' : 'vm', os: words.at(-1) };
  });
}

/** What is there, by ARM id below the subscription, and where machines are. */
export function resources(regions: readonly RegionInUse[], ...rows: readonly (string | ResourceRow)[]): ResourceFacts {
  return { regions, rows: rows.map((row) => (typeof row === 'string' ? rowOf(row) : row)) };
}

export function rowOf(path: string, changes: Partial<ResourceRow> = {}): ResourceRow {
  return {
    id: `${root}/${path}`,
    name: path.slice(path.lastIndexOf('/') + 1),
    type: 'unused',
    location: 'westeurope',
    provisioningState: 'Succeeded',
    principalId: undefined,
    workspaceIds: [],
    source: undefined,
    topicType: undefined,
    ...changes,
  };
}

/** The row owns the resource of this id. */
export function ownedOf(resourceId: string): OwnedResource {
  const at = new Date(nowMs).toISOString();
  const [stepId, lookId] = [stepIdSchema.parse('made'), lookIdSchema.parse('look-1')];
  return { stepId, resourceId, state: 'confirmed', lookId, at };
}

export function defenderOf(pricingTier: string, subPlan?: string): DefenderFacts {
  return {
    plan: { pricingTier, subPlan, enforce: undefined, extensions: [], managedBy: undefined, coverage: undefined },
    settings: {},
  };
}

export function stepsOf(finding: SubscriptionFinding): readonly WantedStep[] {
  return finding.kind === 'wanted' ? finding.steps : [];
}

/** `createIdentity:westeurope` and so on. */
export function idsOf(finding: SubscriptionFinding): readonly string[] {
  return stepsOf(finding).map(({ id }) => id);
}

/** What the step of this id would make. */
export function madeBy(finding: SubscriptionFinding, id: string): SharedResource {
  const write = stepsOf(finding).find((step) => step.id === id)?.write;
  if (write?.kind !== 'putShared') throw new Error(`${id} is not wanted: ${idsOf(finding).join(', ')}`);
  return write.resource;
}

/** As the part of an id below the subscription. */
export function below(id: string): string {
  return id.slice(root.length + 1);
}
