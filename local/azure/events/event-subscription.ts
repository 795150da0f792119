import { z } from 'zod';
import type { EventFilter } from './event-filter.ts';
import { defaultMaxAttempts } from './retry-schedule.ts';

/** How delivery misbehaves on request; everything is drawn from the seed. */
export const deliveryChaosSchema = z.strictObject({
  seed: z.int().min(0).default(1),
  /** Share of events that are delivered twice. */
  duplicate: z.number().min(0).max(1).default(0),
  /** Share of events that are never delivered. */
  drop: z.number().min(0).max(1).default(0),
  /** Share of events whose `claims` are empty, as Azure may send them. */
  anonymous: z.number().min(0).max(1).default(0),
  /** Each delivery is late by up to this much app time, so that order is lost. */
  shuffleMs: z.int().min(0).max(3_600_000).default(0),
});
export type DeliveryChaos = z.infer<typeof deliveryChaosSchema>;

/** One event subscription on the system topic of one subscription, or of all where `subscriptionId` is absent. */
export const eventSubscriptionSchema = z.strictObject({
  name: z.string().min(1).max(64),
  /** The webhook, key included. Its query is never shown again. */
  url: z.url({ protocol: /^https?$/ }),
  schema: z.enum(['EventGridSchema', 'CloudEventSchemaV1_0']).default('EventGridSchema'),
  subscriptionId: z.string().optional(),
  /** Advanced filter on `data.operationName`; absent means everything. */
  operations: z.array(z.string().min(1)).max(100).optional(),
  maxAttempts: z.int().min(1).max(30).default(defaultMaxAttempts),
  chaos: deliveryChaosSchema.optional(),
});
type EventSubscriptionSettings = z.infer<typeof eventSubscriptionSchema>;

/** What carries one request to an endpoint: a socket, or a function call on the virtual clock. */
export type DeliverEvent = (request: {
  readonly method: 'POST' | 'OPTIONS';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}) => Promise<{
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}>;

export interface EventSubscription extends Omit<EventSubscriptionSettings, 'url'> {
  /** Shown in logs: the address without its query, because that carries the key. */
  readonly address: string;
  readonly deliver: DeliverEvent;
  /** What follows is of those that were made through ARM. Its own id: */
  readonly armId?: string;
  /** The subscription or resource group that its topic is of; in place of `subscriptionId` and `operations`. */
  readonly source?: string;
  readonly filter?: EventFilter;
  readonly endpointType?: 'AzureFunction' | 'StorageQueue' | 'WebHook';
  /** Milliseconds; a day by default. */
  readonly timeToLiveMs?: number;
  /** ARM id of the container for what cannot be delivered; without it that is dropped. */
  readonly deadLetterContainer?: string;
}
