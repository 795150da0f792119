import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { compileFunction } from 'node:vm';

const folder = new URL('../../../../shared/reference/host-recordings/', import.meta.url);

/** Reads a recording of the real host, or says in one line that this machine has none. */
export function readRecording<T>(file: string): T | undefined {
  const path = fileURLToPath(new URL(file, folder));
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8'));
  console.log(`skipped: ${file}, as there are no recordings of the real host on this machine`);
  return undefined;
}

/** Runs the source of recorded functions, so that they register themselves. */
export function runRecordedSource(source: string): void {
  compileFunction(source, ['require', 'module'])(createRequire(import.meta.url), { exports: {} });
}

interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: unknown;
  readonly chunked?: boolean;
}

export interface RecordedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: unknown;
}

export interface HttpRecord {
  readonly name: string;
  readonly request?: RecordedRequest;
  readonly response?: RecordedResponse;
  readonly workerGot?:
    | string
    | { readonly http?: { readonly body?: { readonly bytes?: { readonly base64: string } } } };
  readonly invocations?:
    | number
    | readonly { readonly handlerArgument0: unknown; readonly contextTriggerMetadata: unknown }[];
}
