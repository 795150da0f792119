import { applySubscriptionReport, type SubscriptionReport } from '../../local/azure/control/subscription-control.ts';
import { type VmOptions, vmBody } from '../../local/world/machines.ts';
import type { WorldOptions } from '../../local/world/virtual-world.ts';
import type { WrittenSubscription } from '../../src/domain/fleet/subscription-schema.ts';
import { codeOf } from '../../src/domain/machine/standing.ts';
import { newSubscription } from '../../src/domain/subscription/new-subscription.ts';
import type { SubscriptionRecord } from '../../src/domain/subscription/subscription-record.ts';
import { subscriptionRef } from '../../src/domain/target/subscription-ref.ts';
import { subscriptionKind } from '../../src/look/target-kinds.ts';
import { requestLook } from '../../src/work/request-look.ts';
import { put } from './existing.ts';
import { type Scenario, startScenario } from './scenario.ts';

export const givenId = '5b5c0000-0000-4000-a000-0000000000c1';
const target = subscriptionRef(givenId);
const group = `${target.resourceId}/resourceGroups/app-rg`;

/** A second subscription, new and empty but for its virtual machines, for which fleet.json wants something. */
export interface GivenSubscription extends Scenario {
  /** Owes it a look and lets everything get quiet; the first time somebody has adopted it. */
  look(): Promise<void>;
  given(): Promise<SubscriptionRecord>;
  givenWord(): Promise<string>;
  /** Makes a VM in it, of which the app hears nothing. */
  addVm(name: string, options?: VmOptions): Promise<void>;
  /** Its writes as `PUT <type> <name> <status>`, since the start or since so many of them. */
  givenWrites(from?: number): readonly string[];
  /** How often the app read since it was adopted, queries included. */
  reads(): number;
}

export async function startGiven(
  wanted: WrittenSubscription,
  report: Partial<SubscriptionReport> = {},
  options: WorldOptions = {},
  mode: 'observe' | 'enforce' = 'observe',
): Promise<GivenSubscription> {
  const ofIts = mode === 'enforce' ? { dataCollection: { ofSubscription: true } } : {};
  const scenario = await startScenario({
    ...options,
    fleet: (usual) => ({
      ...usual,
      scope: { ...usual.scope, subscriptions: [...(usual.scope.subscriptions ?? []), givenId] },
      profiles: [{ name: 'nothing', match: {}, mode, ama: { install: false }, ...ofIts }],
      subscriptions: [{ match: { subscriptions: [givenId] }, mode: 'enforce', ...wanted }],
    }),
  });
  applySubscriptionReport(scenario.azure, { id: givenId, displayName: 'Given', ...report });
  const at = new Date(scenario.clock.now()).toISOString();
  await scenario.store.subscriptions.insert({
    ...newSubscription(target, at),
    eligibility: { state: 'awaiting', at, by: 'test' },
  });
  return { ...scenario, ...wordsOf(scenario) };
}

function wordsOf(world: Scenario): Omit<GivenSubscription, keyof Scenario> {
  const given = async (): Promise<SubscriptionRecord> => {
    const stored = await world.store.subscriptions.read(target.key);
    if (stored === undefined) throw new Error('the subscription has no row');
    return stored.value;
  };
  const allReads = (): number => world.calls().length - world.writes().length;
  let readBefore: number | undefined;
  /** Sweeps have looked at it so far, and nothing could be written. */
  const adopt = async (): Promise<void> => {
    const stored = await world.store.subscriptions.read(target.key);
    if (stored === undefined) throw new Error('the subscription has no row');
    const at = new Date(world.clock.now()).toISOString();
    const adopted = { ...stored.value, eligibility: { state: 'adopted', at, by: 'test' } } as const;
    await world.store.subscriptions.replace(adopted, stored.etag);
    readBefore = allReads();
  };
  return {
    given,
    givenWord: async () => {
      const { standing } = await given();
      const code = codeOf(standing);
      return code === undefined ? standing.status : `${standing.status}(${code})`;
    },
    look: async () => {
      if (readBefore === undefined) await adopt();
      await requestLook(world.ports, subscriptionKind, { target, reason: 'test' });
      await world.untilQuiet();
    },
    addVm: async (name, options = {}) => {
      await world.azure.events.silently(async () => {
        await put(world, group, { location: 'westeurope' });
        await put(world, `${group}/providers/Microsoft.Compute/virtualMachines/${name}`, vmBody(name, options));
        await world.clock.advance(5 * 60_000);
      });
    },
    givenWrites: (from = 0) =>
      world
        .writes()
        .filter(({ path }) => path.includes(givenId))
        .slice(from)
        .map(({ method, path, status }) => `${method} ${path.slice(target.resourceId.length + 1)} ${status}`),
    reads: () => allReads() - (readBefore ?? 0),
  };
}
