import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { StartError } from './start-error.ts';

export interface DataFolder {
  /** Absolute. */
  readonly path: string;
  /** Whether state of an earlier run is there and was asked for. */
  readonly continues: boolean;
  file(name: string): string;
  /** Lets another instance use the folder. */
  release(): void;
}

const lockName = 'start.pid';
/** The resources of "Azure" at the end of the last run. */
export const snapshotName = 'azure.snapshot';
/** Made anew for each run; keys and the certificate's place stay, so that what a person has noted goes on working. */
const stateNames = [
  'durable',
  'tables',
  'timers.json',
  'clock.json',
  snapshotName,
  'app.log',
  'azure.log',
  'tables.log',
];

/**
 * Takes the folder for this process (mode 700) and empties it unless the last state is to be kept.
 * @throws StartError when it cannot be written, or another instance uses it.
 */
export function openDataFolder(folder: string, keep: boolean): DataFolder {
  const path = resolve(folder);
  const file = (name: string): string => join(path, name);
  try {
    makeFolder(path);
    chmodSync(path, 0o700);
    const other = runningInstance(file(lockName));
    if (other !== undefined) {
      throw new StartError(
        `${path} is in use by another "npm start" (process ${other}): stop it, or give this one another --data.`,
      );
    }
    writeFileSync(file(lockName), `${process.pid}\n`, { mode: 0o600 });
    rmSync(file('instance.json'), { force: true });
    const continues = keep && existsSync(file(snapshotName));
    if (!continues) for (const name of stateNames) rmSync(file(name), { recursive: true, force: true });
    // Azurite would make it readable for everybody.
    mkdirSync(file('tables'), { recursive: true, mode: 0o700 });
    chmodSync(file('tables'), 0o700);
    return { path, continues, file, release: () => rmSync(file(lockName), { force: true }) };
  } catch (error) {
    if (error instanceof StartError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new StartError(`The data folder ${path} cannot be used (${why}): give a writable one with --data.`);
  }
}

/** What a system says when it makes no folder. */
const refusals: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOENT: 'its file system takes no new folders',
  EEXIST: 'a broken link has that name',
  ENAMETOOLONG: 'the name is too long',
  ENOSPC: 'the disk is full',
};

/** Folder by folder: `recursive` of Node's own never ends where a file system refuses with ENOENT, as /proc does. */
function makeFolder(path: string, wanted = path): void {
  if (existsSync(path)) {
    if (statSync(path).isDirectory()) return;
    throw new Error(path === wanted ? 'it is a file' : `${path} is a file`);
  }
  makeFolder(dirname(path), wanted);
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new Error(`${path} cannot be made: ${refusals[code] ?? code}`);
  }
}

/** The process that holds the lock, if it is still alive and one of ours. */
function runningInstance(lock: string): number | undefined {
  if (!existsSync(lock)) return undefined;
  const pid = Number(readFileSync(lock, 'utf8'));
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return undefined;
  try {
    process.kill(pid, 0);
  } catch {
    return undefined;
  }
  // The number may have been given to another program since; where the system tells, look.
  const commandFile = `/proc/${pid}/cmdline`;
  if (existsSync(commandFile) && !readFileSync(commandFile, 'utf8').includes('start')) return undefined;
  return pid;
}
