import type { LogLevel } from './programming-model.ts';

export interface LogEntry {
  readonly level: LogLevel;
  /** The function that logged, undefined for the host itself. */
  readonly functionName: string | undefined;
  readonly invocationId: string | undefined;
  readonly message: string;
}

export type LogSink = (entry: LogEntry) => void;

const always: ReadonlySet<LogLevel> = new Set(['warning', 'error', 'critical']);

/** A sink that writes one line per entry: warnings and errors always, the rest when `verbose`. */
export function createLineLog(write: (line: string) => void, verbose: boolean): LogSink {
  return ({ level, functionName, message }) => {
    if (!verbose && !always.has(level)) return;
    const text = message.replaceAll(/\s*\r?\n\s*/g, ' | ');
    write(`[${level}] ${functionName === undefined ? 'host' : functionName}: ${text}`);
  };
}
