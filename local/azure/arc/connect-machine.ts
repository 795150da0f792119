import { newestVersionFor } from '../core/request/api-versions-of-types.ts';
import { parseArmId } from '../core/store/arm-id.ts';
import type { SimContext } from '../core/types.ts';
import type { ArcFleet } from './arc-fleet.ts';
import type { ArcMachine } from './arc-machine.ts';

/**
 * The agent is heard of, for the first time or again: the machine is connected and its write is told. Who is said to
 * have written, and that a heartbeat makes such an event at all, has no public source.
 */
export function connectMachine(context: SimContext, fleet: ArcFleet, machine: ArcMachine): void {
  fleet.report(context, machine, { status: 'Connected' });
  context.publish({
    kind: 'write',
    outcome: 'Success',
    operationName: `${machine.type}/write`,
    resourceUri: machine.id,
    subscriptionId: parseArmId(machine.id).subscriptionId ?? '',
    principal: context.principals.other,
    method: 'PATCH',
    url: `https://management.azure.com${machine.id}?api-version=${newestVersionFor(machine.id)}`,
    correlationId: context.random.guid(),
    clientRequestId: undefined,
    atMs: context.time.now(),
  });
}
