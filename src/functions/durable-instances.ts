import type { InvocationContext } from '@azure/functions';
import * as df from 'durable-functions';
import type { InstanceClient } from '../ports/instances.ts';

/** The durable client of one invocation, as the app uses it. */
export function durableInstances(context: InvocationContext): InstanceClient {
  const client = df.getClient(context);
  return {
    async start(orchestrator, instanceId, input) {
      await client.startNew(orchestrator, { instanceId, input });
    },
    async status(instanceId) {
      try {
        const status = await client.getStatus(instanceId);
        return {
          runtimeStatus: String(status.runtimeStatus),
          lastUpdatedAt: new Date(status.lastUpdatedTime).toISOString(),
          output: typeof status.output === 'string' ? status.output : JSON.stringify(status.output ?? ''),
        };
      } catch (error) {
        // The client throws for an instance that does not exist; the text is all that tells, and an instance id in
        // the text of another error may hold any three digits.
        if (error instanceof Error && error.message.includes('HTTP 404')) return undefined;
        throw error;
      }
    },
    async terminate(instanceId, reason) {
      await client.terminate(instanceId, reason);
    },
    async purge(instanceId) {
      await client.purgeInstanceHistory(instanceId);
    },
  };
}
