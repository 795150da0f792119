import { z } from 'zod';
import { type DeliverEvent, deliveryChaosSchema } from './event-subscription.ts';

/** Where a function or a queue of the simulated tenant really is; entries of `POST /_sim/endpoints`. */
export const deliveryEndpointSchema = z.strictObject({
  /** ARM id of a function (`.../sites/{app}/functions/{name}`) or of a queue (`.../queueServices/default/queues/{name}`). */
  resourceId: z.string().regex(/^\/subscriptions\/[^/]+\/.+/i, 'must be an ARM id'),
  /** Key included; its query is never shown again. */
  url: z.url({ protocol: /^https?$/ }),
  /** Of a function; Event Grid takes no other than this one. */
  trigger: z.string().default('eventGridTrigger'),
  chaos: deliveryChaosSchema.optional(),
});

export interface DeliveryEndpoint extends Omit<z.infer<typeof deliveryEndpointSchema>, 'url'> {
  /** Shown in logs: without a key. */
  readonly address: string;
  readonly deliver: DeliverEvent;
}

/** The resolver of destinations: which endpoint stands for a resource id. What is set last counts. */
export class DeliveryEndpoints {
  readonly #byId = new Map<string, DeliveryEndpoint>();

  set(endpoint: DeliveryEndpoint): void {
    this.#byId.set(endpoint.resourceId.toLowerCase(), endpoint);
  }

  get(resourceId: string): DeliveryEndpoint | undefined {
    return this.#byId.get(resourceId.toLowerCase());
  }

  remove(resourceId: string): boolean {
    return this.#byId.delete(resourceId.toLowerCase());
  }

  list(): readonly DeliveryEndpoint[] {
    return [...this.#byId.values()];
  }
}

/** The ARM id of a queue of a storage account. */
export function queueId(storageAccountId: string, queueName: string): string {
  return `${storageAccountId}/queueServices/default/queues/${queueName}`;
}
