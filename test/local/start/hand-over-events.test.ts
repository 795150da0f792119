import { expect, it } from 'vitest';
import { handOverEvents } from '../../../local/start/hand-over-events.ts';

const topicOf = (subscription: string): string =>
  `/subscriptions/${subscription}/resourceGroups/rg/providers/Microsoft.EventGrid/systemTopics/t`;

/** "Azure" in which each subscription is wired after so many rounds. */
function azureWired(after: Readonly<Record<string, number>>) {
  let round = 0;
  const ended: number[] = [];
  return {
    ended,
    pause: async () => void round++,
    azure: {
      callAzure: async (_: unknown, __: string, path: string) => {
        const subscription = path.split('/')[2] ?? '';
        if (!path.includes('/eventSubscriptions/'))
          return { status: 200, body: { value: [{ id: topicOf(subscription) }] } };
        const isThere = round >= (after[subscription] ?? 0);
        if (!isThere) return { status: 404, body: { error: { code: 'ResourceNotFound' } } };
        return { status: 200, body: { properties: { provisioningState: 'Succeeded' } } };
      },
      unsubscribe: async (index: number) => void ended.push(index),
    },
  };
}

it('ends what was registered for each subscription once the app has wired it', async () => {
  const { azure, pause, ended } = azureWired({ a: 3, b: 1 });
  await handOverEvents(azure, ['a', 'b'], new AbortController().signal, pause);
  expect(ended).toEqual([1, 0]);
});

it('ends with the run, however long nothing is wired', async () => {
  const { azure, ended } = azureWired({ a: Number.POSITIVE_INFINITY });
  const run = new AbortController();
  await handOverEvents(azure, ['a'], run.signal, async () => run.abort());
  expect(ended).toEqual([]);
});
