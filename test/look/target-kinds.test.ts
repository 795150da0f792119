import { beforeEach, describe, expect, it } from 'vitest';
import { createMemoryStore, type MemoryStore } from '../../local/store/memory-store.ts';
import type { WrittenFleet } from '../../src/domain/fleet/fleet-schema.ts';
import { subscriptionRef } from '../../src/domain/target/subscription-ref.ts';
import { machineKind, subscriptionKind, targetKinds } from '../../src/look/target-kinds.ts';
import { requestLook } from '../../src/work/request-look.ts';
import { createTicker } from '../../src/work/ticker.ts';
import type { WorkPorts } from '../../src/work/work-ports.ts';
import { fleetOf } from '../domain/fleet/fleet-fixture.ts';
import { FakeInstances } from '../work/fake-instances.ts';
import { vm, workPorts } from '../work/fixtures.ts';

const startMs = Date.parse('2026-01-05T08:00:00.000Z');

let nowMs = startMs;
let store: MemoryStore = createMemoryStore();
let ports: WorkPorts = workPorts(store, () => nowMs);
let client = new FakeInstances();
beforeEach(async () => {
  nowMs = startMs;
  store = createMemoryStore();
  ports = workPorts(store, () => nowMs);
  client = new FakeInstances();
  for (let index = 0; index < 15; index++) {
    const target = subscriptionRef(`5b5c0000-0000-4000-a000-${String(index).padStart(12, '0')}`);
    await requestLook(ports, subscriptionKind, { target, reason: 'r' });
    await requestLook(ports, machineKind, { target: vm(`m-${index}`), reason: 'r' });
  }
});

/** A tick of the app with these limits; how many of each kind were started since the beginning. */
async function started(limits: WrittenFleet['limits'] = {}): Promise<{ subscriptions: number; machines: number }> {
  const fleet = fleetOf({ limits });
  const kinds = targetKinds.map((kind) => ({ kind, limits: kind.limitsOf(fleet) }));
  await createTicker(ports, { kinds, tickSeconds: 20 }).tick(client);
  const count = (orchestrator: string): number =>
    client.started.filter((one) => one.orchestrator === orchestrator).length;
  return { subscriptions: count('onboardSubscription'), machines: count('onboardMachine') };
}

describe('how many subscriptions are worked on at the same time', () => {
  it('is ten, beside the machines, unless the file says otherwise', async () => {
    expect(await started()).toEqual({ subscriptions: 10, machines: 15 });
  });

  it('is what the file says, and those that are leased count', async () => {
    expect(await started({ subscriptionsInFlight: 4 })).toEqual({ subscriptions: 4, machines: 15 });
    nowMs += 61_000;
    expect(await started({ subscriptionsInFlight: 6 })).toEqual({ subscriptions: 6, machines: 15 });
  });

  it('is not what the file says of machines', async () => {
    expect(await started({ inFlight: 2, startsPerMinute: 3 })).toEqual({ subscriptions: 10, machines: 2 });
  });
});
