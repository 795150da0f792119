import { armCaller } from './arm-caller.ts';
import { runFaultCommand } from './fault-command.ts';
import { type ListedMachine, listMachines } from './machines.ts';
import { parseCommand } from './parse-command.ts';
import { readInstance } from './read-instance.ts';
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
  const { command, data } = parseCommand(argv);
  if (command.kind === 'help') {
    terminal.say(usage);
    return;
  }
  const instance = readInstance(data);
  const { subscriptionId } = instance;
  const sim: Surroundings = { call: armCaller(instance), subscriptionId, say: terminal.say, wait: terminal.wait };
  if (command.kind === 'vm') await runVmCommand(sim, command);
  else if (command.kind === 'arc') await runArcCommand(sim, command);
  else if (command.kind === 'fault') await runFaultCommand(sim, command);
  else for (const line of table(await listMachines(sim.call, subscriptionId))) terminal.say(line);
}

function table(machines: readonly ListedMachine[]): string[] {
  const rows = [
    ['kind', 'name', 'os', 'state', 'region', 'group'],
    ...machines.map(({ kind, name, os, state, region, group }) => [kind, name, os, state, region, group]),
  ];
  const widths = [0, 1, 2, 3, 4, 5].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
