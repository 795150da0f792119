import type { BodyShape } from '../core/request/body-shape.ts';

const source = { name: 'string', streams: ['string'], transformKql: 'string' } as const;

const dataSources: BodyShape = {
  dataImports: 'any',
  etwProviders: 'any',
  extensions: [{ ...source, extensionName: 'string', extensionSettings: 'any', inputDataSources: ['string'] }],
  iisLogs: [{ ...source, logDirectories: ['string'] }],
  logFiles: [{ ...source, filePatterns: ['string'], format: 'string', settings: 'any' }],
  otelLogs: 'any',
  otelMetrics: 'any',
  otelTraces: 'any',
  performanceCounters: [
    {
      ...source,
      counterSpecifiers: ['string'],
      samplingFrequencyInSeconds: 'number',
      // Until 2019-11-01-preview; the templates of Defender still send it.
      scheduledTransferPeriod: 'string',
    },
  ],
  performanceCountersOTel: 'any',
  platformTelemetry: [source],
  prometheusForwarder: 'any',
  syslog: [{ ...source, facilityNames: ['string'], logLevels: ['string'] }],
  windowsEventLogs: [{ ...source, xPathQueries: ['string'], scheduledTransferPeriod: 'string' }],
  windowsFirewallLogs: [{ ...source, profileFilter: ['string'] }],
};

const destinations: BodyShape = {
  azureDataExplorer: 'any',
  azureMonitorMetrics: { name: 'string' },
  eventHubs: 'any',
  eventHubsDirect: 'any',
  logAnalytics: [{ name: 'string', workspaceResourceId: 'string', workspaceId: 'string' }],
  microsoftFabric: 'any',
  monitoringAccounts: 'any',
  storageAccounts: 'any',
  storageBlobsDirect: 'any',
  storageTablesDirect: 'any',
};

/** `properties` of a data collection rule (Azure/bicep-types-az, Insights 2024-03-11; older versions have fewer members). */
export const ruleShape: BodyShape = {
  description: 'string',
  dataCollectionEndpointId: 'string',
  dataSources,
  destinations,
  dataFlows: [
    {
      streams: ['string'],
      destinations: ['string'],
      transformKql: 'string',
      outputStream: 'string',
      builtInTransform: 'string',
      captureOverflow: 'boolean',
    },
  ],
  streamDeclarations: { '*': { columns: [{ name: 'string', type: 'string' }] } },
  agentSettings: { logs: [{ name: 'string', value: 'string' }] },
  references: 'any',
  directDataSources: 'any',
  immutableId: 'string',
  provisioningState: 'string',
  endpoints: 'any',
  ingestionQuotas: 'any',
  metadata: 'any',
};
