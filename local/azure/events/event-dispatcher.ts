import type { Ledger } from '../../clock/ledger.ts';
import type { CancelTimer, TimeSource } from '../../clock/time-source.ts';
import { createRandom, type Random } from '../core/random.ts';
import type { ResourceEvent } from '../core/types.ts';
import { DeadLetters } from './dead-letters.ts';
import { type TopicEvent, topicEventOf } from './event-envelope.ts';
import { type DeliveryRecord, EventLog } from './event-log.ts';
import type { EventSubscription } from './event-subscription.ts';
import { type DropReason, defaultTimeToLiveMs, judgeDelivery } from './retry-schedule.ts';
import { type EndpointAnswer, sendEvent } from './send-event.ts';
import { validateEndpoint } from './validation-handshake.ts';
import { isOfSource, passesFilter } from './wants-event.ts';

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
  readonly deadLetters = new DeadLetters();
  /** The event subscriptions that were made through ARM, as they are now. */
  armSubscriptions: () => readonly EventSubscription[] = () => [];
  readonly #time: TimeSource;
  readonly #ledger: Ledger;
  readonly #newId: () => string;
  readonly #targets = new Map<string, Target>();
  /** What is drawn for those made through ARM, by lower-case id. */
  readonly #armRandoms = new Map<string, Random>();
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
    return this.#allTargets().map((target) => target.subscription);
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
    for (const target of this.#allTargets())
      if (isOfSource(target.subscription, happened)) this.#enqueue(event, target);
  }

  /** Forgets what is waiting and the log; event subscriptions stay. */
  clear(): void {
    this.#generation++;
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    this.log.clear();
    this.deadLetters.clear();
  }

  #allTargets(): readonly Target[] {
    const ofArm = this.armSubscriptions().map((subscription): Target => {
      const key = (subscription.armId ?? subscription.name).toLowerCase();
      const random = this.#armRandoms.get(key) ?? createRandom(subscription.chaos?.seed ?? 0);
      this.#armRandoms.set(key, random);
      return { subscription, random };
    });
    return [...this.#targets.values(), ...ofArm];
  }

  #enqueue(told: TopicEvent, target: Target): void {
    const { chaos, source } = target.subscription;
    const event = source === undefined ? told : { ...told, topic: source };
    const copies = chaos !== undefined && target.random.next() < chaos.duplicate ? 2 : 1;
    const shown = chaos !== undefined && target.random.next() < chaos.anonymous ? withoutClaims(event) : event;
    if (!passesFilter(target.subscription, shown)) return;
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
      if (this.#isWanted(delivery)) void this.#attempt(delivery);
      else this.#record(delivery, { status: null, answer: 'the event subscription is gone', outcome: 'dropped' });
    };
    const what = `event ${delivery.event.eventType} to ${delivery.target.subscription.name}`;
    this.#timers.set(delivery, this.#time.schedule(this.#time.now() + waitMs, fire, what));
  }

  /** Whether the event subscription, if it was made through ARM, is still there. */
  #isWanted({ target }: Delivery): boolean {
    const { armId } = target.subscription;
    return armId === undefined || this.armSubscriptions().some((subscription) => subscription.armId === armId);
  }

  async #attempt(delivery: Delivery): Promise<void> {
    const { subscription } = delivery.target;
    const generation = this.#generation;
    const end = this.#ledger.begin(`event ${delivery.event.eventType} to ${subscription.name}`);
    this.#inHand++;
    delivery.attempt++;
    try {
      const answer = await sendEvent(delivery.event, subscription, delivery.attempt);
      if (generation === this.#generation) this.#conclude(delivery, answer);
    } finally {
      this.#inHand--;
      end();
    }
  }

  #conclude(delivery: Delivery, answer: EndpointAnswer): void {
    const { subscription } = delivery.target;
    const verdict = judgeDelivery({
      number: delivery.attempt,
      status: answer.status,
      ageMs: this.#time.now() - delivery.publishedMs,
      maxAttempts: subscription.maxAttempts,
      timeToLiveMs: subscription.timeToLiveMs ?? defaultTimeToLiveMs,
      isResource: subscription.endpointType !== undefined && subscription.endpointType !== 'WebHook',
    });
    const said = { status: answer.status ?? null, answer: answer.text, outcome: verdict.kind };
    if (verdict.kind === 'retry') {
      const nextAttemptAt = new Date(this.#time.now() + verdict.waitMs).toISOString();
      this.#record(delivery, { ...said, nextAttemptAt });
      this.#later(delivery, verdict.waitMs);
    } else if (verdict.kind === 'dropped') {
      const outcome = this.#bury(delivery, verdict.reason, answer.status) ? 'deadLettered' : 'dropped';
      this.#record(delivery, { ...said, outcome, answer: `${verdict.why}: ${answer.text}`.slice(0, 300) });
    } else this.#record(delivery, said);
  }

  /** Whether there is a container for what cannot be delivered, and the event lies there now. */
  #bury(delivery: Delivery, reason: DropReason, status: number | undefined): boolean {
    const { event, attempt: attempts, publishedMs, target } = delivery;
    const { deadLetterContainer } = target.subscription;
    if (deadLetterContainer === undefined) return false;
    const fate = { reason, attempts, status, publishedMs, nowMs: this.#time.now() };
    this.deadLetters.add(event, { ...target.subscription, deadLetterContainer }, fate);
    return true;
  }

  #record(
    delivery: Delivery,
    said: {
      readonly status: number | null;
      readonly answer: string;
      readonly outcome: DeliveryRecord['outcome'];
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

function withoutClaims(event: TopicEvent): TopicEvent {
  return { ...event, data: { ...event.data, claims: {} } };
}
