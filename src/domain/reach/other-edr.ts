import { isSameName } from '../ids.ts';
import type { SeenMachine } from '../subscription/reach-facts.ts';

interface EdrProduct {
  readonly product: string;
  readonly publishers: readonly string[];
  /** Absent: every extension of the publisher. */
  readonly types?: readonly string[];
}

/**
 * Endpoint protection of others, by its extension. Sources: the readme files of CrowdStrike and SentinelOne; the list of
 * images and extensions of 2018-12 with the documentation pages of Trend Micro, McAfee, Symantec, ESET, Kaspersky and
 * Carbon Black. Sophos and Cortex XDR have no extension: only an assessment can show them.
 */
const edrProducts: readonly EdrProduct[] = [
  { product: 'CrowdStrike Falcon', publishers: ['Crowdstrike.Falcon'] },
  { product: 'SentinelOne', publishers: ['SentinelOne.WindowsExtension', 'SentinelOne.LinuxExtension'] },
  { product: 'Trend Micro Deep Security', publishers: ['TrendMicro.DeepSecurity'] },
  { product: 'McAfee Endpoint Security', publishers: ['McAfee.EndpointSecurity'] },
  {
    product: 'Symantec',
    publishers: ['Symantec', 'Symantec.CloudWorkloadProtection'],
    types: ['SymantecEndpointProtection', 'SCWPAgentForLinux', 'SCWPAgentForWindows'],
  },
  { product: 'ESET File Security', publishers: ['ESET'], types: ['FileSecurity'] },
  { product: 'Kaspersky', publishers: ['KasperskyLab.SecurityAgent'] },
  { product: 'Carbon Black', publishers: ['Confer'], types: ['ConferForAzure'] },
];

/**
 * The endpoint protection of somebody else on a machine; undefined for none that shows. A healthy assessment of EDR where
 * Defender's extension is not says that another product was seen; it can be a day old, so it only forbids, and no
 * assessment says nothing (recommendations of Defender for Cloud, "Review endpoint detection and response").
 */
export function otherEdrOf(machine: Pick<SeenMachine, 'extensions' | 'healthyEdr'>): string | undefined {
  for (const { publisher, type } of machine.extensions) {
    const known = edrProducts.find(
      ({ publishers, types }) =>
        publishers.some((name) => isSameName(name, publisher)) &&
        (types === undefined || types.some((name) => isSameName(name, type))),
    );
    if (known !== undefined) return `${known.product} (extension ${publisher}/${type})`;
  }
  const [healthy] = machine.healthyEdr;
  return healthy === undefined || hasEndpoint(machine) ? undefined : `the assessment "${healthy}" is healthy`;
}

/** Whether the extension of Defender for Endpoint is on the machine (built-in policies ASC_MicrosoftDefenderForEndpoint_*). */
export function hasEndpoint({ extensions }: Pick<SeenMachine, 'extensions'>): boolean {
  return extensions.some(({ publisher, type }) => isEndpointExtension(publisher, type));
}

export function isEndpointExtension(publisher: string, type: string): boolean {
  return isSameName(publisher, 'Microsoft.Azure.AzureDefenderForServers') && /^mde\./i.test(type);
}
