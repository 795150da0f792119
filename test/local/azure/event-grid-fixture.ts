import type { DeliverEvent } from '../../../local/azure/events/event-subscription.ts';
import { subscriptionScope } from './local-azure-fixture.ts';
import { startTenancy } from './tenancy-fixture.ts';

export const appGroup = `${subscriptionScope}/resourceGroups/app`;
export const functionId = `${appGroup}/providers/Microsoft.Web/sites/amo/functions/resourceEvents`;
export const storageId = `${appGroup}/providers/Microsoft.Storage/storageAccounts/amostore`;
export const topicId = `${appGroup}/providers/Microsoft.EventGrid/systemTopics/subscription-events`;
export const amoId = `${topicId}/eventSubscriptions/amo-test`;
export const topicBody = {
  location: 'global',
  properties: { source: subscriptionScope, topicType: 'Microsoft.Resources.Subscriptions' },
};
export const toFunction = { destination: { endpointType: 'AzureFunction', properties: { resourceId: functionId } } };
export const deadLetters = {
  deadLetterDestination: {
    endpointType: 'StorageBlob',
    properties: { resourceId: storageId, blobContainerName: 'dead-events' },
  },
};

/** A group for the app, the system topic of the subscription, and a function that takes events. */
export async function startEventGrid(options: { readonly trigger?: string } = {}) {
  const world = await startTenancy();
  const { azure, call, clock } = world;
  const received: {
    readonly body: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly atMs: number;
  }[] = [];
  let status = 202;
  const deliver: DeliverEvent = async ({ body, headers }) => {
    received.push({ body, headers, atMs: clock.now() });
    return { status, body: '', headers: {} };
  };
  const { trigger = 'eventGridTrigger' } = options;
  azure.endpoints.set({ resourceId: functionId, address: 'in process', trigger, deliver });
  await call('PUT', appGroup, { location: 'westeurope' });
  await call('PUT', topicId, topicBody);
  /** PUTs an event subscription and lets its operation end. */
  const subscribe = async (properties: object, id = amoId) => {
    const made = await call('PUT', id, { properties });
    await clock.advance(20_000);
    received.length = 0;
    return made;
  };
  const operations = (): string[] =>
    received.map(({ body }) => {
      const parsed = JSON.parse(body);
      return [parsed].flat()[0].data.operationName;
    });
  return {
    ...world,
    received,
    deliver,
    subscribe,
    operations,
    answerWith: (next: number) => {
      status = next;
    },
  };
}
