import type { FleetFile } from '../fleet/fleet-schema.ts';
import { isInScope } from '../fleet/in-scope.ts';
import { type MachineRef, parseMachineOf } from '../target/machine-ref.ts';
import type { ResourceEvent } from './resource-event.ts';
import { type WatchedTarget, watchedOperations } from './watched-operations.ts';

export type IgnoredReason = 'Unreadable' | 'NotWatched' | 'NotAMachine' | 'OutOfScope' | 'Ours';

export type EventMeaning =
  | { readonly kind: 'look'; readonly machine: MachineRef; readonly target: WatchedTarget }
  | { readonly kind: 'ignored'; readonly reason: IgnoredReason };

const successTypes = /^microsoft\.resources\.resource(write|delete|action)success$/i;
/** A change that failed can leave an extension in state Failed, or half removed; a machine it leaves as it was. */
const extensionTypes = /^microsoft\.resources\.resource(write|delete)failure$/i;

/** Decides whether an event owes a machine a look. Our own writes come back as events and owe none. */
export function classifyEvent(
  event: ResourceEvent | undefined,
  context: { readonly fleet: FleetFile; readonly ownPrincipals: readonly string[]; readonly nowMs: number },
): EventMeaning {
  if (event === undefined) return ignored('Unreadable');
  const target = watchedOperations[event.operation.toLowerCase()];
  if (target === undefined || !tellsChange(event.type, target)) return ignored('NotWatched');
  const machine = parseMachineOf(event.resourceId);
  if (machine === undefined) return ignored('NotAMachine');
  if (isInScope(context.fleet, machine.resourceId, context.nowMs).kind === 'out') return ignored('OutOfScope');
  if (event.callers.some((caller) => context.ownPrincipals.includes(caller))) return ignored('Ours');
  return { kind: 'look', machine, target };
}

function tellsChange(type: string, target: WatchedTarget): boolean {
  return successTypes.test(type) || (target === 'extension' && extensionTypes.test(type));
}

function ignored(reason: IgnoredReason): EventMeaning {
  return { kind: 'ignored', reason };
}
