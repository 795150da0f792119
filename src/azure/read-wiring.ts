import { z } from 'zod';
import { isForbidden } from '../domain/failures/is-forbidden.ts';
import { eventSubscriptionIdOf } from '../domain/subscription/system-topic.ts';
import type { WiringFacts } from '../domain/subscription/wiring-facts.ts';
import type { TargetRef } from '../domain/target/target-ref.ts';
import type { PartOutcome } from '../ports/azure.ts';
import type { ArmCaller } from './arm-caller.ts';
import { failureOfPart } from './map-error.ts';
import { parseReply } from './parse-reply.ts';
import { getOf, isAbsent } from './read-resource.ts';
import { absentable, absentableText } from './reply-values.ts';

const endpoint = absentable(
  z.object({
    endpointType: absentableText,
    properties: absentable(
      z.object({ resourceId: absentableText, queueName: absentableText, blobContainerName: absentableText }),
    ),
  }),
);
type Endpoint = z.output<typeof endpoint>;

const advancedFilter = z.object({
  operatorType: z.string(),
  key: absentableText,
  values: absentable(z.array(z.unknown())),
});

/** Event Grid REST API 2025-02-15; with an identity of the topic, the endpoints stand elsewhere. */
const subscriptionSchema = z.object({
  properties: z.object({
    provisioningState: absentableText,
    destination: endpoint,
    deliveryWithResourceIdentity: absentable(z.object({ destination: endpoint })),
    deadLetterDestination: endpoint,
    deadLetterWithResourceIdentity: absentable(z.object({ deadLetterDestination: endpoint })),
    eventDeliverySchema: absentableText,
    expirationTimeUtc: absentableText,
    retryPolicy: absentable(
      z.object({
        maxDeliveryAttempts: absentable(z.number()),
        eventTimeToLiveInMinutes: absentable(z.number()),
      }),
    ),
    filter: absentable(
      z.object({
        includedEventTypes: absentable(z.array(z.string())),
        subjectBeginsWith: absentableText,
        subjectEndsWith: absentableText,
        advancedFilters: absentable(z.array(advancedFilter)),
      }),
    ),
  }),
});

/** The event subscription of this name on the topic, as it is now. That we may not read it is a fact. */
export async function readWiring(
  caller: ArmCaller,
  target: TargetRef,
  topicId: string,
  name: string,
): Promise<PartOutcome<WiringFacts>> {
  const id = eventSubscriptionIdOf(topicId, name);
  const answer = await caller.call(getOf(target, id, 'Microsoft.EventGrid/systemTopics/eventSubscriptions'));
  if (answer.kind === 'failed' && isAbsent(answer.failure)) return { kind: 'found', value: { state: 'missing' } };
  if (answer.kind === 'failed' && isForbidden(answer.failure)) return { kind: 'found', value: { state: 'unreadable' } };
  const parsed = parseReply(id, subscriptionSchema, answer);
  if (parsed.kind === 'failed') return { kind: 'failed', failure: failureOfPart(id, parsed.failure) };
  return { kind: 'found', value: toFacts(parsed.value.body) };
}

function toFacts({ properties }: z.output<typeof subscriptionSchema>): WiringFacts {
  const { provisioningState, eventDeliverySchema, expirationTimeUtc, retryPolicy, filter } = properties;
  const destination = properties.destination ?? properties.deliveryWithResourceIdentity?.destination;
  const deadLetters =
    properties.deadLetterDestination ?? properties.deadLetterWithResourceIdentity?.deadLetterDestination;
  return {
    state: 'present',
    provisioningState,
    destination: endpointIdOf(destination),
    deadLetters: endpointIdOf(deadLetters),
    maxDeliveryAttempts: retryPolicy?.maxDeliveryAttempts,
    eventTimeToLiveInMinutes: retryPolicy?.eventTimeToLiveInMinutes,
    eventDeliverySchema,
    expirationTimeUtc,
    filter: {
      includedEventTypes: filter?.includedEventTypes ?? [],
      subjectBeginsWith: filter?.subjectBeginsWith ?? '',
      subjectEndsWith: filter?.subjectEndsWith ?? '',
      advancedFilters: (filter?.advancedFilters ?? []).map(({ operatorType, key, values }) => ({
        operatorType,
        key: key ?? '',
        values: (values ?? []).map(String),
      })),
    },
  };
}

/** The ARM id of what an endpoint is; queues and containers are named beside their account. */
function endpointIdOf(said: Endpoint): string | undefined {
  const { resourceId, queueName, blobContainerName } = said?.properties ?? {};
  switch (said?.endpointType?.toLowerCase()) {
    case 'azurefunction':
      return resourceId;
    case 'storagequeue':
      return `${resourceId}/queueServices/default/queues/${queueName}`;
    case 'storageblob':
      return `${resourceId}/blobServices/default/containers/${blobContainerName}`;
    default:
      return undefined;
  }
}
