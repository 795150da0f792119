import { cloudFacts } from './cloud-facts.ts';
import type { CloudName } from './cloud-name.ts';
import type { OutboundNeeds, OutboundPlace } from './outbound-needs.ts';

/**
 * What the Azure Monitor Agent reaches, without TLS inspection between. The names are the same in each cloud but for
 * their end. Source: "Azure Monitor agent network configuration", 11/2024.
 */
export function agentNeeds(cloud: CloudName, place: OutboundPlace = {}): OutboundNeeds {
  const { monitorDomain: end } = cloudFacts(cloud);
  const { region = '<region>', workspaceId = '<workspace id>' } = place;
  return {
    hosts: [
      `global.handler.control.monitor.azure.${end}`,
      `${region}.handler.control.monitor.azure.${end}`,
      `${workspaceId}.ods.opinsights.azure.${end}`,
    ],
    serviceTags: ['AzureMonitor', 'AzureResourceManager'],
  };
}
