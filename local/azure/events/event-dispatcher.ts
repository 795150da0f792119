import type { Ledger } from '../../clock/ledger.ts';
import type { CancelTimer, TimeSource } from '../../clock/time-source.ts';
import { createRandom, type Random } from '../core/random.ts';
import type { ResourceEvent } from '../core/types.ts';
import { inSchema, type TopicEvent, topicEventOf } from './event-envelope.ts';
import { EventLog } from './event-log.ts';
import type { EventSubscription } from './event-subscription.ts';
import { defaultTimeToLiveMs, judgeDelivery } from './retry-schedule.ts';
import { validateEndpoint } from './validation-handshake.ts';

interface Delivery {
  readonly event: TopicEvent;
  readonly target: Target;
  readonly publishedMs: number;
  attempt: number;
}

interface Target {
  readonly subscription: EventSubscription;
  readonly random: Random;
}

/**
 * Event Grid: hands every change to every event subscription that wants it, at least once, and retries on app time.
 * There is a ledger token while an event is being delivered, not while it waits for a retry.
 */
export class EventDispatcher {
  readonly log = new EventLog();
  readonly #time: TimeSource;
  readonly #ledger: Ledger;
  readonly #newId: () => string;
  readonly #targets = new Map<string, Target>();
  readonly #timers = new Map<Delivery, CancelTimer>();
  #inHand = 0;
  #generation = 0;
  #isSilent = false;

  constructor(options: { readonly time: TimeSource; readonly ledger: Ledger; readonly newId: () => string }) {
    this.#time = options.time;
    this.#ledger = options.ledger;
    this.#newId = options.newId;
  }

  /** Registers an event subscription after the validation handshake; throws when the endpoint declines. */
  async subscribe(subscription: EventSubscription): Promise<void> {
    const end = this.#ledger.begin(`validation of event subscription ${subscription.name}`);
    try {
      await validateEndpoint({
        deliver: subscription.deliver,
        schema: subscription.schema,
        name: subscription.name,
        topic: `/subscriptions/${subscription.subscriptionId ?? '*'}`,
        id: this.#newId(),
        at: this.#nowIso(),
      });
      const random = createRandom(subscription.chaos?.seed ?? 0);
      this.#targets.set(subscription.name.toLowerCase(), { subscription, random });
    } finally {
      end();
    }
  }

  unsubscribe(name: string): boolean {
    return this.#targets.delete(name.toLowerCase());
  }

