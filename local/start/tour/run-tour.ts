import type { Machine } from '../app-client.ts';
import type { LocalInstance } from '../local-instance.ts';
import type { Screen } from '../screen.ts';
import { StartError } from '../start-error.ts';
import { waitUntilQuiet } from '../waiting/quiet.ts';
import { approveHeldSwitch } from './approve-held-switch.ts';
import { killAndRestart } from './kill-and-restart.ts';
import { lookAgain } from './look-again.ts';
import { onboardNewMachine } from './onboard-new-machine.ts';
import { repairAgent } from './repair-agent.ts';

/** App time in which nothing else is due, so that counted calls belong to the machine that is shown. */
const quietMinutes = 8;

/**
 * The guided run after the adoption report and the arming. Its last line is the proof that the app accounts for
 * every machine.
 * @throws StartError that names what did not come out.
 */
export async function runTour(
  instance: LocalInstance,
  screen: Screen,
  stopWatching: () => Promise<void>,
): Promise<void> {
  screen.line();
  screen.line('Tour: the fleet is brought to where it should be; troubled machines end with a reason.');
  await waitUntilQuiet(instance, quietMinutes);
  screen.line();
  screen.line('1. A new VM is created and onboarded.');
  const machine = await onboardNewMachine(instance, screen);
  screen.line();
  screen.line('2. Somebody else deletes the agent of that VM.');
  await repairAgent(instance, screen, machine);
  await waitUntilQuiet(instance, quietMinutes);
  screen.line();
  screen.line('3. Every machine is looked at a second time.');
  await lookAgain(instance, screen);
  await waitUntilQuiet(instance, quietMinutes);
  screen.line();
  screen.line('4. The app is killed (kill -9) while it onboards another VM.');
  await killAndRestart(instance, screen);
  screen.line();
  screen.line('5. A switch is held, because Defender would come to machines that nobody wants it on. A person agrees.');
  await approveHeldSwitch(instance, screen);
  screen.line();
  const machines = await instance.appClient.machines();
  const explained = await countExplained(instance, machines);
  const verdict = `every machine has a state and a reason: ${explained} of ${machines.length}`;
  if (explained !== machines.length) throw new StartError(`Not true: "${verdict}".`);
  await stopWatching();
  screen.line(verdict);
}

/** Configured and Gone are reasons of their own; every other state has a code, and a failed or held one a hint too. */
async function countExplained(instance: LocalInstance, machines: readonly Machine[]): Promise<number> {
  let explained = 0;
  for (const { key, status, code } of machines) {
    if (status === 'Discovered') continue;
    if (code === null && status !== 'Configured' && status !== 'Gone') continue;
    const needsHint = status === 'Held' || status === 'Failed';
    if (needsHint && (await instance.appClient.machine(key))?.hint === null) continue;
    explained += 1;
  }
  return explained;
}
