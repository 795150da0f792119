import { tellChange } from '../core/store/tell-change.ts';
import type { SimContext } from '../core/types.ts';
import type { ArcFleet } from './arc-fleet.ts';
import type { ArcMachine } from './arc-machine.ts';

/**
 * The agent is heard of, for the first time or again: the machine is connected and its write is told. Who is said to
 * have written, and that a heartbeat makes such an event at all, has no public source.
 */
export function connectMachine(context: SimContext, fleet: ArcFleet, machine: ArcMachine): void {
  fleet.report(context, machine, { status: 'Connected' });
  tellChange(context, { resource: machine, method: 'PATCH', by: context.principals.other });
}