  subscriptions(): readonly EventSubscription[] {
    return [...this.#targets.values()].map((target) => target.subscription);
  }

  /** Events being delivered or waiting for a retry. */
  undelivered(): number {
    return this.#inHand + this.#timers.size;
  }

  /** Runs work whose events are not told. */
  async silently(work: () => Promise<void>): Promise<void> {
    this.#isSilent = true;
    try {
      await work();
    } finally {
      this.#isSilent = false;
    }
  }

  /** Starts the delivery of what happened to every event subscription that wants it. */
  publish(happened: ResourceEvent): void {
    if (this.#isSilent) return;
    const event = topicEventOf(happened, this.#newId());
    for (const target of this.#targets.values()) if (wants(target.subscription, happened)) this.#enqueue(event, target);
  }

  /** Forgets what is waiting and the log; event subscriptions stay. */
  clear(): void {
    this.#generation++;
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    this.log.clear();
  }

  #enqueue(event: TopicEvent, target: Target): void {
    const chaos = target.subscription.chaos;
    const copies = chaos !== undefined && target.random.next() < chaos.duplicate ? 2 : 1;
    const shown = chaos !== undefined && target.random.next() < chaos.anonymous ? withoutClaims(event) : event;
    for (let copy = 0; copy < copies; copy++) {
      const delivery: Delivery = { event: shown, target, publishedMs: this.#time.now(), attempt: 0 };
      if (chaos !== undefined && target.random.next() < chaos.drop) {
        this.#record(delivery, { status: null, answer: 'dropped on request (chaos)', outcome: 'dropped' });
      } else {
        const lateMs = chaos === undefined ? 0 : Math.floor(target.random.next() * chaos.shuffleMs);
        if (lateMs > 0) this.#later(delivery, lateMs);
        else void this.#attempt(delivery);
      }
    }
  }

  #later(delivery: Delivery, waitMs: number): void {
    const fire = (): void => {
      this.#timers.delete(delivery);
      void this.#attempt(delivery);
    };
    const what = `event ${delivery.event.eventType} to ${delivery.target.subscription.name}`;
    this.#timers.set(delivery, this.#time.schedule(this.#time.now() + waitMs, fire, what));
  }

  async #attempt(delivery: Delivery): Promise<void> {
    const { subscription } = delivery.target;
    const generation = this.#generation;
    const end = this.#ledger.begin(`event ${delivery.event.eventType} to ${subscription.name}`);
    this.#inHand++;
    delivery.attempt++;
    try {
      const answer = await answerOf(delivery);
      if (generation === this.#generation) this.#conclude(delivery, answer);
    } finally {
      this.#inHand--;
      end();
    }
  }

  #conclude(delivery: Delivery, answer: { status: number | undefined; text: string }): void {
    const verdict = judgeDelivery({
      number: delivery.attempt,
      status: answer.status,
      ageMs: this.#time.now() - delivery.publishedMs,
      maxAttempts: delivery.target.subscription.maxAttempts,
      timeToLiveMs: defaultTimeToLiveMs,
    });
    const said = { status: answer.status ?? null, answer: answer.text, outcome: verdict.kind };
    if (verdict.kind === 'retry') {
      const nextAttemptAt = new Date(this.#time.now() + verdict.waitMs).toISOString();
      this.#record(delivery, { ...said, nextAttemptAt });
      this.#later(delivery, verdict.waitMs);
    } else if (verdict.kind === 'dropped') {
      this.#record(delivery, { ...said, answer: `${verdict.why}: ${answer.text}`.slice(0, 300) });
    } else this.#record(delivery, said);
  }

  #record(
    delivery: Delivery,
    said: {
      readonly status: number | null;
      readonly answer: string;
      readonly outcome: 'delivered' | 'retry' | 'dropped';
      readonly nextAttemptAt?: string;
    },
  ): void {
    const { event, target, attempt } = delivery;
    this.log.add({
      at: this.#nowIso(),
      eventId: event.id,
      eventType: event.eventType,
      operationName: String(event.data.operationName),
      resourceUri: String(event.data.resourceUri),
      subscription: target.subscription.name,
      attempt,
      ...said,
    });
  }

  #nowIso(): string {
    return new Date(this.#time.now()).toISOString();
  }
}

function wants(subscription: EventSubscription, event: ResourceEvent): boolean {
  const { subscriptionId, operations } = subscription;
  if (subscriptionId !== undefined && subscriptionId.toLowerCase() !== event.subscriptionId.toLowerCase()) return false;
  return (
    operations === undefined || operations.some((name) => name.toLowerCase() === event.operationName.toLowerCase())
  );
}

function withoutClaims(event: TopicEvent): TopicEvent {
  return { ...event, data: { ...event.data, claims: {} } };
}

async function answerOf(delivery: Delivery): Promise<{ status: number | undefined; text: string }> {
  const { subscription } = delivery.target;
  const body = inSchema(delivery.event, subscription.schema);
  const isCloudEvent = subscription.schema === 'CloudEventSchemaV1_0';
  try {
    const answer = await subscription.deliver({
      method: 'POST',
      headers: {
        'Content-Type': isCloudEvent
          ? 'application/cloudevents+json; charset=utf-8'
          : 'application/json; charset=utf-8',
        'aeg-event-type': 'Notification',
        'aeg-subscription-name': subscription.name.toUpperCase(),
        'aeg-delivery-count': String(delivery.attempt - 1),
        'aeg-data-version': '2',
        'aeg-metadata-version': '1',
      },
      body: JSON.stringify(isCloudEvent ? body : [body]),
    });
    return { status: answer.status, text: answer.body.slice(0, 200) };
  } catch (error) {
    return { status: undefined, text: messageOf(error).slice(0, 200) };
  }
}

/** `fetch failed` says nothing: the cause does. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
