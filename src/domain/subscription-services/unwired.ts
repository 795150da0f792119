import type { EventTarget } from '../events/event-target.ts';
import type { FailureCode } from '../failures/failure-list.ts';
import { judgeStep } from '../findings/judge-step.ts';
import { isInScope } from '../fleet/in-scope.ts';
import type { SubscriptionInput } from '../subscription/subscription-service.ts';
import type { WiringFacts } from '../subscription/wiring-facts.ts';
import { leastRoleOf } from '../write/permissions.ts';
import { eventSubscriptionProperties } from './event-subscription-body.ts';
import type { SharedObject } from './shared-object.ts';
import { type LackedByCommand, wiringCommand } from './wiring-command.ts';

/** Whoever answers so will not let us write however often we try: somebody else has to. */
const refusals: readonly FailureCode[] = [
  'AuthorizationFailed',
  'LinkedAuthorizationFailed',
  'ScopeLocked',
  'DenyAssignment',
  'PolicyDenied',
];

/** Why events are not wired by us. */
export interface Unwired {
  readonly why: string;
  /** Where events go and the app lacks the right to deliver: that is not for the owner of the topic to give. */
  readonly endpoints: readonly string[];
}

/** Why the topic is not ours to write; undefined: it is, as far as anybody told us. */
export function whyUnwired(
  input: SubscriptionInput,
  topicId: string,
  wiring: WiringFacts,
  events: EventTarget,
  objects: readonly SharedObject[],
): Unwired | undefined {
  if (isInScope(input.fleet, topicId, input.now).kind !== 'in') {
    return { why: 'the topic is outside of what fleet.json covers', endpoints: [] };
  }
  if (wiring.state === 'unreadable') {
    return { why: 'the app may not read the event subscriptions of the topic', endpoints: [] };
  }
  for (const { state, step } of objects) {
    const found = state === 'missing' || state === 'failed' ? judgeStep(input, step.id) : undefined;
    if (found?.kind === 'blocked' && refusals.includes(found.code)) {
      return { why: `${found.code}: ${found.detail}`, endpoints: deniedEndpoints(found, events) };
    }
  }
  return undefined;
}

/** A right that whoever writes an event subscription needs on what it delivers to (Event Grid, "Authorizing access"). */
const endpointRight = 'Microsoft.EventGrid/EventSubscriptions/Write';
const endpointDenied = /'microsoft\.eventgrid\/eventsubscriptions\/write' is missing on '([^']+)'/gi;

function deniedEndpoints(
  { code, detail }: { readonly code: FailureCode; readonly detail: string },
  events: EventTarget,
): readonly string[] {
  const named = [...detail.matchAll(endpointDenied)].map(([, id = '']) => id);
  if (named.length > 0 || code !== 'LinkedAuthorizationFailed') return named;
  const { destination, deadLetterDestination } = eventSubscriptionProperties(events);
  return [...new Set([destination.properties.resourceId, deadLetterDestination.properties.resourceId])];
}

/** Why events are not wired, who can mend it, and how. */
export function tellUnwired(
  { why, endpoints }: Unwired,
  topicId: string,
  lacks: LackedByCommand,
  events: EventTarget,
): string {
  const command = wiringCommand(topicId, lacks, events);
  const said = `events are not wired: ${why}.`;
  if (endpoints.length === 0) return `${said} Ask the owner of ${topicId} to run: ${command}`;
  const places = endpoints.join(' and ');
  const role = leastRoleOf(endpointRight);
  return `${said} Ask the owner of ${places} to give the app the role "${role}" there; or whoever has it there and on ${topicId} to run: ${command}`;
}
