import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { AzureDescription } from './processes/azure-description.ts';
import { type JsonAnswer, requestJson } from './request-json.ts';

const countSchema = z.object({
  operation: z.string(),
  method: z.string(),
  status: z.number(),
  principal: z.string(),
  count: z.number(),
});
export type CallCount = z.infer<typeof countSchema>;

/** "Azure" as `npm start` uses it: ARM requests as one of the principals, and the control routes. */
export interface AzureClient {
  callAzure(as: 'operator' | 'other', method: string, path: string, body?: unknown): Promise<JsonAnswer>;
  /** Calls of the app so far. */
  appCalls(): Promise<readonly CallCount[]>;
  /** Events that are on their way, or wait for their next try. */
  undelivered(): Promise<number>;
  /** From now on the app may do this and nothing else. */
  limitApp(actions: readonly string[]): Promise<void>;
  /** Registers the webhook, key included, for these operations of the subscriptions. */
  subscribe(webhook: string, subscriptions: readonly string[], operations: readonly string[]): Promise<void>;
  /** Ends what `subscribe` made for the subscription at this place. */
  unsubscribe(index: number): Promise<void>;
  /** Says where a function really is, key included: event subscriptions of ARM's name it by its id. */
  placeFunction(resourceId: string, url: string): Promise<void>;
}

export function createAzureClient(azure: AzureDescription): AzureClient {
  const ca = readFileSync(azure.certificate, 'utf8');
  const control = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await requestJson({ method, url: `${azure.url}/_sim/${path}`, body, ca });
    if (answer.status >= 300) {
      throw new Error(`${method} /_sim/${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    }
    return answer.body;
  };
  return {
    callAzure: async (as, method, path, body) =>
      await requestJson({
        method,
        url: `${azure.url}${path}`,
        headers: { authorization: `Bearer ${azure.principals[as].token}` },
        body,
        ca,
      }),
    appCalls: async () => {
      const { calls } = z.object({ calls: z.array(countSchema) }).parse(await control('GET', 'stats'));
      return calls.filter((call) => call.principal === 'app');
    },
    undelivered: async () => z.object({ undelivered: z.number() }).parse(await control('GET', 'events')).undelivered,
    limitApp: async (actions) => {
      await control('POST', 'access', { kind: 'role', principal: 'app', actions });
    },
    subscribe: async (webhook, subscriptions, operations) => {
      for (const [index, subscriptionId] of subscriptions.entries()) {
        await control('POST', 'events', { name: nameOf(index), url: webhook, subscriptionId, operations });
      }
    },
    unsubscribe: async (index) => void (await control('DELETE', `events/${nameOf(index)}`)),
    placeFunction: async (resourceId, url) => void (await control('POST', 'endpoints', { resourceId, url })),
  };
}

function nameOf(index: number): string {
  return index === 0 ? 'app' : `app-${index + 1}`;
}

/** Sums counts by operation. */
export function callsByOperation(calls: readonly CallCount[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { operation, count } of calls) sums[operation] = (sums[operation] ?? 0) + count;
  return Object.fromEntries(Object.entries(sums).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Requests that may change something; a query to Resource Graph is a POST that does not. */
export function countWrites(calls: readonly CallCount[]): number {
  const writes = calls.filter(({ method, operation }) => !['GET', 'HEAD'].includes(method) && operation !== graphQuery);
  return writes.reduce((sum, { count }) => sum + count, 0);
}

const graphQuery = 'Microsoft.ResourceGraph/resources/read';
