import { describeCaller } from '../../domain/events/known-callers.ts';
import type { ResourceEvent } from '../../domain/events/resource-event.ts';
import type { TimelineEntry } from '../../domain/machine/machine-record.ts';
import type { TargetRef } from '../../domain/target/target-ref.ts';
import type { TargetRow } from '../../domain/work/target-row.ts';
import type { Ports } from '../../ports/ports.ts';
import { requestLook } from '../../work/request-look.ts';
import type { TargetKind } from '../../work/target-kind.ts';

/** Owes a target the look that an event asks for, and tells of it; rejects when the look is not owed afterwards. */
export async function oweLookTo<Row extends TargetRow>(
  ports: Ports,
  kind: TargetKind<Row>,
  target: TargetRef,
  event: ResourceEvent,
): Promise<void> {
  await requestLook(ports, kind, { target, reason: event.operation });
  const entry = describeEvent(event, ports.clock.now());
  await ports.store.timeline.append(target.key, [entry]).catch(() => undefined);
}

/** One line for the timeline; who did it matters when a fuse blows. */
function describeEvent(event: ResourceEvent, nowMs: number): TimelineEntry {
  const [by] = event.callers;
  return {
    at: event.at ?? new Date(nowMs).toISOString(),
    what: 'event',
    text: `${event.operation}${/failure$/i.test(event.type) ? ' failed,' : ''}${by === undefined ? '' : ` by ${describeCaller(by)}`}`,
    operation: event.operation,
    resourceId: event.resourceId,
    ...(by === undefined ? {} : { by }),
    ...(event.correlationId === undefined ? {} : { correlationId: event.correlationId }),
  };
}
