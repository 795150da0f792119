import type { EventTarget } from '../events/event-target.ts';
import { isSameId } from '../ids.ts';
import type { ResourceFacts, ResourceRow } from '../subscription/resource-facts.ts';
import { groupIdOf } from '../subscription/shared-names.ts';
import type {
  SubscriptionFinding,
  SubscriptionInput,
  SubscriptionService,
} from '../subscription/subscription-service.ts';
import { eventSubscriptionIdOf, findTopic, ownTopicIdOf, topicGroup, topicType } from '../subscription/system-topic.ts';
import type { WiringFacts } from '../subscription/wiring-facts.ts';
import { eventSubscriptionProperties, isWiredTo } from './event-subscription-body.ts';
import { sharedGroup } from './shared-group.ts';
import { findObjects, type SharedObject, sharedStep } from './shared-object.ts';
import { stateOf, tagsOf, thereOf } from './shared-state.ts';
import { tellUnwired, whyUnwired } from './unwired.ts';

const service = 'event-wiring';

/** Of the topic's group, where neither fleet.json nor a machine says where: a group needs a region, the topic is global. */
const usualLocation = 'eastus';

/**
 * Events of the subscription start this app: by an event subscription of ours on the system topic that is there, else on
 * one that we make. A topic that we may not write is told with the command for its owner, and is no failure: what events
 * would tell is found by the looks that sweeps ask for.
 */
export const eventWiringService: SubscriptionService = {
  name: service,
  activities: ['createEventGroup', 'createSystemTopic', 'wireEvents'],
  find,
};

function find(input: SubscriptionInput): SubscriptionFinding {
  const { spec, facts, events } = input;
  if (spec.events === 'none') return { kind: 'not-applicable', reason: 'fleet.json wants no events' };
  if (events === undefined) return { kind: 'not-applicable', reason: 'AMO_EVENT_DESTINATION is not set' };
  const { resources, wiring } = facts.parts;
  if (resources === undefined) return { kind: 'not-read', needs: 'resources' };
  const topic = findTopic(resources, facts.target.subscription);
  if (topic !== undefined && wiring === undefined) return { kind: 'not-read', needs: 'wiring' };
  return findWiring(input, events, resources, topic, topic === undefined ? { state: 'missing' } : wiring);
}

function findWiring(
  input: SubscriptionInput,
  events: EventTarget,
  resources: ResourceFacts,
  topic: ResourceRow | undefined,
  wiring: WiringFacts = { state: 'missing' },
): SubscriptionFinding {
  const { subscription } = input.facts.target;
  const topicId = topic?.id ?? ownTopicIdOf(subscription);
  const wired = wiredOf(input, events, topicId, wiring);
  const isOwn = isSameId(topicId, ownTopicIdOf(subscription));
  const group = isOwn ? groupOf(input, resources) : undefined;
  const objects = [...(group === undefined ? [] : [group, topicOf(input, resources)]), wired];
  const unwired = wired.state === 'present' ? undefined : whyUnwired(input, topicId, wiring, events, objects);
  if (unwired !== undefined) {
    const groupIn = group?.state === 'missing' ? groupLocation(input, resources) : undefined;
    const lacks = { topic: topic === undefined, groupIn };
    return { kind: 'not-applicable', reason: tellUnwired(unwired, topicId, lacks, events) };
  }
  const there = isOwn ? thereOf(resources, [groupIdOf(subscription, topicGroup), topicId]) : [topicId];
  return findObjects(input, objects, there, `${events.name} on ${topicId}`);
}

function groupOf(input: SubscriptionInput, resources: ResourceFacts): SharedObject {
  return sharedGroup(input, resources, {
    service,
    activity: 'createEventGroup',
    on: topicGroup,
    why: `make the resource group ${topicGroup}`,
    resourceId: groupIdOf(input.facts.target.subscription, topicGroup),
    location: groupLocation(input, resources),
  });
}

function groupLocation({ spec }: SubscriptionInput, { regions }: ResourceFacts): string {
  const [used] = regions.map(({ region }) => region).sort();
  return spec.location ?? used ?? usualLocation;
}

/** Azure takes a topic of a subscription only as a global one (Event Grid, "System topics"). */
function topicOf(input: SubscriptionInput, resources: ResourceFacts): SharedObject {
  const { spec, facts } = input;
  const { subscription, resourceId: source } = facts.target;
  const resourceId = ownTopicIdOf(subscription);
  const step = sharedStep(input, {
    service,
    activity: 'createSystemTopic',
    on: 'subscription',
    why: 'make the system topic of the events of the subscription',
    resource: {
      type: 'Microsoft.EventGrid/systemTopics',
      resourceId,
      body: { location: 'global', properties: { source, topicType }, ...tagsOf(spec.tags) },
    },
    after: [groupIdOf(subscription, topicGroup)],
  });
  return { state: stateOf(resources, resourceId), step };
}

/** One that differs is written anew: a PUT replaces all of it. */
function wiredOf(input: SubscriptionInput, events: EventTarget, topicId: string, wiring: WiringFacts): SharedObject {
  const step = sharedStep(input, {
    service,
    activity: 'wireEvents',
    on: events.name,
    why: `let events start this app, by the event subscription ${events.name}`,
    resource: {
      type: 'Microsoft.EventGrid/systemTopics/eventSubscriptions',
      resourceId: eventSubscriptionIdOf(topicId, events.name),
      body: { properties: eventSubscriptionProperties(events) },
    },
    after: [topicId],
  });
  return { state: wiredState(events, wiring), step };
}

function wiredState(events: EventTarget, wiring: WiringFacts): SharedObject['state'] {
  if (wiring.state !== 'present' || !isWiredTo(events, wiring)) return 'missing';
  const state = wiring.provisioningState?.toLowerCase() ?? 'succeeded';
  if (state === 'failed' || state === 'canceled') return 'missing';
  return state === 'succeeded' ? 'present' : 'provisioning';
}
