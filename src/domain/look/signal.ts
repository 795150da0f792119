import type { PendingReason } from '../failures/pending-reasons.ts';
import type { Conclusion } from '../machine/standing.ts';
import type { ObservedReason } from '../machine/status.ts';

/** What one service contributes to the machine's one word, and until when it waits. */
export type Signal =
  | (Told & { readonly status: 'InProgress' | 'Held'; readonly code: string; readonly dueMs?: number })
  | (Told & { readonly status: 'Observed'; readonly code: ObservedReason; readonly dueMs?: number })
  | (Told & { readonly status: 'Failed'; readonly code: string; readonly dueMs: number })
  | (Told & { readonly status: 'Pending'; readonly code: PendingReason; readonly dueMs: number });

interface Told {
  readonly detail?: string;
  /** App time, milliseconds: when this service is worth another look; undefined: only when asked. */
  readonly dueMs?: number;
}

const order: readonly Signal['status'][] = ['InProgress', 'Held', 'Observed', 'Failed', 'Pending'];

/** The signal that gives the machine its word: the first whose status stands first in `order`. */
export function leadingSignal(signals: readonly Signal[]): Signal | undefined {
  for (const status of order) {
    const found = signals.find((signal) => signal.status === status);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What the leading signal says of the machine: without one it is Configured. `until`: when it is looked at again. */
export function concludeSignal(lead: Signal | undefined, until: string | undefined): Conclusion {
  if (lead === undefined) return { status: 'Configured' };
  const { dueMs, ...said } = lead;
  if (said.status !== 'Failed' && said.status !== 'Pending') return { ...said, until };
  return { ...said, until: until ?? new Date(dueMs ?? 0).toISOString() };
}
