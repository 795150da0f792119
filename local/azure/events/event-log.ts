/** One attempt to hand an event to an event subscription, or the decision not to. */
export interface DeliveryRecord {
  readonly at: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly operationName: string;
  readonly resourceUri: string;
  readonly subscription: string;
  /** From 1; 0 where chaos dropped the event before any attempt. */
  readonly attempt: number;
  /** Status of the answer; null when none came. */
  readonly status: number | null;
  /** Start of the answer, or why there was none. */
  readonly answer: string;
  readonly outcome: 'delivered' | 'retry' | 'dropped' | 'deadLettered';
  readonly nextAttemptAt?: string;
}

const keptRecords = 5000;

/** The newest delivery attempts, oldest first. */
export class EventLog {
  #records: DeliveryRecord[] = [];

  add(record: DeliveryRecord): void {
    this.#records.push(record);
    if (this.#records.length > keptRecords * 2) this.#records = this.#records.slice(-keptRecords);
  }

  /** The newest `count`, oldest first. */
  last(count: number): readonly DeliveryRecord[] {
    return count === 0 ? [] : this.#records.slice(-Math.min(count, keptRecords));
  }

  records(): readonly DeliveryRecord[] {
    return this.last(keptRecords);
  }

  clear(): void {
    this.#records = [];
  }
}
