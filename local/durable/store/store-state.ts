import type { HistoryEvent } from '../engine-api.ts';
import type { InstanceRow, Message, StoreChange, StoredInstance } from './durable-store.ts';

interface MutableInstance extends StoredInstance {
  row: InstanceRow;
  history: HistoryEvent[];
}

/** What both stores hold in memory, and how a change is applied to it. */
export class StoreState {
  readonly #instances = new Map<string, MutableInstance>();
  readonly #messages = new Map<number, Message>();
  #lastMessageId = 0;

  nextMessageId(): number {
    this.#lastMessageId += 1;
    return this.#lastMessageId;
  }

  instance(instanceId: string): StoredInstance | undefined {
    return this.#instances.get(instanceId);
  }

  instances(): Iterable<StoredInstance> {
    return this.#instances.values();
  }

  messages(): readonly Message[] {
    return [...this.#messages.values()].sort((a, b) => a.id - b.id);
  }

  apply(change: StoreChange): void {
    if (change.put !== undefined) this.#put(change.put, change.history);
    for (const id of change.remove ?? []) this.#messages.delete(id);
    for (const message of change.add ?? []) {
      this.#messages.set(message.id, message);
      this.#lastMessageId = Math.max(this.#lastMessageId, message.id);
    }
    if (change.lease !== undefined) this.#lease(change.lease.id, change.lease.untilMs);
    if (change.purge !== undefined) this.#instances.delete(change.purge);
  }

  /** The smallest list of changes that rebuilds this state. */
  *snapshot(): Iterable<StoreChange> {
    for (const { row, history } of this.#instances.values()) {
      yield { put: row, history: { reset: true, append: history } };
    }
    for (const message of this.messages()) yield { add: [message] };
  }

  #put(row: InstanceRow, change: StoreChange['history']): void {
    const existing = this.#instances.get(row.instanceId);
    if (existing === undefined) {
      this.#instances.set(row.instanceId, { row, history: [...(change?.append ?? [])] });
      return;
    }
    existing.row = row;
    if (change === undefined) return;
    if (change.reset) existing.history = [...change.append];
    else existing.history.push(...change.append);
  }

  #lease(id: number, untilMs: number): void {
    const message = this.#messages.get(id);
    if (message?.kind === 'activity') this.#messages.set(id, { ...message, leasedUntilMs: untilMs });
  }
}
