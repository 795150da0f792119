import type { EventMessage } from './store/durable-store.ts';

/** The real host takes at most 32 queue messages at a time. */
const largestBatch = 32;

/** Messages that are due, by instance, and which instances are queued or running a turn. */
export class Inbox {
  readonly #due = new Map<string, EventMessage[]>();
  readonly #busy = new Set<string>();

  /** Adds a message; true when the caller must queue a turn. */
  deliver(message: EventMessage): boolean {
    const due = this.#due.get(message.instanceId);
    if (due === undefined) this.#due.set(message.instanceId, [message]);
    else due.push(message);
    if (this.#busy.has(message.instanceId)) return false;
    this.#busy.add(message.instanceId);
    return true;
  }

  /** The messages of the next turn, in the order of their arrival. */
  take(instanceId: string): readonly EventMessage[] {
    const due = this.#due.get(instanceId) ?? [];
    if (due.length > largestBatch) return due.splice(0, largestBatch);
    this.#due.delete(instanceId);
    return due;
  }

  /** The turn has ended; true when the caller must queue another one. */
  turnEnded(instanceId: string): boolean {
    if (this.#due.has(instanceId)) return true;
    this.#busy.delete(instanceId);
    return false;
  }
}
