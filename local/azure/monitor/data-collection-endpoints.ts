import { objectAt, textAt } from '../core/json.ts';
import type { Family } from '../core/types.ts';
import { invalidPayload } from './invalid-payload.ts';
import { monitorResourceRoutes } from './monitor-resource.ts';

const properties = {
  description: 'string',
  configurationAccess: 'any',
  logsIngestion: 'any',
  metricsIngestion: 'any',
  networkAcls: { publicNetworkAccess: 'string' },
  immutableId: 'string',
  provisioningState: 'string',
  failoverConfiguration: 'any',
  metadata: 'any',
  privateLinkScopedResources: 'any',
} as const;

const accesses = ['Enabled', 'Disabled', 'SecuredByPerimeter'];

/** Data collection endpoints (Azure Monitor REST API). */
export const dataCollectionEndpointFamily: Family = (context) =>
  monitorResourceRoutes(context, {
    type: 'Microsoft.Insights/dataCollectionEndpoints',
    prefix: 'dce',
    properties,
    check: (_request, body) => {
      const access = textAt(objectAt(objectAt(body, 'properties'), 'networkAcls'), 'publicNetworkAccess');
      if (access === undefined || accesses.includes(access)) return;
      const message = `'Public Network Access' has the value '${access}', which is none of ${accesses.join(', ')}.`;
      const target = 'properties.networkAcls.publicNetworkAccess';
      throw invalidPayload('Data collection endpoint', [{ code: 'InvalidProperty', message, target }]);
    },
    filledIn: ({ name, location }) => ({
      configurationAccess: { endpoint: `https://${name}.${location}-1.handler.control.monitor.azure.com` },
      metricsIngestion: { endpoint: `https://${name}.${location}-1.metrics.ingest.monitor.azure.com` },
      logsIngestion: { endpoint: `https://${name}.${location}-1.ingest.monitor.azure.com` },
    }),
  });
