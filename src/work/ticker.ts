import type { StartLimits } from '../domain/work/admit-starts.ts';
import type { TargetRow } from '../domain/work/target-row.ts';
import type { InstanceClient } from '../ports/instances.ts';
import type { TargetKind } from './target-kind.ts';
import { type TickMemory, type TickReport, tick } from './tick.ts';
import type { WorkPorts } from './work-ports.ts';

/** The tick of one process. */
export interface Ticker {
  /** For the timer; throws when the store cannot be read. The report counts all kinds together. */
  tick(client: InstanceClient): Promise<TickReport>;
  /** For triggers: ticks when the last tick of this process is older than two intervals. Never rejects. */
  tickIfLate(client: InstanceClient): Promise<void>;
}

export interface TickerOptions {
  /** What this release looks at, in the order in which a tick starts them. Rows of every other kind are left alone. */
  readonly kinds: readonly LimitedKind[];
  readonly tickSeconds: number;
}

export interface LimitedKind {
  readonly kind: TargetKind<TargetRow>;
  readonly limits: StartLimits;
}

/** Makes the ticker that the timer and the triggers of one process share; timers on the platform have been seen to stop. */
export function createTicker(ports: WorkPorts, { kinds, tickSeconds }: TickerOptions): Ticker {
  const ticks = kinds.map(({ kind, limits }) => {
    const memory: TickMemory = { firstPartition: 0, started: [] };
    return (client: InstanceClient) => tick(ports, client, kind, limits, memory);
  });
  let lastMs = ports.clock.now();
  const run = async (client: InstanceClient): Promise<TickReport> => {
    lastMs = ports.clock.now();
    const outcomes: PromiseSettledResult<TickReport>[] = [];
    // One kind after the other: what the first ones make, the others wait for.
    for (const tickKind of ticks) outcomes.push(...(await Promise.allSettled([tickKind(client)])));
    return sum(outcomes);
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

/** One kind that fails does not keep another waiting: its error is thrown when all have had their turn. */
function sum(outcomes: readonly PromiseSettledResult<TickReport>[]): TickReport {
  const total = { due: 0, leased: 0, started: 0, notAdmitted: 0, stuck: 0 };
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') throw outcome.reason;
    const { due, leased, started, notAdmitted, stuck } = outcome.value;
    total.due += due;
    total.leased += leased;
    total.started += started;
    total.notAdmitted += notAdmitted;
    total.stuck += stuck;
  }
  return total;
}
