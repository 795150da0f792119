import type { Ports } from '../ports/ports.ts';
import type { MachineSummary } from '../ports/store.ts';
import { keepForAMinute } from './keep-for-a-minute.ts';

/** How many machines of a subscription have a row, by kind and by system; one whose system is not known yet is in neither. */
export interface MachinesOfSubscription {
  readonly vm: number;
  readonly arc: number;
  readonly scaleSet: number;
  readonly windows: number;
  readonly linux: number;
}

/** Machines by the GUID of their subscription, and the app time at which they were counted. */
export interface CountedMachines {
  readonly asOf: string;
  of(subscription: string): MachinesOfSubscription;
}

/** Makes the counter of one process; it scans the rows of machines at most once a minute of app time. */
export function createMachineCounter(ports: Pick<Ports, 'store' | 'clock'>): () => Promise<CountedMachines> {
  return keepForAMinute(ports.clock, async (nowMs) => {
    const { machines } = await ports.store.machines.summarize();
    const counted = countMachinesBySubscription(machines);
    return {
      asOf: new Date(nowMs).toISOString(),
      of: (subscription) => counted.get(subscription.toLowerCase()) ?? none,
    };
  });
}

const none: MachinesOfSubscription = { vm: 0, arc: 0, scaleSet: 0, windows: 0, linux: 0 };

/** Counts each machine once: without those that are gone, and without the Arc twin of a VM. Pure. */
export function countMachinesBySubscription(
  rows: readonly MachineSummary[],
): ReadonlyMap<string, MachinesOfSubscription> {
  const counts = new Map<string, MachinesOfSubscription>();
  for (const { status, code, subscription, kind, os } of rows) {
    if (status === 'Gone' || (status === 'Excluded' && code === 'DuplicateOf')) continue;
    const name = subscription.toLowerCase();
    const { vm, arc, scaleSet, windows, linux } = counts.get(name) ?? none;
    counts.set(name, {
      vm: vm + (kind === 'vm' ? 1 : 0),
      arc: arc + (kind === 'arc' ? 1 : 0),
      scaleSet: scaleSet + (kind === 'scaleSet' ? 1 : 0),
      windows: windows + (os === 'windows' ? 1 : 0),
      linux: linux + (os === 'linux' ? 1 : 0),
    });
  }
  return counts;
}
