import { isSameId } from '../ids.ts';
import { covers } from '../scope.ts';
import { parseMachineId } from '../target/machine-ref.ts';
import { coveringStops, isTrying, type StoppedWrite, tryEveryMs } from './judge-stop.ts';
import type { Denial, ScopeStop, SubscriptionStops } from './scope-stop.ts';

/** So many different machines of one scope, refused within a day, stop it. */
const machinesToStop = 3;
const dayMs = 24 * 60 * 60_000;
const mostDenials = 12;
const mostLifted = 20;

/**
 * Notes that a write was refused for want of a right. Three different machines that lack the same one stop the smallest
 * scope they share: the resource group or the subscription. A refused try puts the next one off.
 */
export function noteDenial(row: SubscriptionStops, denial: Denial): SubscriptionStops {
  const nowMs = Date.parse(denial.at);
  const others = row.denials.filter(({ key, at }) => key !== denial.key && nowMs - Date.parse(at) < dayMs);
  const denials = [...others, denial].slice(-mostDenials);
  const { action, detail } = denial;
  const next = { action, detail, tryAt: isoOf(nowMs + tryEveryMs), trying: undefined };
  if (coveringStops(row.stops, denial.resourceId).length > 0) {
    const stops = row.stops.map((stop) =>
      covers(stop.scope, denial.resourceId) && isTrying(stop, denial.key, nowMs) ? { ...stop, ...next } : stop,
    );
    return { ...row, denials, stops };
  }
  // What another stop explains already says nothing of a wider scope.
  const open = denials.filter((one) => isAlike(one, denial) && coveringStops(row.stops, one.resourceId).length === 0);
  const scope = scopesAbove(denial.resourceId).find(
    (above) => open.filter(({ resourceId }) => covers(above, resourceId)).length >= machinesToStop,
  );
  if (scope === undefined) return { ...row, denials };
  const wider = row.stops.filter((stop) => !covers(scope, stop.scope));
  return { ...row, denials, stops: [...wider, { scope, since: denial.at, ...next }] };
}

/**
 * The subscription itself proves nothing for its machines, and a stop is ended by the very write that was refused: of
 * several actions only one would ever be tried.
 */
function isAlike({ resourceId, action }: Denial, { action: refused }: Denial): boolean {
  return action === refused && parseMachineId(resourceId) !== undefined;
}

/** The row when this target says that it tries now; undefined when it need not, or may not, say so. */
export function claimTry(row: SubscriptionStops, write: StoppedWrite, nowMs: number): SubscriptionStops | undefined {
  const due = coveringStops(row.stops, write.resourceId).filter((stop) => !isTrying(stop, write.key, nowMs));
  if (due.length === 0) return undefined;
  const trying = { key: write.key, at: isoOf(nowMs) };
  const claimed = (stop: ScopeStop): ScopeStop => ({ ...stop, trying, tryAt: isoOf(nowMs + tryEveryMs) });
  return { ...row, stops: row.stops.map((stop) => (due.includes(stop) ? claimed(stop) : stop)) };
}

/**
 * The row after Azure has accepted a write: what it proves is forgotten, and the stops end of which it was the try.
 * Undefined when it proves nothing new.
 */
export function noteSuccess(
  row: SubscriptionStops,
  write: StoppedWrite,
  nowMs: number,
): { readonly row: SubscriptionStops; readonly lifted: readonly ScopeStop[] } | undefined {
  const lifted = coveringStops(row.stops, write.resourceId).filter(
    (stop) => isTrying(stop, write.key, nowMs) || stop.action === write.action,
  );
  const isProven = ({ resourceId, action }: Denial): boolean =>
    lifted.some(({ scope }) => covers(scope, resourceId)) ||
    (action === write.action && isSameId(groupOf(resourceId), groupOf(write.resourceId)));
  const denials = row.denials.filter((denial) => !isProven(denial));
  if (lifted.length === 0 && denials.length === row.denials.length) return undefined;
  const ends = lifted.map(({ scope }) => ({ scope, at: isoOf(nowMs) }));
  return {
    lifted,
    row: {
      ...row,
      denials,
      stops: row.stops.filter((stop) => !lifted.includes(stop)),
      lifted: [...row.lifted, ...ends].slice(-mostLifted),
    },
  };
}

/** The scopes that can be stopped for a resource, the smallest first. */
function scopesAbove(resourceId: string): readonly string[] {
  const subscription = resourceId.split('/').slice(0, 3).join('/');
  return [...new Set([groupOf(resourceId), subscription])];
}

/** Its resource group; its subscription where it lies in none. */
function groupOf(resourceId: string): string {
  const segments = resourceId.split('/');
  return segments.slice(0, segments[3]?.toLowerCase() === 'resourcegroups' ? 5 : 3).join('/');
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
