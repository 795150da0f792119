import type { InstanceStatus, RuntimeStatus } from './engine-api.ts';
import type { StoredInstance } from './store/durable-store.ts';

/** A stored instance as the engine's callers see it. */
export function instanceStatus({ row, history }: StoredInstance): InstanceStatus {
  const { executionId: _, ...shown } = row;
  return { ...shown, history: [...history] };
}

export function isTerminal(status: RuntimeStatus): boolean {
  return status === 'Completed' || status === 'Failed' || status === 'Terminated';
}
