import { objectAt, textAt } from '../core/json.ts';
import { armError } from '../core/request/arm-error.ts';
import type { JsonObject } from '../core/types.ts';
import { queueId } from '../events/delivery-endpoints.ts';

/** Where an event subscription sends its events. */
export type Destination =
  | { readonly endpointType: 'AzureFunction'; readonly resourceId: string }
  | { readonly endpointType: 'StorageQueue'; readonly resourceId: string; readonly storageAccountId: string }
  | { readonly endpointType: 'WebHook'; readonly url: string };

const functionId =
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Web\/sites\/[^/]+\/functions\/[^/]+$/i;
const storageId =
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Storage\/storageAccounts\/[a-z0-9]{3,24}$/i;

/** The destination, with an identity or without; 400 when there is none or both. The words have no public source. */
export function destinationOf(properties: JsonObject): Destination {
  const plain = objectAt(properties, 'destination');
  const withIdentity = objectAt(properties, 'deliveryWithResourceIdentity');
  if ((plain === undefined) === (withIdentity === undefined)) {
    throw invalid('An event subscription has either a destination or a deliveryWithResourceIdentity.');
  }
  const destination = plain ?? objectAt(withIdentity, 'destination');
  const type = textAt(destination, 'endpointType') ?? '';
  const members = objectAt(destination, 'properties');
  const resourceId = textAt(members, 'resourceId') ?? '';
  if (type === 'StorageQueue') return readQueue(resourceId, textAt(members, 'queueName') ?? '');
  // Whether a function or a webhook takes events with an identity has no public source.
  if (type === 'AzureFunction' && withIdentity === undefined) {
    if (functionId.test(resourceId)) return { endpointType: type, resourceId };
    throw invalid(`The resource id '${resourceId}' is not that of a function.`);
  }
  if (type === 'WebHook' && withIdentity === undefined) return readWebhook(textAt(members, 'endpointUrl'));
  const what = `${withIdentity === undefined ? '' : 'delivery with an identity to '}endpoints of type '${type}'`;
  throw armError(501, 'SimulatorDestinationUnknown', `The Azure simulator has no ${what}.`);
}

function readQueue(storageAccountId: string, queueName: string): Destination {
  if (!storageId.test(storageAccountId)) {
    throw invalid(`The resource id '${storageAccountId}' is not that of a storage account.`);
  }
  if (!/^[a-z0-9](?:-?[a-z0-9]){2,62}$/.test(queueName)) throw invalid(`The queue name '${queueName}' is invalid.`);
  return { endpointType: 'StorageQueue', resourceId: queueId(storageAccountId, queueName), storageAccountId };
}

/** Words: MicrosoftDocs/azure-docs#45625. Here plain http is taken on this machine. */
function readWebhook(url: string | undefined): Destination {
  const isOk =
    /^https:\/\/[^/]/i.test(url ?? '') || /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])[:/]/i.test(url ?? '');
  if (isOk && url !== undefined) return { endpointType: 'WebHook', url };
  throw invalid(
    'Invalid event subscription request: Supplied URL is invalid. It cannot be null or empty and should be a proper HTTPS URL like https://www.example.com.',
  );
}

/** ARM id of the container for dead letters, if the event subscription has one. */
export function deadLetterContainerOf(properties: JsonObject): string | undefined {
  const withIdentity = objectAt(properties, 'deadLetterWithResourceIdentity');
  const destination = objectAt(properties, 'deadLetterDestination') ?? objectAt(withIdentity, 'deadLetterDestination');
  if (destination === undefined) return undefined;
  const members = objectAt(destination, 'properties');
  const account = textAt(members, 'resourceId') ?? '';
  const container = textAt(members, 'blobContainerName') ?? '';
  if (textAt(destination, 'endpointType') !== 'StorageBlob' || !storageId.test(account) || container === '') {
    throw invalid('The dead letter destination is not a StorageBlob with a storage account and a container.');
  }
  return `${account}/blobServices/default/containers/${container}`;
}

/** Resources on which who writes an event subscription needs `Microsoft.EventGrid/EventSubscriptions/Write`. */
export function linkedEndpoints(properties: JsonObject): readonly string[] {
  const delivery = objectAt(properties, 'deliveryWithResourceIdentity');
  const deadLetter = objectAt(properties, 'deadLetterWithResourceIdentity');
  const destinations = [
    objectAt(properties, 'destination') ?? objectAt(delivery, 'destination'),
    objectAt(properties, 'deadLetterDestination') ?? objectAt(deadLetter, 'deadLetterDestination'),
  ];
  return destinations.flatMap((destination) => textAt(objectAt(destination, 'properties'), 'resourceId') ?? []);
}

function invalid(message: string) {
  return armError(400, 'InvalidRequest', message);
}
