import type { MachineStatus } from '../machine/status.ts';

/** What one service contributes to the machine's one word, and until when it waits. */
export interface Signal {
  readonly status: Extract<MachineStatus, 'InProgress' | 'Held' | 'Observed' | 'Failed' | 'Pending'>;
  /** Failure code, pending reason, observed reason or what is in progress. */
  readonly code: string;
  readonly detail?: string;
  /** App time, milliseconds: when this service is worth another look; undefined: only when asked. */
  readonly dueMs?: number;
}

const order: readonly Signal['status'][] = ['InProgress', 'Held', 'Observed', 'Failed', 'Pending'];

/** The signal that gives the machine its word: the first in the order of definition D3. */
export function leadingSignal(signals: readonly Signal[]): Signal | undefined {
  for (const status of order) {
    const found = signals.find((signal) => signal.status === status);
    if (found !== undefined) return found;
  }
  return undefined;
}
