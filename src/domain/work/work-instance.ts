import type { TargetKey } from '../ids.ts';
import type { WorkKind } from './work-row.ts';

/** The orchestration that looks at one machine until it is settled or parked. */
export const onboardMachineName = 'onboardMachine';

/** One instance per owner of work at a time; the id carries no character that Durable Functions refuses. */
export function instanceIdOf(kind: WorkKind, key: TargetKey): string {
  return `${kind}-${key}`;
}
