import { z } from 'zod';
import type { EventSchema } from './event-envelope.ts';
import type { DeliverEvent } from './event-subscription.ts';

const origin = 'eventgrid.azure.net';

/**
 * Asks the endpoint whether it wants events, as Event Grid does when an event subscription is made.
 * Throws with what the endpoint answered. Source: Azure docs, "Webhook event delivery", and the CloudEvents
 * webhook specification (abuse protection).
 */
export async function validateEndpoint(request: {
  readonly deliver: DeliverEvent;
  readonly schema: EventSchema;
  readonly name: string;
  readonly topic: string;
  readonly id: string;
  readonly at: string;
}): Promise<void> {
  if (request.schema === 'CloudEventSchemaV1_0') await askWithOptions(request.deliver, request.name);
  else await askWithEvent(request);
}

async function askWithOptions(deliver: DeliverEvent, name: string): Promise<void> {
  const answer = await deliver({
    method: 'OPTIONS',
    headers: { 'WebHook-Request-Origin': origin, 'WebHook-Request-Rate': '120' },
    body: '',
  });
  const allowed = Object.entries(answer.headers).find(([key]) => key.toLowerCase() === 'webhook-allowed-origin')?.[1];
  if (answer.status === 200 && (allowed === '*' || allowed === origin)) return;
  throw new Error(
    `Event subscription ${name}: the endpoint answered OPTIONS with ${answer.status} and WebHook-Allowed-Origin ${allowed ?? 'absent'}; it must be 200 and ${origin} or *.`,
  );
}

async function askWithEvent(request: Parameters<typeof validateEndpoint>[0]): Promise<void> {
  const event = {
    id: request.id,
    topic: request.topic,
    subject: '',
    data: { validationCode: request.id, validationUrl: '' },
    eventType: 'Microsoft.EventGrid.SubscriptionValidationEvent',
    eventTime: request.at,
    metadataVersion: '1',
    dataVersion: '2',
  };
  const answer = await request.deliver({
    method: 'POST',
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'aeg-event-type': 'SubscriptionValidation',
      'aeg-subscription-name': request.name.toUpperCase(),
    },
    body: JSON.stringify([event]),
  });
  if (answer.status === 200 && validationResponseIn(answer.body) === request.id) return;
  throw new Error(
    `Event subscription ${request.name}: the endpoint answered the validation event with ${answer.status} ${answer.body.slice(0, 200)}; it must be 200 and { "validationResponse": "<code>" }.`,
  );
}

const validationAnswer = z.object({ validationResponse: z.string() });

function validationResponseIn(body: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    return validationAnswer.safeParse(parsed).data?.validationResponse;
  } catch {
    return undefined;
  }
}
