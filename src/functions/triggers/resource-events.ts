import { app } from '@azure/functions';
import * as df from 'durable-functions';
import { classifyEvent, type EventMeaning } from '../../domain/events/classify-event.ts';
import { parseResourceEvent, type ResourceEvent } from '../../domain/events/resource-event.ts';
import { eventFleet } from '../../domain/fleet/resolve-groups.ts';
import { parseSubscriptionOf, subscriptionRef } from '../../domain/target/subscription-ref.ts';
import { readHost } from '../../look/read-host.ts';
import { machineKind, subscriptionKind } from '../../look/target-kinds.ts';
import type { AppContext } from '../app-context.ts';
import { durableInstances } from '../durable-instances.ts';
import type { EventOutcome } from './intake.ts';
import { oweLookTo } from './owe-look-to.ts';

/** Azure's resource events, in either schema: a change of a machine or of a subscription owes it a look. */
export function registerResourceEvents(context: AppContext): void {
  const { intake, ticker } = context;
  app.eventGrid('resourceEvents', {
    extraInputs: [df.input.durableClient()],
    handler: async (raw, invocation) => {
      const client = durableInstances(invocation);
      try {
        const outcome = await takeEvent(context, parseResourceEvent(raw), client);
        if (outcome.kind === 'look') await ticker.tickIfLate(client);
        intake.note(outcome);
      } catch (error) {
        // The look is not owed: the delivery fails, and Event Grid makes it again.
        intake.note({ kind: 'failed' });
        throw error;
      }
    },
  });
}

async function takeEvent(
  context: AppContext,
  event: ResourceEvent | undefined,
  client: ReturnType<typeof durableInstances>,
): Promise<EventOutcome> {
  const meaning = await readMeaning(context, event);
  if (meaning.kind === 'ignored') return meaning;
  if (event === undefined) return { kind: 'ignored', reason: 'Unreadable' };
  const { ports, hintStart, hintSubscription, looksAtSubscriptions } = context;
  if (meaning.kind === 'look') {
    await oweLookTo(ports, machineKind, meaning.machine, event);
    await hintStart(client, meaning.machine.key);
    return { kind: 'look' };
  }
  if (!looksAtSubscriptions) return { kind: 'ignored', reason: 'NotRegistered' };
  const target = subscriptionRef(meaning.subscription);
  await oweLookTo(ports, subscriptionKind, target, event);
  await hintSubscription(client, target.key);
  return { kind: 'look' };
}

/** What an event means hangs on where its subscription lies, where fleet.json names management groups. */
async function readMeaning({ ports }: AppContext, event: ResourceEvent | undefined): Promise<EventMeaning> {
  const { fleet, settings, clock } = ports;
  const { ownPrincipals } = settings;
  const subscription = parseSubscriptionOf(event?.resourceId ?? '')?.subscription;
  const isGrouped = fleet.scope.managementGroups.length > 0 && subscription !== undefined;
  const place = isGrouped ? (await readHost(ports, subscription)).place : undefined;
  const within = place === undefined ? fleet : eventFleet(fleet, place);
  return classifyEvent(event, { fleet: within, ownPrincipals, nowMs: clock.now() });
}
