import { callsByOperation, countWrites } from '../azure-client.ts';
import { countByStatus } from '../describe-machines.ts';
import type { LocalInstance } from '../local-instance.ts';
import { waitUntilQuietLasts } from './quiet.ts';

/** The last line of `npm start -- --until-settled`. */
export interface SettledResult {
  readonly machines: number;
  /** Adds up to `machines`. */
  readonly byStatus: Readonly<Record<string, number>>;
  /** Calls that the app sent to "Azure", by operation. */
  readonly calls: Readonly<Record<string, number>>;
  /** Of these, the ones that may change something. */
  readonly writes: number;
  /** Real time. */
  readonly seconds: number;
}

/** Waits until every look is settled, or parked for longer than half an hour, and says where the fleet stands. */
export async function runUntilSettled(instance: LocalInstance, startedMs: number): Promise<SettledResult> {
  await waitUntilQuietLasts(instance);
  const [machines, calls] = await Promise.all([instance.appClient.machines(), instance.azureClient.appCalls()]);
  return {
    machines: machines.length,
    byStatus: countByStatus(machines),
    calls: callsByOperation(calls),
    writes: countWrites(calls),
    seconds: Math.round((Date.now() - startedMs) / 100) / 10,
  };
}
