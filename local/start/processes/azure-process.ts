import type { DataFolder } from '../data-folder.ts';
import { firstMessage } from './await-ready.ts';
import { type AzureDescription, azureDescriptionSchema } from './azure-description.ts';
import { childEnvironment } from './child-environment.ts';
import type { ChildGroup } from './child-group.ts';
import type { Child } from './child-process.ts';

export interface AzureProcess {
  readonly child: Child;
  readonly description: AzureDescription;
  /** Tells of every machine by an event, as if each had just been written. */
  announce(): void;
}

/** Starts "Azure" and waits until it answers. Rejects with its last words when it ends instead. */
export async function startAzureProcess(
  group: ChildGroup,
  options: {
    readonly data: DataFolder;
    readonly tenant: string;
    readonly port: number;
  },
): Promise<AzureProcess> {
  const { data, tenant, port } = options;
  const child = group.start({
    name: 'azure',
    script: 'local/start/processes/azure-main.ts',
    args: ['--data', data.path, '--tenant', tenant, '--port', String(port)],
    env: childEnvironment(),
    logFile: data.file('azure.log'),
  });
  const description = azureDescriptionSchema.parse(await firstMessage(child, '"Azure"'));
  return { child, description, announce: () => child.process.send({ command: 'announce' }) };
}
