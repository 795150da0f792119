import { objectAt, textAt } from '../core/json.ts';
import { armError } from '../core/request/arm-error.ts';
import type { JsonObject } from '../core/types.ts';
import type { EventFilter } from '../events/event-filter.ts';
import { defaultMaxAttempts } from '../events/retry-schedule.ts';
import { deadLetterContainerOf, destinationOf } from './destination.ts';
import { readFilter } from './read-filter.ts';
import type { SystemTopic } from './system-topic.ts';

const mostMinutes = 1440;

/**
 * The properties of an event subscription with the defaults filled in (recordings of azure-cli, eventgrid). 400 for what
 * Event Grid does not take: Event Grid REST API 2025-02-15, and "Event Grid message delivery and retry" for the limits.
 */
export function readProperties(sent: JsonObject, topic: SystemTopic): { properties: JsonObject; filter: EventFilter } {
  const { provisioningState: _state, topic: _topic, ...said } = sent;
  const { endpointType } = destinationOf(said);
  deadLetterContainerOf(said);
  checkIdentity(objectAt(said, 'deliveryWithResourceIdentity'), topic);
  checkIdentity(objectAt(said, 'deadLetterWithResourceIdentity'), topic);
  const filter = readFilter(said.filter);
  const eventDeliverySchema = textAt(said, 'eventDeliverySchema') ?? 'EventGridSchema';
  if (eventDeliverySchema !== 'EventGridSchema' && eventDeliverySchema !== 'CloudEventSchemaV1_0') {
    throw invalid(`The event delivery schema '${eventDeliverySchema}' is not possible on a system topic.`);
  }
  const properties: JsonObject = {
    ...said,
    ...(endpointType === 'AzureFunction' ? { destination: withBatch(objectAt(said, 'destination')) } : {}),
    filter: { ...objectAt(said, 'filter'), includedEventTypes: filter.includedEventTypes ?? null },
    labels: said.labels ?? null,
    eventDeliverySchema,
    retryPolicy: readRetries(objectAt(said, 'retryPolicy')),
  };
  return { properties, filter };
}

function withBatch(destination: JsonObject | undefined): JsonObject {
  const batch = { maxEventsPerBatch: 1, preferredBatchSizeInKilobytes: 64 };
  return { ...destination, properties: { ...batch, ...objectAt(destination, 'properties') } };
}

function readRetries(said: JsonObject | undefined): JsonObject {
  return {
    maxDeliveryAttempts: between(said, 'maxDeliveryAttempts', defaultMaxAttempts, 30),
    eventTimeToLiveInMinutes: between(said, 'eventTimeToLiveInMinutes', mostMinutes, mostMinutes),
  };
}

function between(said: JsonObject | undefined, name: string, usual: number, most: number): number {
  const value = said?.[name] ?? usual;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw invalid(`The retry policy's ${name} must be a whole number from 1 to ${most}, not ${JSON.stringify(value)}.`);
}

/** An identity that delivers is one of the topic. */
function checkIdentity(withIdentity: JsonObject | undefined, { identity, name }: SystemTopic): void {
  if (withIdentity === undefined) return;
  const wanted = objectAt(withIdentity, 'identity');
  const userAssigned = textAt(wanted, 'userAssignedIdentity')?.toLowerCase();
  const has =
    textAt(wanted, 'type') === 'UserAssigned'
      ? userAssigned !== undefined && identity?.userAssigned.has(userAssigned) === true
      : identity?.systemPrincipalId !== undefined;
  if (!has) throw invalid(`The system topic '${name}' does not have the identity that shall deliver.`);
}

function invalid(message: string) {
  return armError(400, 'InvalidRequest', message);
}
