import type { MachineDetail } from '../app-client.ts';
import type { LocalInstance } from '../local-instance.ts';
import type { Screen } from '../screen.ts';
import { StartError } from '../start-error.ts';
import { waitUntil } from '../waiting/wait-until.ts';
import { awaitConfigured } from './await-configured.ts';
import { describeTimeline } from './describe-timeline.ts';

const apiVersion = 'api-version=2024-07-01';

/** The principal `other` deletes the agent's extension; the app puts it back and knows who did it. */
export async function repairAgent(instance: LocalInstance, screen: Screen, machine: MachineDetail): Promise<void> {
  const { azureClient, appClient, azure } = instance;
  const extension = `${machine.resourceId}/extensions/AzureMonitorLinuxAgent`;
  const startedMs = instance.appNow();
  screen.line(`   DELETE .../${machine.name}/extensions/AzureMonitorLinuxAgent, as the principal "other"`);
  const answer = await azureClient.callAzure('other', 'DELETE', `${extension}?${apiVersion}`);
  if (answer.status >= 300) throw new StartError(`The deletion was refused with ${answer.status}.`);
  const { clientId, objectId } = azure.principals.other;
  const deletion = await waitUntil(
    `the deletion should be in the timeline of ${machine.name}, naming the principal "other"`,
    async () =>
      (await appClient.machine(machine.key))?.timeline.find(
        ({ at, what, by, text }) =>
          what === 'event' &&
          Date.parse(at) >= startedMs &&
          /extensions\/delete/i.test(text) &&
          (by === clientId || by === objectId),
      ),
    { limitMs: Math.max(60_000, (30 * 60_000) / instance.speed) },
  );
  const repaired = await awaitConfigured(instance, machine.key, Date.parse(deletion.at));
  for (const line of describeTimeline(repaired, startedMs, azure)) screen.line(line);
  const read = await azureClient.callAzure('operator', 'GET', `${extension}?${apiVersion}`);
  if (read.status !== 200) throw new StartError(`"Azure" answers ${read.status} for the agent that was put back.`);
  const seconds = Math.round((Date.parse(repaired.since) - Date.parse(deletion.at)) / 1000);
  screen.line(`   Repaired ${seconds} s of app time after it was gone; "Azure" has the agent again.`);
}
