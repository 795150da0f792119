import type { Machine } from './app-client.ts';
import { countWrites } from './azure-client.ts';
import { clockTime, describeChanges, describeCounts, describeSteps } from './describe-machines.ts';
import { describeSubscriptions } from './describe-subscriptions.ts';
import type { LocalInstance } from './local-instance.ts';
import type { Screen } from './screen.ts';

const everyMs = 1_000;

export interface FleetWatch {
  stop(): Promise<void>;
}

/**
 * Shows the fleet once a second until it is stopped: counts, current steps, and with `changes` a line for each change.
 * While the app is away it shows nothing new.
 */
export function watchFleet(
  instance: LocalInstance,
  screen: Screen,
  { changes }: { readonly changes: boolean },
): FleetWatch {
  let known: Map<string, Machine> | undefined;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  const look = async (): Promise<void> => {
    try {
      const [machines, subscriptions, calls] = await Promise.all([
        instance.appClient.machines(),
        instance.appClient.subscriptions(),
        instance.azureClient.appCalls(),
      ]);
      if (isStopped) return;
      if (changes && known !== undefined) for (const change of describeChanges(known, machines)) screen.line(change);
      known = new Map(machines.map((machine) => [machine.key, machine]));
      const sent = calls.reduce((sum, { count }) => sum + count, 0);
      screen.live(
        [
          describeCounts(machines, countWrites(calls)),
          ...describeSubscriptions(subscriptions),
          ...describeSteps(machines),
        ],
        `app time ${clockTime(instance.appNow())} (${instance.speed}x), ${sent} ARM calls. Ctrl-C ends.`,
      );
    } catch {
      return;
    }
  };
  const loop = async (): Promise<void> => {
    await look();
    if (!isStopped) timer = setTimeout(() => (current = loop()), everyMs);
  };
  let current = loop();
  return {
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await current;
      screen.end();
    },
  };
}
