import type { Machine } from '../app-client.ts';
import { describeStatus } from '../describe-machines.ts';
import type { LocalInstance } from '../local-instance.ts';
import type { Screen } from '../screen.ts';
import { StartError } from '../start-error.ts';
import { waitUntil } from '../waiting/wait-until.ts';
import { awaitConfigured } from './await-configured.ts';
import { countCalls } from './calls-since.ts';
import { createMachine } from './create-machine.ts';

/** Kills the app in the middle of an onboarding; what it knew is there when it is back, and the work goes on. */
export async function killAndRestart(instance: LocalInstance, screen: Screen): Promise<void> {
  const { appClient, app } = instance;
  const before = await appClient.machines();
  const sent = await countCalls(instance);
  const startedMs = instance.appNow();
  const name = await createMachine(instance, screen);
  const busy = await waitUntil(
    `${name} should be in progress`,
    async () => {
      const machine = await appClient.machine(name);
      return machine?.status === 'InProgress' && machine.code === 'installExtension' ? machine : undefined;
    },
    { limitMs: Math.max(60_000, (30 * 60_000) / instance.speed), everyMs: 50 },
  );
  screen.line(`   ${name} is ${describeStatus(busy)}: kill -9 ${app.pid()}`);
  await app.killAndWait();
  const after = await waitUntil('the app should answer again', () => appClient.machines(), { limitMs: 60_000 });
  const lost = before.filter((machine) => !isSame(machine, after));
  if (lost.length > 0) throw new StartError(`The app forgot about ${lost.map((one) => one.name).join(', ')}.`);
  screen.line(`   All ${before.length} machines are known as before.`);
  const machine = await awaitConfigured(instance, name, startedMs);
  const { byOperation } = await sent();
  const installs = byOperation['Microsoft.Compute/virtualMachines/extensions/write'] ?? 0;
  screen.line(`   ${name} is ${machine.status}; its agent was installed with ${installs} write.`);
  if (installs !== 1) throw new StartError(`The agent was written ${installs} times, not once.`);
}

/** The same, or looked at since. */
function isSame(machine: Machine, after: readonly Machine[]): boolean {
  const now = after.find(({ key }) => key === machine.key);
  if (now === undefined) return false;
  return now.lastLookAt !== machine.lastLookAt || describeStatus(now) === describeStatus(machine);
}
