import type { MachineFacts } from '../machine/machine-facts.ts';
import type { WantedStep } from '../step/wanted-step.ts';
import { changesModel } from '../write/changes-model.ts';
import type { LookInput } from './look-input.ts';
import type { Signal } from './signal.ts';

/** A look that has to wait until the limits have room for all that its steps would change. */
export interface Queued {
  readonly load: number;
  readonly signal: Signal;
}

/**
 * Azure brings a change of the model of an Automatic or Rolling scale set to its instances by itself, so such a change counts
 * as that many machines. Undefined: it fits into what this look was started with.
 */
export function queueForRoom(
  { facts, admitted, nowMs }: Pick<LookInput, 'facts' | 'admitted' | 'nowMs'>,
  steps: readonly WantedStep[],
): Queued | undefined {
  const load = instancesChanged(facts, steps);
  if (admitted === undefined || load <= admitted) return undefined;
  const detail = `a change of its model reaches ${load} instances, for which the limits of fleet.json must have room`;
  return { load, signal: { status: 'Pending', code: 'Queued', detail, dueMs: nowMs } };
}

function instancesChanged({ platform }: MachineFacts, steps: readonly WantedStep[]): number {
  if (platform.kind !== 'scaleSet' || platform.upgradePolicy === 'manual') return 1;
  return steps.some(({ write }) => changesModel(write)) ? Math.max(1, platform.capacity) : 1;
}
