import { inSchema, type TopicEvent } from './event-envelope.ts';
import type { EventSubscription } from './event-subscription.ts';
import type { DropReason } from './retry-schedule.ts';

/** Event Grid waits five minutes after the last attempt (Azure docs, "Event Grid message delivery and retry"). */
const delayMs = 5 * 60_000;
const kept = 5_000;

/** An event that could not be delivered, as it lies in a blob of the container. */
export interface DeadLetter {
  /** `<storage account id>/blobServices/default/containers/<name>`. */
  readonly container: string;
  readonly subscription: string;
  /** The event with why it is here. */
  readonly event: Readonly<Record<string, unknown>>;
}

/** What the containers for dead letters have, the oldest first. */
export class DeadLetters {
  #letters: (DeadLetter & { readonly fromMs: number })[] = [];

  /** Puts an event away, which can be read five minutes from now. */
  add(
    event: TopicEvent,
    subscription: EventSubscription & { readonly deadLetterContainer: string },
    fate: {
      readonly reason: DropReason;
      readonly attempts: number;
      readonly status: number | undefined;
      readonly publishedMs: number;
      readonly nowMs: number;
    },
  ): void {
    const said = {
      deadLetterReason: fate.reason,
      deliveryAttempts: fate.attempts,
      lastDeliveryOutcome: outcomeOf(fate.status),
      publishTime: new Date(fate.publishedMs).toISOString(),
      lastDeliveryAttemptTime: new Date(fate.nowMs).toISOString(),
    };
    const isCloudEvent = subscription.schema === 'CloudEventSchemaV1_0';
    const added = isCloudEvent
      ? Object.fromEntries(Object.entries(said).map(([name, value]) => [name.toLowerCase(), value]))
      : said;
    this.#letters.push({
      container: subscription.deadLetterContainer,
      subscription: subscription.name,
      event: { ...inSchema(event, subscription.schema), ...added },
      fromMs: fate.nowMs + delayMs,
    });
    if (this.#letters.length > kept * 2) this.#letters = this.#letters.slice(-kept);
  }

  /** Those that have arrived by now. */
  list(nowMs: number): readonly DeadLetter[] {
    return this.#letters.filter(({ fromMs }) => fromMs <= nowMs).map(({ fromMs: _fromMs, ...letter }) => letter);
  }

  clear(): void {
    this.#letters = [];
  }
}

/** `NotFound` is from the same page; the other words have no public source. */
function outcomeOf(status: number | undefined): string {
  const words: Readonly<Record<number, string>> = { 400: 'BadRequest', 401: 'Unauthorized', 404: 'NotFound' };
  return words[status ?? 0] ?? 'GenericError';
}
