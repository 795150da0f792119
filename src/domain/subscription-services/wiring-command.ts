import type { EventTarget } from '../events/event-target.ts';
import { topicType } from '../subscription/system-topic.ts';
import { eventSubscriptionProperties } from './event-subscription-body.ts';

const topicPattern = /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/[^/]+\/[^/]+\/([^/]+)$/i;

/** What is not there yet, and is made first. */
export interface LackedByCommand {
  readonly topic: boolean;
  /** The region that the group of the topic is made in; undefined: the group is there. */
  readonly groupIn: string | undefined;
}

/**
 * What the owner of a topic runs in our place (Azure CLI, `az group`, `az eventgrid system-topic`): the same event
 * subscription as ours. It has no secret: endpoints are named by their ARM ids.
 */
export function wiringCommand(topicId: string, lacks: LackedByCommand, target: EventTarget): string {
  const [, subscription = '', group = '', topic = ''] = topicPattern.exec(topicId) ?? [];
  const place = ['--subscription', subscription, '--resource-group', group];
  const named = ['--subscription', subscription, '--name', group, '--location', lacks.groupIn ?? ''];
  const makeGroup = ['az group create', ...named.map(quote)];
  const source = ['--source', `/subscriptions/${subscription}`, '--topic-type', topicType, '--location', 'global'];
  const makeTopic = ['az eventgrid system-topic create', ...place.map(quote), '--name', quote(topic), ...source];
  const wire = [
    'az eventgrid system-topic event-subscription create',
    ...place.map(quote),
    '--system-topic-name',
    quote(topic),
    ...optionsOf(target).map(quote),
  ];
  const commands = [...(lacks.groupIn === undefined ? [] : [makeGroup]), ...(lacks.topic ? [makeTopic] : []), wire];
  return commands.map((words) => words.join(' ')).join(' && ');
}

function optionsOf(target: EventTarget): readonly string[] {
  const { destination, retryPolicy, filter } = eventSubscriptionProperties(target);
  return [
    '--name',
    target.name,
    '--endpoint-type',
    destination.endpointType.toLowerCase(),
    '--endpoint',
    target.destination,
    '--deadletter-endpoint',
    target.deadLetters,
    '--max-delivery-attempts',
    String(retryPolicy.maxDeliveryAttempts),
    '--event-ttl',
    String(retryPolicy.eventTimeToLiveInMinutes),
    '--included-event-types',
    ...filter.includedEventTypes,
    ...filter.advancedFilters.flatMap(({ key, operatorType, values }) => [
      '--advanced-filter',
      key,
      operatorType,
      ...values,
    ]),
  ];
}

/** Names of groups may have brackets, which a shell reads. */
function quote(word: string): string {
  return /^[\w./:-]+$/.test(word) ? word : `'${word}'`;
}
