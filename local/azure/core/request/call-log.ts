import type { JsonValue } from '../types.ts';
import type { PrincipalName } from './principals.ts';

/** One routed ARM request, as tests read it. */
export interface LoggedCall {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly apiVersion: string;
  readonly operation: string;
  readonly principal: PrincipalName;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonValue | undefined;
  /** 0 when the connection was dropped. */
  readonly status: number;
  /** App time when the request arrived, milliseconds. */
  readonly atMs: number;
}

export interface CallCount {
  readonly operation: string;
  readonly method: string;
  readonly status: number;
  readonly principal: PrincipalName;
  readonly count: number;
}

/** The calls in the order of their answers, the oldest forgotten past `maxCalls`; the counts forget nothing. */
export class CallLog {
  readonly #maxCalls: number;
  readonly #counts = new Map<string, CallCount>();
  #calls: LoggedCall[] = [];

  constructor(maxCalls = 20_000) {
    this.#maxCalls = maxCalls;
  }

  add(call: LoggedCall): void {
    this.#calls.push(call);
    // Cut in large pieces: cutting one by one would copy the array for each call.
    if (this.#calls.length > 2 * this.#maxCalls) this.#calls = this.#calls.slice(-this.#maxCalls);
    const { operation, method, status, principal } = call;
    const key = `${operation} ${method} ${status} ${principal}`;
    const count = (this.#counts.get(key)?.count ?? 0) + 1;
    this.#counts.set(key, { operation, method, status, principal, count });
  }

  all(): readonly LoggedCall[] {
    return this.#calls.slice(-this.#maxCalls);
  }

  counts(): CallCount[] {
    return [...this.#counts.values()];
  }

  clear(): void {
    this.#calls = [];
    this.#counts.clear();
  }
}
