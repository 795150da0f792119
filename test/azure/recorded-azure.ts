import { type CountingAzurePort, createAzurePort } from '../../src/azure/create-azure-port.ts';
import type { Gate, GateTable } from '../../src/ports/store.ts';
import { type RecordedAnswer, recordedHttpClient, type SentRequest } from './recorded-http-client.ts';

export const endpoint = 'https://arm.test';

/** Clocks that stand where they are put. */
export class SetClock {
  ms = Date.UTC(2026, 0, 5, 8, 0, 0);
  now(): number {
    return this.ms;
  }
}

export class MemoryGates implements GateTable {
  readonly rows: Gate[] = [];
  lists = 0;
  async list(): Promise<readonly Gate[]> {
    this.lists += 1;
    return [...this.rows];
  }
  async listUnreadable(): Promise<readonly []> {
    return [];
  }
  async close(gate: Gate): Promise<void> {
    this.rows.push(gate);
  }
}

export interface RecordedAzure {
  readonly port: CountingAzurePort;
  readonly sent: readonly SentRequest[];
  readonly clock: SetClock;
  readonly wallClock: SetClock;
  readonly gates: MemoryGates;
}

export interface RecordedOptions {
  readonly gates?: MemoryGates;
  readonly clock?: SetClock;
  readonly callTimeoutMs?: number;
  readonly getToken?: () => Promise<{ token: string; expiresOnTimestamp: number }>;
}

/** The adapter on a recorded transport. */
export function recordedAzure(answer: RecordedAnswer, options: RecordedOptions = {}): RecordedAzure {
  const httpClient = recordedHttpClient(answer);
  const { clock = new SetClock(), gates = new MemoryGates() } = options;
  const wallClock = new SetClock();
  const getToken =
    options.getToken ?? (async () => ({ token: 'token-of-the-app', expiresOnTimestamp: Date.now() + 3_600_000 }));
  const port = createAzurePort({
    endpoint,
    audience: 'https://management.azure.com/',
    managedIdentityClientId: undefined,
    credential: { getToken },
    httpClient,
    gates,
    clock,
    wallClock,
    ...(options.callTimeoutMs === undefined ? {} : { callTimeoutMs: options.callTimeoutMs }),
  });
  return { port, sent: httpClient.sent, clock, wallClock, gates };
}
