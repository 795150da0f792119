import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const preload = new URL('end-with-parent.ts', import.meta.url).href;
const keptLines = 12;

export interface ChildOptions {
  /** Begins its lines with --verbose. */
  readonly name: string;
  /** TypeScript or JavaScript file, from the folder of the project. */
  readonly script: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Everything it says, line by line, is added to this file. */
  readonly logFile: string;
  /** Told every line too. */
  readonly onLine?: ((line: string) => void) | undefined;
}

/** How a process ended. */
export interface ChildEnd {
  /** Such as `ended with code 1`. */
  readonly how: string;
  /** By a signal, not by itself. */
  readonly wasKilled: boolean;
}

/** One process of the local instance. */
export interface Child {
  readonly pid: number | undefined;
  readonly process: ChildProcess;
  /** Resolves when it has ended and everything it said was read. */
  readonly ended: Promise<ChildEnd>;
  hasEnded(): boolean;
  /** The last lines of its stderr, for a message about why it ended. */
  lastWords(): string;
  /** SIGTERM, and SIGKILL when that does not end it in time. Milliseconds of real time. */
  stop(killAfterMs: number): Promise<void>;
}

/**
 * Starts a script of this project in a process of its own. Its process group is its own too, so that a Ctrl-C
 * reaches the parent alone and the order of the end is the parent's.
 */
export function startChild({ name, script, args, env, logFile, onLine }: ChildOptions): Child {
  const child = spawn(process.execPath, ['--import', 'tsx', '--import', preload, script, ...args], {
    cwd: root,
    env: { ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const log = createWriteStream(logFile, { flags: 'a', mode: 0o600 });
  log.on('error', () => undefined);
  const words: string[] = [];
  const read = (stream: Readable | null, isError: boolean): void => {
    if (stream === null) return;
    createInterface({ input: stream }).on('line', (line) => {
      log.write(`${line}\n`);
      if (isError && words.push(line) > keptLines) words.shift();
      onLine?.(`${name} | ${line}`);
    });
  };
  read(child.stdout, false);
  read(child.stderr, true);
  const state = { hasEnded: false };
  const ended = new Promise<ChildEnd>((resolve) => {
    child.once('error', (error) => resolve({ how: `could not be started: ${error.message}`, wasKilled: false }));
    child.once('close', (code, signal) => {
      resolve({ how: signal === null ? `ended with code ${code}` : `ended by ${signal}`, wasKilled: signal !== null });
    });
  }).then((end) => {
    state.hasEnded = true;
    log.end();
    return end;
  });
  return {
    pid: child.pid,
    process: child,
    ended,
    hasEnded: () => state.hasEnded,
    lastWords: () => words.join('\n'),
    stop: async (killAfterMs) => {
      if (state.hasEnded) return;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), killAfterMs);
      await ended;
      clearTimeout(timer);
    },
  };
}
