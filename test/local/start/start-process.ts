import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { waitUntil } from '../../../local/start/waiting/wait-until.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

const principalSchema = z.object({ objectId: z.guid(), clientId: z.guid(), token: z.string().min(20) });
/** `<data>/instance.json`, as scripts rely on it. */
export const instanceSchema = z.strictObject({
  app: z.strictObject({
    url: z.url(),
    keys: z.strictObject({ function: z.string(), master: z.string(), eventgrid: z.string(), durable: z.string() }),
    functions: z.array(z.strictObject({ name: z.string(), trigger: z.string(), route: z.string().nullable() })).min(10),
  }),
  azure: z.strictObject({ url: z.url(), certificate: z.string(), identityEndpoint: z.url(), msiEndpoint: z.url() }),
  tenant: z.guid(),
  subscriptions: z.array(z.guid()).min(1),
  rules: z.strictObject({ windows: z.string(), linux: z.string() }),
  principals: z.strictObject({ app: principalSchema, operator: principalSchema, other: principalSchema }),
});
export type Instance = z.infer<typeof instanceSchema>;

/** One `npm start`, without npm. */
export interface StartProcess {
  readonly process: ChildProcess;
  readonly data: string;
  stdout(): string;
  stderr(): string;
  /** Resolves to the exit code; null when it was killed. */
  readonly ended: Promise<number | null>;
  /** Resolves when instance.json is there. */
  instance(): Promise<Instance>;
}

const folders: string[] = [];
const running: ChildProcess[] = [];

/** Starts it in a data folder of its own, without a terminal. */
export function start(...args: string[]): StartProcess {
  const data = mkdtempSync(join(tmpdir(), 'start-'));
  folders.push(data);
  return startIn(data, ...args);
}

export function startIn(data: string, ...args: string[]): StartProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', 'local/start.ts', '--data', data, ...args], { cwd: root });
  running.push(child);
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    said.stdout += chunk.toString('utf8');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said.stderr += chunk.toString('utf8');
  });
  const ended = once(child, 'close').then(() => child.exitCode);
  const file = join(data, 'instance.json');
  return {
    process: child,
    data,
    stdout: () => said.stdout,
    stderr: () => said.stderr,
    ended,
    instance: () =>
      waitUntil(
        `${file} should be written; said: ${said.stderr}`,
        async () => (existsSync(file) ? instanceSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined),
        { limitMs: 40_000, everyMs: 50 },
      ),
  };
}

/** The processes that work in that data folder; by /proc, so on Linux only. */
export function pidsOf(data: string, script = ''): number[] {
  return readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    try {
      const command = readFileSync(`/proc/${entry}/cmdline`, 'utf8');
      return command.includes(data) && command.includes(script) ? [Number(entry)] : [];
    } catch {
      return [];
    }
  });
}

/** For afterEach. */
export async function endAll(): Promise<void> {
  for (const child of running.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGTERM');
    await once(child, 'close');
  }
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}
