import type { CancelTimer, TimeSource } from '../clock/time-source.ts';
import type { EventMessage } from './store/durable-store.ts';

interface WaitingTimer {
  readonly messageId: number;
  readonly cancel: CancelTimer;
}

/** The timers that wait, by execution and timer id. They are schedule entries and hold no ledger token. */
export class TimerBook {
  readonly #time: TimeSource;
  readonly #fire: (message: EventMessage) => void;
  readonly #executions = new Map<string, Map<number, WaitingTimer>>();

  constructor(time: TimeSource, fire: (message: EventMessage) => void) {
    this.#time = time;
    this.#fire = fire;
  }

  wait(message: EventMessage, timerId: number, atMs: number): void {
    const { executionId, instanceId } = message;
    const fire = (): void => {
      this.#forget(executionId, timerId);
      this.#fire(message);
    };
    const cancel = this.#time.schedule(atMs, fire, `durable timer ${timerId} of ${instanceId}`);
    const timers = this.#executions.get(executionId) ?? new Map<number, WaitingTimer>();
    this.#executions.set(executionId, timers.set(timerId, { messageId: message.id, cancel }));
  }

  /** Cancels one timer; answers its message, or undefined when it does not wait. */
  cancel(executionId: string, timerId: number): number | undefined {
    const timer = this.#executions.get(executionId)?.get(timerId);
    if (timer === undefined) return undefined;
    timer.cancel();
    this.#forget(executionId, timerId);
    return timer.messageId;
  }

  /** Cancels the timers of an execution; answers their messages. */
  cancelAll(executionId: string): readonly number[] {
    const timers = [...(this.#executions.get(executionId)?.values() ?? [])];
    for (const timer of timers) timer.cancel();
    this.#executions.delete(executionId);
    return timers.map((timer) => timer.messageId);
  }

  close(): void {
    for (const executionId of [...this.#executions.keys()]) this.cancelAll(executionId);
  }

  #forget(executionId: string, timerId: number): void {
    const timers = this.#executions.get(executionId);
    timers?.delete(timerId);
    if (timers?.size === 0) this.#executions.delete(executionId);
  }
}
