import type { TargetKey } from '../../../src/domain/ids.ts';
import type { MachineRef } from '../../../src/domain/target/machine-ref.ts';
import { vm } from '../fixtures.ts';

export const subscriptions = ['11111111-2222-3333-4444-555555555555', '66666666-7777-8888-9999-aaaaaaaaaaaa'] as const;
const regions = ['westeurope', 'northeurope'] as const;
/** Nobody needs anything here until the chaos is over. */
const lateRegion = 'uksouth';
const machinesPerSubscription = 4;

export interface NeedyMachine {
  readonly ref: MachineRef;
  /** Its subscription has an object for each region in use. */
  region: string;
  /** Once a request for a look at it, as it is now, has been acknowledged. */
  isAcknowledged: boolean;
  exists: boolean;
}

/** The machines of a run with shared objects, and which object each of them needs. */
export class SharedWorld {
  readonly machines: readonly NeedyMachine[] = subscriptions.flatMap((subscription) =>
    Array.from({ length: machinesPerSubscription }, (_, index) => ({
      ref: vm(`m-${index}`, subscription),
      region: regions[index % regions.length] ?? regions[0],
      isAcknowledged: false,
      exists: false,
    })),
  );

  /** From now on every machine of a subscription needs an object that it has not. Answers these machines. */
  needLate(subscription: string): readonly NeedyMachine[] {
    const changed = this.machines.filter(({ ref }) => ref.subscription === subscription);
    for (const machine of changed) {
      machine.region = lateRegion;
      machine.isAcknowledged = false;
    }
    return changed;
  }

  needOf(key: TargetKey): string {
    return objectOf(this.machineOf(key));
  }

  /** What the subscription's machines need, as far as they exist. */
  wantedIn(subscription: string): readonly string[] {
    const own = this.machines.filter(({ ref, exists }) => exists && ref.subscription === subscription);
    return [...new Set(own.map(objectOf))];
  }

  regionOf(resourceId: string): string {
    return resourceId.slice(resourceId.lastIndexOf('-') + 1);
  }

  machineOf(key: TargetKey): NeedyMachine {
    const machine = this.machines.find(({ ref }) => ref.key === key);
    if (machine === undefined) throw new Error(`No machine ${key} in this world.`);
    return machine;
  }
}

function objectOf({ ref, region }: NeedyMachine): string {
  const group = `/subscriptions/${ref.subscription}/resourceGroups/Built-In-Identity-RG`;
  return `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/Built-In-Identity-${region}`;
}
