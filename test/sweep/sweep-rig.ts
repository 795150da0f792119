import type { ShownSubscription } from '../../src/domain/discovery/shown-subscription.ts';
import { runSweep } from '../../src/sweep/run-sweep.ts';
import { fleetOf } from '../domain/fleet/fleet-fixture.ts';
import { createStepRig, type StepRig } from '../look/step-rig.ts';

export const platform = '/providers/Microsoft.Management/managementGroups/platform';
export const halfHourMs = 30 * 60_000;

export function subscriptions(count: number): readonly ShownSubscription[] {
  return Array.from({ length: count }, (_, index) => ({
    subscription: `5b5c0000-0000-4000-a000-${String(index).padStart(12, '0')}`,
    name: `Sub ${index}`,
    tenantId: '7e4a47ed-0000-4000-a000-000000000001',
    state: 'Enabled',
    quotaId: undefined,
    tags: {},
    managementGroups: ['platform'],
  }));
}

export interface SweepRig extends StepRig {
  /** Writes of rows and of work so far. */
  writes(): number;
  /** The next run, half an hour later. */
  again(): ReturnType<typeof runSweep>;
}

/** Shows this many subscriptions below the group `platform`, which the file names. */
export async function startRig(count: number): Promise<SweepRig> {
  const made = await createStepRig();
  const rig = {
    ...made,
    ports: { ...made.ports, fleet: fleetOf({ scope: { managementGroups: [platform] }, subscriptions: [{}] }) },
  };
  rig.azure.subscriptions = { kind: 'rows', rows: subscriptions(count) };
  return {
    ...rig,
    writes: () =>
      Object.entries(rig.store.operations())
        .filter(([name]) => /^(subscriptions|work)\.(insert|replace|upsert|merge)$/.test(name))
        .reduce((sum, [, times]) => sum + times, 0),
    again: () => {
      rig.time.appMs += halfHourMs;
      return runSweep(rig.ports);
    },
  };
}
