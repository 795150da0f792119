import type { ArmErrorBody } from '../core/request/arm-error.ts';
import type { SimContext } from '../core/types.ts';
import type { DeliveryEndpoints } from '../events/delivery-endpoints.ts';
import type { EventSchema } from '../events/event-envelope.ts';
import { validateEndpoint } from '../events/validation-handshake.ts';
import { webhook } from '../events/webhook.ts';
import type { Destination } from './destination.ts';

/**
 * What is wrong with the endpoint of an event subscription; the operation ends so. A function must be there with an Event
 * Grid trigger; a webhook passes the handshake. Words: Azure/bicep#11656, a recording of its 2022-06-15 operation,
 * MicrosoftDocs/azure-docs#24291.
 */
export async function validateDestination(
  context: SimContext,
  endpoints: DeliveryEndpoints,
  destination: Destination,
  about: { readonly name: string; readonly topic: string; readonly schema: EventSchema },
): Promise<ArmErrorBody | undefined> {
  if (destination.endpointType === 'WebHook') return await shakeHands(context, destination.url, about);
  const endpoint = endpoints.get(destination.resourceId);
  if (endpoint === undefined) return notFound(context, destination.resourceId);
  if (destination.endpointType === 'StorageQueue' || /^eventGridTrigger$/i.test(endpoint.trigger)) return undefined;
  return {
    code: 'Unsupported Azure Function Trigger',
    message: "Can't add resource; Azure Event Grid supports EventGrid Trigger type only.",
  };
}

function notFound({ random, time }: SimContext, resourceId: string): ArmErrorBody {
  const timestamp = new Date(time.now()).toLocaleString('en-US', { timeZone: 'UTC' });
  return {
    code: 'Endpoint validation',
    message: `Destination endpoint not found. Resource details: resourceId: ${resourceId}. Resource should pre-exist before attempting this operation. Activity id:${random.guid()}, timestamp: ${timestamp} (UTC).`,
  };
}

async function shakeHands(
  { random, time }: SimContext,
  url: string,
  about: { readonly name: string; readonly topic: string; readonly schema: EventSchema },
): Promise<ArmErrorBody | undefined> {
  try {
    await validateEndpoint({
      ...about,
      deliver: webhook(url),
      id: random.guid(),
      at: new Date(time.now()).toISOString(),
    });
    return undefined;
  } catch {
    const base = url.split('?')[0] ?? '';
    return {
      code: 'Url validation',
      message: `The attempt to validate the provided endpoint ${base} failed. For more details, visit https://aka.ms/esvalidation.`,
    };
  }
}
