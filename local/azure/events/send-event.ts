import { inSchema, type TopicEvent } from './event-envelope.ts';
import type { EventSubscription } from './event-subscription.ts';

/** What an endpoint said; without a status there was no answer. */
export interface EndpointAnswer {
  readonly status: number | undefined;
  readonly text: string;
}

/**
 * One attempt to hand an event to the endpoint of an event subscription. Storage queues get the event as base64 text
 * (Azure docs, "Storage queue as an event handler"), others as JSON.
 * @param attempt from 1
 */
export async function sendEvent(
  event: TopicEvent,
  subscription: EventSubscription,
  attempt: number,
): Promise<EndpointAnswer> {
  const json = inSchema(event, subscription.schema);
  const isCloudEvent = subscription.schema === 'CloudEventSchemaV1_0';
  const isQueue = subscription.endpointType === 'StorageQueue';
  const body = JSON.stringify(isCloudEvent || isQueue ? json : [json]);
  try {
    const answer = await subscription.deliver({
      method: 'POST',
      headers: {
        'Content-Type': contentTypeOf(isQueue, isCloudEvent),
        'aeg-event-type': 'Notification',
        'aeg-subscription-name': subscription.name.toUpperCase(),
        'aeg-delivery-count': String(attempt - 1),
        'aeg-data-version': '2',
        'aeg-metadata-version': '1',
      },
      body: isQueue ? Buffer.from(body).toString('base64') : body,
    });
    return { status: answer.status, text: answer.body.slice(0, 200) };
  } catch (error) {
    return { status: undefined, text: messageOf(error).slice(0, 200) };
  }
}

function contentTypeOf(isQueue: boolean, isCloudEvent: boolean): string {
  if (isQueue) return 'text/plain; charset=utf-8';
  return isCloudEvent ? 'application/cloudevents+json; charset=utf-8' : 'application/json; charset=utf-8';
}

/** `fetch failed` says nothing: the cause does. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
