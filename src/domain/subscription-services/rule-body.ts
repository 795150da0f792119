import { collectedSources, type DataSource } from '../subscription/collected-sources.ts';
import { securityEventQueries } from '../subscription/security-events.ts';
import type { RuleSystem } from '../subscription/shared-names.ts';
import type { SubscriptionSpec } from '../subscription/subscription-record.ts';

export interface RuleBody {
  /** Absent: for both systems. */
  readonly kind?: 'Windows' | 'Linux';
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What our rule for a system collects into this workspace (Microsoft.Insights dataCollectionRules 2024-03-11). */
export function collectionRuleBody(
  collect: SubscriptionSpec['collect'],
  os: RuleSystem,
  workspaceResourceId: string,
): RuleBody {
  const kind = os === 'windows' ? 'Windows' : 'Linux';
  const sources = collectedSources(collect, os);
  return { kind, properties: propertiesOf('Collects for azure-machine-onboarding', sources, workspaceResourceId) };
}

/** Security events into this workspace: source and stream as in Defender's sample policy for them. */
export function securityEventsRuleBody(
  level: SubscriptionSpec['securityEvents'],
  workspaceResourceId: string,
): RuleBody {
  const streams = ['Microsoft-SecurityEvent'];
  const body = { name: 'eventLogsDataSource', streams, xPathQueries: securityEventQueries(level) };
  const sources: readonly DataSource[] = [{ list: 'windowsEventLogs', streams, body }];
  return {
    kind: 'Windows',
    properties: propertiesOf('Windows security events', sources, workspaceResourceId, 'DataCollectionEvent'),
  };
}

/** What the Azure Security agent finds, and how often it looks, as in the rule of the deprecated default pipeline. */
export function securityAgentRuleBody(workspaceResourceId: string): RuleBody {
  const streams = ['Microsoft-OperationLog', 'Microsoft-ProtectionStatus'];
  const sources = Object.entries(agentScanners).map(([extensionName, { name, scanners }]): DataSource => {
    const extensionSettings = { scanners: scanners.map(([scanner, frequency]) => ({ name: scanner, frequency })) };
    return { list: 'extensions', streams, body: { extensionName, name, streams, extensionSettings } };
  });
  const description = 'Azure Security agent, deprecated';
  return { properties: propertiesOf(description, sources, workspaceResourceId, 'LogAnalyticsDest') };
}

/** By the extension of the agent (ASC_AMA_DefaultPipeline_DINE 5.2.1). */
const agentScanners: Readonly<Record<string, { name: string; scanners: readonly (readonly [string, string])[] }>> = {
  AzureSecurityLinuxAgent: {
    name: 'AscLinuxDataSource',
    scanners: [
      ...([
        ['heartbeat', 'PT1H'],
        ['time', 'PT8H'],
        ['antimalware', 'PT8H'],
        ['codeintegrity', 'P1D'],
      ] as const),
      ...([
        ['processinvestigator', 'PT1H'],
        ['baseline', 'P1D'],
        ['docker', 'P1D'],
      ] as const),
    ],
  },
  AzureSecurityWindowsAgent: {
    name: 'AsaWindowsDataSource',
    scanners: [
      ['heartbeat', 'PT1H'],
      ['baseline', 'P1D'],
      ['antimalware', 'P1D'],
      ['processinvestigator', 'PT1H'],
    ],
  },
};

function propertiesOf(
  description: string,
  sources: readonly DataSource[],
  workspaceResourceId: string,
  destination = 'workspace',
): RuleBody['properties'] {
  const dataSources: Record<string, unknown[]> = {};
  for (const { list, body } of sources) dataSources[list] = [...(dataSources[list] ?? []), body];
  const streams = [...new Set(sources.flatMap((source) => source.streams))];
  return {
    description,
    dataSources,
    destinations: { logAnalytics: [{ name: destination, workspaceResourceId }] },
    dataFlows: [{ streams, destinations: [destination] }],
  };
}
