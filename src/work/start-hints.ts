import type { TargetKey } from '../domain/ids.ts';
import { inputOf, instanceIdOf, type TargetNames } from '../domain/work/target-names.ts';
import type { InstanceClient } from '../ports/instances.ts';
import type { Clock } from '../ports/ports.ts';

/** Starts the instance of a target that was just requested. Never rejects. */
export type HintStart = (client: InstanceClient, key: TargetKey) => Promise<void>;

const mostPerMinute = 20;

/**
 * Makes the hint of one process for one kind: it saves the wait for the next tick and may be lost, so every error is
 * swallowed. A burst of events is left to the tick, whose admission knows the limits.
 */
export function createHintStart(clock: Clock, names: TargetNames): HintStart {
  let startedMs: readonly number[] = [];
  return async (client, key) => {
    const nowMs = clock.now();
    startedMs = startedMs.filter((atMs) => nowMs - atMs < 60_000);
    if (startedMs.length >= mostPerMinute) return;
    startedMs = [...startedMs, nowMs];
    try {
      await client.start(names.orchestrator, instanceIdOf(names.kind, key), inputOf(names, key));
    } catch {
      return;
    }
  };
}
