import { armAudience } from '../../azure/simulator.ts';
import type { DataFolder } from '../data-folder.ts';
import { deadLettersOf, eventFunctionOf, localDeployment } from './app-in-azure.ts';
import type { AzureDescription } from './azure-description.ts';
import { childEnvironment } from './child-environment.ts';

/** Real time; an activity that ran when the app was killed is run again after it. Azure takes five minutes. */
const activityRedelivery = '00:00:10';

/** The app's settings, as docs/settings.md has them, for the local Azure. */
export function appEnvironment(
  azure: Pick<AzureDescription, 'url' | 'certificate' | 'subscriptions' | 'identityEndpoint' | 'principals'>,
  options: { readonly data: DataFolder; readonly connectionString: string; readonly fleetFile: string },
): Record<string, string> {
  const { data, connectionString, fleetFile } = options;
  const { objectId, clientId } = azure.principals.app;
  return childEnvironment({
    AMO_HUB_NAME: 'AmoLocal',
    AzureWebJobsStorage: connectionString,
    FUNCTIONS_WORKER_RUNTIME: 'node',
    AMO_ARM_ENDPOINT: azure.url,
    AMO_ARM_AUDIENCE: armAudience,
    AMO_OWN_PRINCIPALS: `${objectId},${clientId}`,
    AMO_DEPLOYMENT: localDeployment,
    AMO_EVENT_DESTINATION: eventFunctionOf(azure.subscriptions),
    AMO_EVENT_DEAD_LETTER: deadLettersOf(azure.subscriptions),
    AMO_FLEET_FILE: fleetFile,
    AMO_ALLOW_KEY_WRITES: 'true',
    AMO_CLOCK_FILE: data.file('clock.json'),
    IDENTITY_ENDPOINT: azure.identityEndpoint,
    IDENTITY_HEADER: 'any',
    NODE_EXTRA_CA_CERTS: azure.certificate,
    AzureFunctionsJobHost__extensions__durableTask__storageProvider__workItemQueueVisibilityTimeout: activityRedelivery,
  });
}
