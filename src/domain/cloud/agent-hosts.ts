import { cloudFacts } from './cloud-facts.ts';
import type { CloudName } from './cloud-name.ts';

/** What a machine reaches on port 443. A host with `<...>` or `*` stands for as many as there are. */
export interface OutboundNeeds {
  readonly hosts: readonly string[];
  /** The same as service tags of Azure; all of them are required. */
  readonly serviceTags: readonly string[];
}

/**
 * What the Azure Monitor Agent reaches, without TLS inspection between. The names are the same in each cloud but for
 * their end. A place that is not known is left open in the name.
 * Source: "Azure Monitor agent network configuration", 11/2024.
 */
export function agentNeeds(
  cloud: CloudName,
  of: { readonly region?: string | undefined; readonly workspaceId?: string | undefined } = {},
): OutboundNeeds {
  const { monitorDomain: end } = cloudFacts(cloud);
  const { region = '<region>', workspaceId = '<workspace id>' } = of;
  return {
    hosts: [
      `global.handler.control.monitor.azure.${end}`,
      `${region}.handler.control.monitor.azure.${end}`,
      `${workspaceId}.ods.opinsights.azure.${end}`,
    ],
    serviceTags: ['AzureMonitor', 'AzureResourceManager'],
  };
}
