import type { Family } from '../core/types.ts';
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

/** Data collection endpoints (Azure Monitor REST API). */
export const dataCollectionEndpointFamily: Family = (context) =>
  monitorResourceRoutes(context, {
    type: 'Microsoft.Insights/dataCollectionEndpoints',
    prefix: 'dce',
    properties,
    filledIn: ({ name, location }) => ({
      configurationAccess: { endpoint: `https://${name}.${location}-1.handler.control.monitor.azure.com` },
      logsIngestion: { endpoint: `https://${name}.${location}-1.ingest.monitor.azure.com` },
    }),
  });
