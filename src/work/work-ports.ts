import type { Ports } from '../ports/ports.ts';

/** What the work protocol needs of the outside. */
export type WorkPorts = Pick<Ports, 'clock' | 'store' | 'newId'>;

/** ISO-8601 UTC text of a moment from now on the app's clock; the one shape that rows compare by. */
export function isoAfter(ports: Pick<Ports, 'clock'>, waitMs: number): string {
  return new Date(ports.clock.now() + waitMs).toISOString();
}
