import { type AzureClient, callsByOperation, countWrites } from '../azure-client.ts';

export interface Sent {
  readonly reads: number;
  readonly writes: number;
  /** Both, by operation; none that were not sent. */
  readonly byOperation: Readonly<Record<string, number>>;
}

/** Starts to count what the app sends to "Azure"; the answer tells what it has been since. */
export async function countCalls(instance: {
  readonly azureClient: Pick<AzureClient, 'appCalls'>;
}): Promise<() => Promise<Sent>> {
  const before = await instance.azureClient.appCalls();
  const operationsBefore = callsByOperation(before);
  return async () => {
    const after = await instance.azureClient.appCalls();
    const byOperation = Object.fromEntries(
      Object.entries(callsByOperation(after)).flatMap(([operation, count]) => {
        const more = count - (operationsBefore[operation] ?? 0);
        return more > 0 ? [[operation, more]] : [];
      }),
    );
    const writes = countWrites(after) - countWrites(before);
    const all = Object.values(byOperation).reduce((sum, count) => sum + count, 0);
    return { reads: all - writes, writes, byOperation };
  };
}

/** One line for each operation. */
export function describeSent({ byOperation }: Sent): string[] {
  return Object.entries(byOperation).map(([operation, count]) => `   ${String(count).padStart(4)}  ${operation}`);
}
