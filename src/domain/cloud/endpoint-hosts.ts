import type { CloudName } from './cloud-name.ts';
import type { OutboundNeeds, OutboundPlace } from './outbound-needs.ts';

/** Where a cloud has tenants of several kinds, such as GCC High and DoD, a machine reaches one of their hosts. */
interface EndpointNeeds extends OutboundNeeds {
  /** Besides, for Linux. */
  readonly linuxHosts: readonly string[];
}

/**
 * Sources: "Onboarding devices using streamlined connectivity for Microsoft Defender for Endpoint", commercial, 10/2025,
 * and its list for the US Government, 12/2025: `unitedstates4` and `gccmod` are GCC, 1 and `gov` GCC High, 2 and `dod` DoD.
 */
const needs: Readonly<Record<CloudName, EndpointNeeds | undefined>> = {
  AzureCloud: {
    hosts: ['*.endpoint.security.microsoft.com', '*.smartscreen.microsoft.com', '*.smartscreen-prod.microsoft.com'],
    linuxHosts: ['packages.microsoft.com', 'config.edge.skype.com'],
    serviceTags: ['MicrosoftDefenderForEndpoint', 'OneDsCollector'],
  },
  AzureUSGovernment: {
    hosts: [
      '*.endpoint.security.microsoft.us',
      'unitedstates4.ss.wd.microsoft.us',
      'unitedstates1.ss.wd.microsoft.us',
      'unitedstates2.ss.wd.microsoft.us',
    ],
    linuxHosts: ['gccmod.ecs.office.com', 'config.ecs.gov.teams.microsoft.us', 'config.ecs.dod.teams.microsoft.us'],
    serviceTags: ['MicrosoftDefenderForEndpoint', 'OneDsCollector'],
  },
  AzureChinaCloud: undefined,
};

/** What Microsoft Defender for Endpoint reaches on port 443; undefined where the cloud lacks it. */
export function endpointNeeds(cloud: CloudName, { os }: OutboundPlace = {}): OutboundNeeds | undefined {
  const known = needs[cloud];
  if (known === undefined) return undefined;
  const { hosts, linuxHosts, serviceTags } = known;
  return { hosts: os === 'windows' ? hosts : [...hosts, ...linuxHosts], serviceTags };
}
