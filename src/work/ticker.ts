import type { StartLimits } from '../domain/work/admit-start.ts';
import type { InstanceClient } from '../ports/instances.ts';
import { type TickReport, tick } from './tick.ts';
import type { WorkPorts } from './work-ports.ts';

/** The tick of one process. */
export interface Ticker {
  /** For the timer; throws when the store cannot be read. */
  tick(client: InstanceClient): Promise<TickReport>;
  /** For triggers: ticks when the last tick of this process is older than two intervals. Never rejects. */
  tickIfLate(client: InstanceClient): Promise<void>;
}

export interface TickerOptions {
  readonly limits: StartLimits;
  readonly tickSeconds: number;
}

/** Makes the ticker that the timer and the triggers of one process share; timers on the platform have been seen to stop. */
export function createTicker(ports: WorkPorts, { limits, tickSeconds }: TickerOptions): Ticker {
  const memory = { firstPartition: 0, startedMs: [] };
  let lastMs = ports.clock.now();
  const run = (client: InstanceClient): Promise<TickReport> => {
    lastMs = ports.clock.now();
    return tick(ports, client, limits, memory);
  };
  return {
    tick: run,
    async tickIfLate(client) {
      if (ports.clock.now() - lastMs <= 2 * tickSeconds * 1_000) return;
      try {
        await run(client);
      } catch {
        return;
      }
    },
  };
}
