import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../../../../shared/reference/host-recordings/orchestrations');

/** One scenario as the real host played it (host 4.1037, extension 3.15, durable-functions 3.5.0). */
export interface Recording {
  readonly start: {
    readonly name: string;
    readonly instanceId: string;
    readonly input: unknown;
    readonly inputAbsent?: boolean;
    readonly inputText?: string;
  };
  readonly turns: readonly { readonly trigger: unknown; readonly returned: unknown }[];
  readonly activities: readonly { readonly name: string; readonly rpcInput: { readonly string?: string } }[];
  readonly final: Readonly<Record<string, unknown>>;
  readonly finalWithHistoryOutput?: Readonly<Record<string, unknown>>;
  readonly finalWithoutHistory?: Readonly<Record<string, unknown>>;
}

/** Whether the recordings are on this machine. */
export const haveRecordings = existsSync(folder);
if (!haveRecordings) console.log('skipped: the recordings of a real Functions host are not beside this repository');

/** The names of all recordings. */
export function recordingNames(): string[] {
  return readdirSync(folder).map((file) => file.replace(/\.json$/, ''));
}

export function readRecording<T = Recording>(name: string): T {
  return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as T;
}

const time = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)/g;
const guid = /\b[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\b/g;
const dotNetException = /\{(\\*)"\$type\1":\1"System\.Exception[\s\S]*/;

/** A value with everything that differs from run to run replaced: times, ids, stacks. */
export function normal(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.replace(dotNetException, '<exception>').replace(time, '<time>').replace(guid, '<guid>');
  }
  if (Array.isArray(value)) return value.map(normal);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, normal(part)]));
}
