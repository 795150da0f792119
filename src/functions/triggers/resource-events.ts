import { app } from '@azure/functions';
import * as df from 'durable-functions';
import { classifyEvent } from '../../domain/events/classify-event.ts';
import { parseResourceEvent, type ResourceEvent } from '../../domain/events/resource-event.ts';
import type { TimelineEntry } from '../../domain/machine/machine-record.ts';
import type { MachineRef } from '../../domain/target/machine-ref.ts';
import { machineKind } from '../../look/target-kinds.ts';
import { requestLook } from '../../work/request-look.ts';
import type { AppContext } from '../app-context.ts';
import { durableInstances } from '../durable-instances.ts';

/** Azure's resource events, in either schema: a write, delete or action on a machine owes it a look. */
export function registerResourceEvents(context: AppContext): void {
  const { ports, hintStart, intake, ticker } = context;
  app.eventGrid('resourceEvents', {
    extraInputs: [df.input.durableClient()],
    handler: async (raw, invocation) => {
      const event = parseResourceEvent(raw);
      const { ownPrincipals } = ports.settings;
      const meaning = classifyEvent(event, { fleet: ports.fleet, ownPrincipals, nowMs: ports.clock.now() });
      if (meaning.kind === 'look' && event !== undefined) {
        await askForLook(context, meaning.machine, event);
        const client = durableInstances(invocation);
        await hintStart(client, meaning.machine.key);
        await ticker.tickIfLate(client);
      }
      intake.note(meaning.kind === 'lookAtSubscription' ? { kind: 'ignored', reason: 'NotRegistered' } : meaning);
    },
  });
}

/** Rejects when the look is not owed afterwards: the delivery then fails, and Event Grid makes it again. */
async function askForLook({ ports, intake }: AppContext, machine: MachineRef, event: ResourceEvent): Promise<void> {
  try {
    await requestLook(ports, machineKind, { target: machine, reason: event.operation });
  } catch (error) {
    intake.note({ kind: 'failed' });
    throw error;
  }
  const entry = describeEvent(event, ports.clock.now());
  await ports.store.timeline.append(machine.key, [entry]).catch(() => undefined);
}

/** One line for the timeline; who did it matters when a fuse blows. */
function describeEvent(event: ResourceEvent, nowMs: number): TimelineEntry {
  const [by] = event.callers;
  return {
    at: event.at ?? new Date(nowMs).toISOString(),
    what: 'event',
    text: `${event.operation}${/failure$/i.test(event.type) ? ' failed,' : ''}${by === undefined ? '' : ` by ${by}`}`,
    operation: event.operation,
    resourceId: event.resourceId,
    ...(by === undefined ? {} : { by }),
    ...(event.correlationId === undefined ? {} : { correlationId: event.correlationId }),
  };
}
