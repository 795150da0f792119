import { z } from 'zod';
import type { AzureClient } from './azure-client.ts';
import { localDeployment } from './processes/app-in-azure.ts';

const listSchema = z.object({ value: z.array(z.object({ id: z.string() })) });
const wiredSchema = z.object({ properties: z.object({ provisioningState: z.literal('Succeeded') }) });

/**
 * Until the app has wired a subscription, its events come by what `npm start` registered, so that machines are known
 * before anything is armed; from then on by the app's own event subscription alone, and nothing comes twice.
 */
export async function handOverEvents(
  azure: Pick<AzureClient, 'callAzure' | 'unsubscribe'>,
  subscriptions: readonly string[],
  signal: AbortSignal,
  pause: () => Promise<void> = pauseOneSecond,
): Promise<void> {
  const open = new Map(subscriptions.map((id, index) => [id, index]));
  while (open.size > 0 && !signal.aborted) {
    for (const [id, index] of open) {
      if (!(await isWired(azure, id))) continue;
      await azure.unsubscribe(index);
      open.delete(id);
    }
    if (open.size > 0) await pause();
  }
}

async function pauseOneSecond(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 1_000).unref());
}

async function isWired({ callAzure }: Pick<AzureClient, 'callAzure'>, subscription: string): Promise<boolean> {
  const version = '?api-version=2025-02-15';
  const topics = `/subscriptions/${subscription}/providers/Microsoft.EventGrid/systemTopics`;
  const listed = listSchema.safeParse((await callAzure('operator', 'GET', `${topics}${version}`)).body);
  for (const { id } of listed.data?.value ?? []) {
    const path = `${id}/eventSubscriptions/amo-${localDeployment}${version}`;
    if (wiredSchema.safeParse((await callAzure('operator', 'GET', path)).body).success) return true;
  }
  return false;
}
