import { isSameName } from '../ids.ts';
import type { SeenExtension, SeenMachine } from '../subscription/reach-facts.ts';

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
  const [healthy] = machine.healthyEdr;
  const assessed = healthy === undefined || hasEndpoint(machine) ? undefined : `the assessment "${healthy}" is healthy`;
  return edrExtensionOf(machine.extensions) ?? assessed;
}

/** The same by extensions alone, in whatever state they are: who began to install one means to have it. */
export function edrExtensionOf(extensions: readonly Pick<SeenExtension, 'publisher' | 'type'>[]): string | undefined {
  for (const { publisher, type } of extensions) {
    const known = edrProducts.find(
      ({ publishers, types }) =>
        publishers.some((name) => isSameName(name, publisher)) &&
        (types === undefined || types.some((name) => isSameName(name, type))),
    );
    if (known !== undefined) return `${known.product} (extension ${publisher}/${type})`;
  }
  return undefined;
}

/**
 * Whether the agent of Defender for Endpoint is on the machine. For the built-in policies ASC_MicrosoftDefenderForEndpoint_*
 * that is its extension with `provisioningState` `Succeeded`; here also one that is being updated. One that failed, that is
 * just being made or taken off, or of which the state is not known, is no agent, and neither is one of which two readings
 * differ.
 */
export function hasEndpoint({ extensions }: Pick<SeenMachine, 'extensions'>): boolean {
  const own = extensions.filter(({ publisher, type }) => isEndpointExtension(publisher, type));
  return own.length > 0 && own.every(({ provisioningState = '' }) => isThere(provisioningState));
}

function isThere(provisioningState: string): boolean {
  return ['Succeeded', 'Updating'].some((state) => isSameName(state, provisioningState));
}

/** Of both extensions of Defender for Endpoint. */
export const endpointPublisher = 'Microsoft.Azure.AzureDefenderForServers';

/** Whether an extension is Defender's own, in whatever state it is. */
export function isEndpointExtension(publisher: string, type: string): boolean {
  return isSameName(publisher, endpointPublisher) && /^mde\./i.test(type);
}
