import type { Ledger } from '../../../local/clock/ledger.ts';
import { freeLedger } from '../../../local/clock/ledger.ts';
import type { TimeSource } from '../../../local/clock/time-source.ts';
import { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import { collectRegistrations } from '../../../local/host/core-module.ts';
import { createHost, type Host, type HostOptions } from '../../../local/host/host.ts';
import type { LogEntry } from '../../../local/host/log-sink.ts';

/** The keys of the recorded host. */
export const testKeys = {
  master: 'test-master-key-0000',
  function: 'test-function-key-0000',
  eventgrid: 'test-eventgrid-key-0000',
  durable: 'test-durable-key-0000',
  perFunction: {
    asFunction: ['fnkey-asfunction-0000', 'fnkey-asfunction-second'],
    otherFunction: ['fnkey-other-0000'],
  },
};

export interface TestHost extends Host {
  readonly logged: readonly LogEntry[];
}

/** A host on a free port with everything in memory; options replace the defaults. */
export async function startTestHost(
  register: () => void,
  options: Partial<HostOptions> & { readonly clock?: TimeSource & Ledger } = {},
): Promise<TestHost> {
  const logged: LogEntry[] = [];
  const { clock, ...rest } = options;
  const host = await createHost({
    registry: options.registry ?? collectRegistrations(register),
    engineFactory: () => {
      throw new Error('This test has no durable engine.');
    },
    time: clock ?? new VirtualClock(),
    ledger: clock ?? freeLedger,
    keys: testKeys,
    log: (entry) => logged.push(entry),
    ...rest,
  });
  return { ...host, logged };
}
