import { comparableArmId } from '../arm-id.ts';
import { filterOf } from '../events/event-filter.ts';
import type { EventTarget } from '../events/event-target.ts';
import { isSameFilter } from '../events/same-filter.ts';
import type { EventSubscriptionFacts } from '../subscription/wiring-facts.ts';
import {
  type EventDestination,
  type EventSubscriptionProperties,
  eventTimeToLiveInMinutes,
  maxDeliveryAttempts,
} from '../write/event-subscription-properties.ts';

const queuePattern = /^(.+)\/queueServices\/default\/queues\/([^/]+)$/i;
const containerPattern = /^(.+)\/blobServices\/default\/containers\/([^/]+)$/i;

/**
 * Our event subscription. A PUT replaces all of it. It delivers without an identity of the topic: topics of others may
 * have none, and then only a right on the endpoint is needed (Event Grid, "Authorizing access").
 */
export function eventSubscriptionProperties(target: EventTarget): EventSubscriptionProperties {
  const [, account = '', container = ''] = containerPattern.exec(target.deadLetters) ?? [];
  return {
    destination: destinationOf(target.destination),
    deadLetterDestination: {
      endpointType: 'StorageBlob',
      properties: { resourceId: account, blobContainerName: container },
    },
    eventDeliverySchema: 'EventGridSchema',
    retryPolicy: { maxDeliveryAttempts, eventTimeToLiveInMinutes },
    filter: filterOf(target.ownPrincipals),
  };
}

function destinationOf(id: string): EventDestination {
  const [, account, queueName] = queuePattern.exec(id) ?? [];
  if (account === undefined || queueName === undefined) {
    return { endpointType: 'AzureFunction', properties: { resourceId: id } };
  }
  return { endpointType: 'StorageQueue', properties: { resourceId: account, queueName } };
}

/** Whether what is there brings us the same events in the same way, whoever made it. */
export function isWiredTo(target: EventTarget, has: EventSubscriptionFacts): boolean {
  return (
    isSame(target.destination, has.destination) &&
    isSame(target.deadLetters, has.deadLetters) &&
    has.maxDeliveryAttempts === maxDeliveryAttempts &&
    has.eventTimeToLiveInMinutes === eventTimeToLiveInMinutes &&
    (has.eventDeliverySchema ?? 'EventGridSchema').toLowerCase() === 'eventgridschema' &&
    has.expirationTimeUtc === undefined &&
    isSameFilter(filterOf(target.ownPrincipals), has.filter)
  );
}

function isSame(wanted: string, has: string | undefined): boolean {
  return has !== undefined && comparableArmId(wanted) === comparableArmId(has);
}
