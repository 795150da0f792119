import type { TimelineEntry } from '../domain/machine/machine-record.ts';
import { isNearContention } from '../domain/step/fuse.ts';
import type { StepRow } from '../domain/step/step-record.ts';
import type { TargetRow } from '../domain/work/target-row.ts';
import type { Ports } from '../ports/ports.ts';

/** Writes of others to a target, newest first. Only when a fuse is about to blow is it worth asking who undoes ours. */
export async function readForeignWrites(
  { clock, store }: Ports,
  { key, steps }: Pick<TargetRow & StepRow, 'key' | 'steps'>,
): Promise<readonly TimelineEntry[]> {
  const nowMs = clock.now();
  if (!Object.values(steps).some((step) => isNearContention(step, nowMs))) return [];
  const recent = await store.timeline.recent(key, 50);
  return recent.filter((entry) => entry.what === 'event' && entry.by !== undefined);
}
