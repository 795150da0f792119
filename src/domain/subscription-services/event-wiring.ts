import type { EventTarget } from '../events/event-target.ts';
import type { FailureCode } from '../failures/failure-list.ts';
import { judgeStep } from '../findings/judge-step.ts';
import { isInScope } from '../fleet/in-scope.ts';
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
import { wiringCommand } from './wiring-command.ts';

const service = 'event-wiring';

/** Of the topic's group, where neither fleet.json nor a machine says where: a group needs a region, the topic is global. */
const usualLocation = 'eastus';

/** Whoever answers so will not let us write however often we try: somebody else has to. */
const refusals: readonly FailureCode[] = [
  'AuthorizationFailed',
  'LinkedAuthorizationFailed',
  'ScopeLocked',
  'DenyAssignment',
  'PolicyDenied',
];

/**
 * Events of the subscription start this app: by an event subscription of ours on the system topic that is there, else on
 * one that we make. A topic that we may not write is told with the command for its owner, and is no failure: what events
 * would tell is found by the sweep.
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
  const objects = [...(isOwn ? [groupOf(input, resources), topicOf(input, resources)] : []), wired];
  const why = wired.state === 'present' ? undefined : whyNotOurs(input, topicId, wiring, objects);
  if (why !== undefined) {
    const command = wiringCommand(topicId, topic !== undefined, events);
    return {
      kind: 'not-applicable',
      reason: `events are not wired: ${why}. Ask the owner of ${topicId} to run: ${command}`,
    };
  }
  const there = isOwn ? thereOf(resources, [groupIdOf(subscription, topicGroup), topicId]) : [topicId];
  return findObjects(input, objects, there, `${events.name} on ${topicId}`);
}

/** Why the topic is not ours to write; undefined: it is, as far as anybody told us. */
function whyNotOurs(
  input: SubscriptionInput,
  topicId: string,
  wiring: WiringFacts,
  objects: readonly SharedObject[],
): string | undefined {
  if (isInScope(input.fleet, topicId, input.now).kind !== 'in') return 'the topic is outside of what fleet.json covers';
  if (wiring.state === 'unreadable') return 'the app may not read the event subscriptions of the topic';
  for (const { state, step } of objects) {
    const found = state === 'missing' ? judgeStep(input, step.id) : undefined;
    if (found?.kind === 'blocked' && refusals.includes(found.code)) return `${found.code}: ${found.detail}`;
  }
  return undefined;
}

function groupOf(input: SubscriptionInput, resources: ResourceFacts): SharedObject {
  const { spec, facts } = input;
  const resourceId = groupIdOf(facts.target.subscription, topicGroup);
  const [used] = resources.regions.map(({ region }) => region).sort();
  return sharedGroup(input, resources, {
    service,
    activity: 'createEventGroup',
    on: topicGroup,
    why: `make the resource group ${topicGroup}`,
    resourceId,
    location: spec.location ?? used ?? usualLocation,
  });
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
