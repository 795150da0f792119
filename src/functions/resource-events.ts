import { app } from '@azure/functions';
import * as df from 'durable-functions';
import { classifyEvent } from '../domain/events/classify-event.ts';
import { parseResourceEvent, type ResourceEvent } from '../domain/events/resource-event.ts';
import type { TimelineEntry } from '../domain/machine/machine-record.ts';
import { requestLook } from '../work/request-look.ts';
import type { AppContext } from './app-context.ts';
import { durableInstances } from './http/durable-instances.ts';

/** Azure's resource events, in either schema: a write, delete or action on a machine owes it a look. */
export function registerResourceEvents({ ports, hintStart, intake, ticker }: AppContext): void {
  app.eventGrid('resourceEvents', {
    extraInputs: [df.input.durableClient()],
    handler: async (raw, context) => {
      const event = parseResourceEvent(raw);
      const { ownPrincipals } = ports.settings;
      const meaning = classifyEvent(event, { fleet: ports.fleet, ownPrincipals, nowMs: ports.clock.now() });
      if (meaning.kind === 'look' && event !== undefined) {
        const { machine } = meaning;
        await requestLook(ports, { machine, reason: event.operation });
        await ports.store.timeline
          .append(machine.key, [describeEvent(event, ports.clock.now())])
          .catch(() => undefined);
        const client = durableInstances(context);
        await hintStart(client, machine.key);
        await ticker.tickIfLate(client);
      }
      intake.note(meaning);
    },
  });
}

/** One line for the timeline; who did it matters when a fuse blows. */
function describeEvent(event: ResourceEvent, nowMs: number): TimelineEntry {
  const [by] = event.callers;
  return {
    at: event.at ?? new Date(nowMs).toISOString(),
    what: 'event',
    text: `${event.operation}${by === undefined ? '' : ` by ${by}`}`,
    operation: event.operation,
    resourceId: event.resourceId,
    ...(by === undefined ? {} : { by }),
    ...(event.correlationId === undefined ? {} : { correlationId: event.correlationId }),
  };
}
