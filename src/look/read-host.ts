import type { FleetFile } from '../domain/fleet/fleet-schema.ts';
import { controlsWithin, fleetWithin, isUnplaced, type SubscriptionPlace } from '../domain/fleet/resolve-groups.ts';
import type { Controls } from '../domain/look/look-input.ts';
import { type Host, hostOf } from '../domain/subscription/host-of-machine.ts';
import { subscriptionRef } from '../domain/target/subscription-ref.ts';
import type { Ports } from '../ports/ports.ts';

type HostPorts = Pick<Ports, 'fleet' | 'store'>;

/** The subscription of a machine as its row has it; some seconds old at most. Throws when the row cannot be read. */
export async function readHost({ fleet, store }: HostPorts, subscription: string): Promise<Host> {
  return hostOf(fleet, subscription, await store.subscriptions.readRecent(subscriptionRef(subscription).key));
}

/** As {@link readHost}, and as it is now: for judging a write. */
export async function readHostNow({ fleet, store }: HostPorts, subscription: string): Promise<Host> {
  const stored = await store.subscriptions.read(subscriptionRef(subscription).key);
  return hostOf(fleet, subscription, stored?.value);
}

/** What fleet.json and the operators say, as it reads for one subscription: management groups are resolved. */
export interface Said {
  readonly fleet: FleetFile;
  readonly controls: Controls;
  /** Something hangs on management groups, and which it lies in is not known. */
  readonly isUnplaced: boolean;
}

/** Reads what operators said, and resolves it and the file for one subscription. */
export async function readSaid({ fleet, store }: HostPorts, place: SubscriptionPlace): Promise<Said> {
  const { arms, freezes, stops } = await readControls({ store }, place.subscription);
  return {
    fleet: fleetWithin(fleet, place),
    controls: { arms: controlsWithin(arms, place), freezes: controlsWithin(freezes, place), stops },
    isUnplaced: isUnplaced(fleet, [...arms, ...freezes], place),
  };
}

/** What holds in a subscription, as it is stored: with management groups. Never from memory, since a freeze acts at once. */
export async function readControls({ store }: Pick<Ports, 'store'>, subscription: string): Promise<Controls> {
  const [arms, freezes, stops] = await Promise.all([
    store.controls.list('arm'),
    store.controls.list('freeze'),
    store.stops.read(subscription),
  ]);
  return { arms, freezes, stops: stops?.value };
}
