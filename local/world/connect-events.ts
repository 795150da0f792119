import type { EventTarget } from '../../src/domain/events/event-target.ts';
import type { DeliverEvent, DeliveryChaos } from '../azure/events/event-subscription.ts';
import type { LocalAzure } from '../azure/local-azure.ts';
import { type AppProcess, worldKeys } from './app-process.ts';
import type { SmallTenant } from './tenant.ts';

/** ARM id of the app's function that takes events: a destination of event subscriptions that are made through ARM. */
export function eventFunctionId({ group }: SmallTenant): string {
  return `${group}/providers/Microsoft.Web/sites/amo/functions/resourceEvents`;
}

/** What the settings of an app in this tenant say of events, where fleet.json wires them. */
export function eventTargetOf(tenant: SmallTenant, ownPrincipals: readonly string[]): EventTarget {
  const account = `${tenant.group}/providers/Microsoft.Storage/storageAccounts/amostorage`;
  const deadLetters = `${account}/blobServices/default/containers/dead-letters`;
  return { name: 'amo-test', destination: eventFunctionId(tenant), deadLetters, ownPrincipals };
}

/** Lets the events of every subscription flow to the app, and makes its function a destination. */
export async function connectEvents(
  azure: LocalAzure,
  app: AppProcess,
  tenant: SmallTenant,
  options: { readonly schema?: 'EventGridSchema' | 'CloudEventSchemaV1_0'; readonly chaos?: DeliveryChaos },
): Promise<void> {
  const deliver: DeliverEvent = async ({ method, headers, body }) => {
    const path = `/runtime/webhooks/eventgrid?functionName=resourceEvents&code=${worldKeys.eventgrid}`;
    const answer = await app.host().fetch(method, path, { headers, body });
    return { status: answer.status, body: answer.text, headers: answer.headers };
  };
  const chaos = options.chaos === undefined ? {} : { chaos: options.chaos };
  const how = { address: 'in process', ...chaos, deliver };
  azure.endpoints.set({ resourceId: eventFunctionId(tenant), trigger: 'eventGridTrigger', ...how });
  await azure.events.subscribe({ name: 'app', schema: options.schema ?? 'EventGridSchema', maxAttempts: 30, ...how });
}
