import type { FleetFile } from '../fleet/fleet-schema.ts';
import { isInScope } from '../fleet/in-scope.ts';
import { type MachineRef, parseMachineOf } from '../target/machine-ref.ts';
import { concernedSubscription, sharedGroupsOf } from './concerned-subscription.ts';
import type { ResourceEvent } from './resource-event.ts';
import {
  type SubscriptionPart,
  subscriptionOperations,
  type WatchedTarget,
  watchedOperations,
} from './watched-operations.ts';

export type IgnoredReason = 'Unreadable' | 'NotWatched' | 'NotAMachine' | 'NotShared' | 'OutOfScope' | 'Ours';

/** Whom an event owes a look, and what of it has changed. */
type Owed =
  | { readonly kind: 'look'; readonly machine: MachineRef; readonly target: WatchedTarget }
  /** `subscription` is a lower-case GUID. */
  | { readonly kind: 'lookAtSubscription'; readonly subscription: string; readonly part: SubscriptionPart };

export type EventMeaning = Owed | { readonly kind: 'ignored'; readonly reason: IgnoredReason };

const successTypes = /^microsoft\.resources\.resource(write|delete|action)success$/i;
/** A change that failed can leave an extension in state Failed, or half removed; all else it leaves as it was. */
const extensionTypes = /^microsoft\.resources\.resource(write|delete)failure$/i;

/** Decides whom an event owes a look, if anybody. Our own writes come back as events and owe none. */
export function classifyEvent(
  event: ResourceEvent | undefined,
  context: { readonly fleet: FleetFile; readonly ownPrincipals: readonly string[]; readonly nowMs: number },
): EventMeaning {
  if (event === undefined) return ignored('Unreadable');
  const operation = event.operation.toLowerCase();
  const target = ownValue(watchedOperations, operation);
  const part = ownValue(subscriptionOperations, operation);
  if ((target ?? part) === undefined || !tellsChange(event.type, target)) return ignored('NotWatched');
  const owed = owedToMachine(event, target) ?? owedToSubscription(event, part, context.fleet);
  if (owed === undefined) return ignored(target === undefined ? 'NotShared' : 'NotAMachine');
  if (isInScope(context.fleet, idOf(owed), context.nowMs).kind === 'out') return ignored('OutOfScope');
  if (event.callers.some((caller) => context.ownPrincipals.includes(caller))) return ignored('Ours');
  return owed;
}

function owedToMachine({ resourceId }: ResourceEvent, target: WatchedTarget | undefined): Owed | undefined {
  const machine = target === undefined ? undefined : parseMachineOf(resourceId);
  return target === undefined || machine === undefined ? undefined : { kind: 'look', machine, target };
}

function owedToSubscription(
  { resourceId }: ResourceEvent,
  part: SubscriptionPart | undefined,
  fleet: FleetFile,
): Owed | undefined {
  if (part === undefined) return undefined;
  const subscription = concernedSubscription(part, resourceId, sharedGroupsOf(fleet));
  return subscription === undefined ? undefined : { kind: 'lookAtSubscription', subscription, part };
}

function idOf(owed: Owed): string {
  return owed.kind === 'look' ? owed.machine.resourceId : `/subscriptions/${owed.subscription}`;
}

function tellsChange(type: string, target: WatchedTarget | undefined): boolean {
  return successTypes.test(type) || (target === 'extension' && extensionTypes.test(type));
}

function ownValue<Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function ignored(reason: IgnoredReason): EventMeaning {
  return { kind: 'ignored', reason };
}
