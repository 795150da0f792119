import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { runSim } from '../../sim/run-sim.ts';
import type { LocalInstance } from '../local-instance.ts';
import type { Screen } from '../screen.ts';
import { StartError } from '../start-error.ts';

/** Creates a VM as a person would; answers its name, which no other machine has. */
export async function createMachine(instance: LocalInstance, screen: Screen): Promise<string> {
  const names = new Set((await instance.appClient.machines()).map(({ name }) => name));
  let number = 1;
  while (names.has(`tour-${number}`)) number++;
  const name = `tour-${number}`;
  screen.line(`   $ npm run sim -- vm create ${name}`);
  const say = (line: string): void => screen.line(`   ${line}`);
  const terminal = { say, complain: say, wait: async (ms: number) => void (await pause(ms)) };
  const code = await runSim(['vm', 'create', name, '--data', dirname(instance.instanceFile)], terminal);
  if (code !== 0) throw new StartError(`The VM ${name} could not be created.`);
  return name;
}
