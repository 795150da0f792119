import type { TargetKey } from '../ids.ts';
import { covers } from '../scope.ts';
import type { ScopeStop } from './scope-stop.ts';

/** Between two tries in a stopped scope. Milliseconds. */
export const tryEveryMs = 60 * 60_000;
/** When nobody who was refused has come to try for so long, anybody may. */
const orphanedMs = 2 * tryEveryMs;
/** How long a try that was announced may take to be answered. */
const answerMs = 2 * 60_000;

/** A write as a stop sees it. */
export interface StoppedWrite {
  readonly key: TargetKey;
  readonly resourceId: string;
  readonly action: string;
}

/** The stop that keeps this write back now; undefined when it may be sent, or may be tried. */
export function findStop(stops: readonly ScopeStop[], write: StoppedWrite, nowMs: number): ScopeStop | undefined {
  return coveringStops(stops, write.resourceId).find((stop) => !mayTry(stop, write, nowMs));
}

/** The write that was refused is tried, since only that tells whether the right is there; each hour one target. */
function mayTry(stop: ScopeStop, { key, action }: StoppedWrite, nowMs: number): boolean {
  if (isTrying(stop, key, nowMs)) return true;
  const lateMs = nowMs - Date.parse(stop.tryAt);
  return lateMs >= (action === stop.action ? 0 : orphanedMs);
}

export function isTrying({ trying }: ScopeStop, key: TargetKey, nowMs: number): boolean {
  return trying?.key === key && nowMs - Date.parse(trying.at) < answerMs;
}

export function coveringStops(stops: readonly ScopeStop[], resourceId: string): readonly ScopeStop[] {
  return stops.filter(({ scope }) => covers(scope, resourceId));
}
