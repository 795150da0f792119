import type { MachineDetail } from '../app-client.ts';
import type { LocalInstance } from '../local-instance.ts';
import { StartError } from '../start-error.ts';
import { waitUntil } from '../waiting/wait-until.ts';

/** App time; the agent alone may take four minutes. */
const longestMs = 60 * 60_000;

/** Waits until the app says Configured of a machine, and later than `afterMs` of app time. */
export async function awaitConfigured(instance: LocalInstance, name: string, afterMs: number): Promise<MachineDetail> {
  const limitMs = Math.max(60_000, longestMs / instance.speed);
  return await waitUntil(
    `${name} should be Configured`,
    async () => {
      const machine = await instance.appClient.machine(name);
      if (machine === undefined) return undefined;
      const { status, code } = machine;
      if (status === 'Held' || status === 'Unsupported' || status === 'Gone' || status === 'Excluded') {
        throw new StartError(`${name} ended as ${status} (${code}), not Configured.`);
      }
      return status === 'Configured' && Date.parse(machine.since) > afterMs ? machine : undefined;
    },
    { limitMs, everyMs: 250 },
  );
}
