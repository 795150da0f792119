import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** What is remembered of a timer between two runs, so that a run missed while the host was down is made up for. */
export interface TimerStatus {
  /** The schedule that it belongs to; another schedule starts afresh. */
  readonly schedule: string;
  /** Milliseconds since the epoch; undefined before the first run. */
  readonly lastMs: number | undefined;
  readonly nextMs: number;
}

export interface TimerStatusStore {
  read(name: string): TimerStatus | undefined;
  write(name: string, status: TimerStatus): void;
}

/** Forgotten with the host. */
export function createMemoryTimerStatusStore(): TimerStatusStore {
  const statuses = new Map<string, TimerStatus>();
  return {
    read: (name) => statuses.get(name),
    write: (name, status) => {
      statuses.set(name, status);
    },
  };
}

/** One small JSON file, replaced as a whole so that a kill never leaves half of it. */
export function createFileTimerStatusStore(path: string): TimerStatusStore {
  const statuses: Record<string, TimerStatus> = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
  return {
    read: (name) => statuses[name],
    write: (name, status) => {
      statuses[name] = status;
      writeFileSync(`${path}.new`, JSON.stringify(statuses));
      renameSync(`${path}.new`, path);
    },
  };
}
