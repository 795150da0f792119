import type { ResourceEvent } from '../core/types.ts';
import { evaluateFilter } from './evaluate-filter.ts';
import { inSchema, type TopicEvent } from './event-envelope.ts';
import type { EventSubscription } from './event-subscription.ts';

/** Whether what happened is of the source of an event subscription, and one of the operations that it names. */
export function isOfSource(subscription: EventSubscription, happened: ResourceEvent): boolean {
  const { subscriptionId, operations, source } = subscription;
  if (source !== undefined) return isWithin(happened.resourceUri, source);
  if (subscriptionId !== undefined && !same(subscriptionId, happened.subscriptionId)) return false;
  return operations === undefined || operations.some((name) => same(name, happened.operationName));
}

/** Whether the filter of an event subscription lets an event through; claims may have been taken away before. */
export function passesFilter({ filter, schema }: EventSubscription, event: TopicEvent): boolean {
  return filter === undefined || evaluateFilter(filter, inSchema(event, schema));
}

/** The source itself, a subscription or a resource group, or anything in it. */
function isWithin(resourceUri: string, source: string): boolean {
  return `${resourceUri}/`.toLowerCase().startsWith(`${source.replace(/\/+$/, '')}/`.toLowerCase());
}

function same(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
