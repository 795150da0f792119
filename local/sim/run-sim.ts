import { armCaller } from './arm-caller.ts';
import { runFaultCommand } from './fault-command.ts';
import { listMachines } from './machines.ts';
import { parseCommand } from './parse-command.ts';
import { readInstance } from './read-instance.ts';
import { runSubscriptionCommand } from './subscription-command.ts';
import { findSubscription } from './subscriptions.ts';
import { formatTable } from './table.ts';
import { usage } from './usage.ts';
import { UsageError } from './usage-error.ts';
import { runArcCommand, runVmCommand, type Surroundings } from './write-machines.ts';

/** The terminal. */
export interface Terminal {
  say(line: string): void;
  complain(line: string): void;
  wait(ms: number): Promise<void>;
}

/** Runs one command line; answers the exit code: 0 done, 1 failed or refused, 2 bad usage. */
export async function runSim(argv: readonly string[], terminal: Terminal): Promise<number> {
  try {
    await run(argv, terminal);
    return 0;
  } catch (error) {
    terminal.complain(error instanceof Error ? error.message : String(error));
    if (!(error instanceof UsageError)) return 1;
    terminal.complain('See "npm run sim -- --help".');
    return 2;
  }
}

async function run(argv: readonly string[], terminal: Terminal): Promise<void> {
  const { command, data, subscription } = parseCommand(argv);
  if (command.kind === 'help') {
    terminal.say(usage);
    return;
  }
  const instance = readInstance(data);
  const call = armCaller(instance);
  const subscriptionId =
    subscription === undefined ? instance.subscriptionId : (await findSubscription(call, subscription)).id;
  const sim: Surroundings = { call, subscriptionId, say: terminal.say, wait: terminal.wait };
  if (command.kind === 'vm') await runVmCommand(sim, command);
  else if (command.kind === 'arc') await runArcCommand(sim, command);
  else if (command.kind === 'fault') await runFaultCommand(sim, command);
  else if (command.kind === 'subscription') await runSubscriptionCommand(sim, command);
  else await list(sim);
}

async function list({ call, subscriptionId, say }: Surroundings): Promise<void> {
  const machines = await listMachines(call, subscriptionId);
  const rows = machines.map(({ kind, name, os, state, region, group }) => [kind, name, os, state, region, group]);
  for (const line of formatTable([['kind', 'name', 'os', 'state', 'region', 'group'], ...rows])) say(line);
}
