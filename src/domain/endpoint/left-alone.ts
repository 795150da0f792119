import type { ConnectorFacts } from '../connectors/connector-facts.ts';
import { connectorOf } from '../connectors/connector-of.ts';
import type { SeenMachine } from '../subscription/reach-facts.ts';

/** What of a machine tells. */
type Told = Pick<SeenMachine, 'kind' | 'os' | 'tags' | 'image' | 'osSku' | 'cloud' | 'resourceKind'>;

/**
 * Publishers of appliances and of images that belong to a service. This and all rules here are those by which the
 * built-in policies leave a machine out that deploy the same extension (Azure/azure-policy,
 * ASC_MicrosoftDefenderForEndpoint_*). No source says that Defender's own installation leaves out the same.
 */
const appliancePublishers: readonly string[] = [
  ...['azuredatabricks', 'azureopenshift', 'cisco', 'fortinet', 'juniper-networks', 'barracudanetworks', 'checkpoint'],
  ...['imperva', 'qualysguard', 'f5-networks', 'paloaltonetworks', 'rohdeschwarzcybersecuritysas', 'sonicwall-inc'],
  ...['esdenera', 'brocade_communications', '5nine-software-inc', 'forcepoint-llc', 'hillstone-networks', 'netgate'],
  'microsoft-aks',
];

/** Distributions that are too old: publisher or offer, and how the sku begins. */
const oldLinux: readonly { readonly name: string; readonly named: RegExp; readonly sku: RegExp }[] = [
  { name: 'Red Hat or CentOS 6', named: /redhat|rhel|openlogic|centos/, sku: /^6/ },
  { name: 'Ubuntu 12 or 14', named: /canonical|ubuntu/, sku: /^1[24]/ },
  { name: 'Debian 8', named: /debian|credativ/, sku: /^8/ },
  { name: 'Oracle Linux 6', named: /oracle/, sku: /^(?:ol)?6/ },
];

/** Why a machine is none that Defender for Endpoint is meant for; undefined for every other, and for what is not known. */
export function whyLeftAlone(machine: Told, connectors: readonly ConnectorFacts[]): string | undefined {
  if (machine.kind === 'arc') return whyArcIsLeftAlone(machine, connectors);
  return machine.os === 'windows' ? whyWindowsIsLeftAlone(machine.image) : whyLinuxIsLeftAlone(machine.image);
}

function whyArcIsLeftAlone(machine: Told, connectors: readonly ConnectorFacts[]): string | undefined {
  const { tags, osSku, cloud, resourceKind } = machine;
  const connector = connectorOf({ tags, platform: { kind: 'arc', cloud, resourceKind } }, connectors);
  if (connector?.providesEndpoint === true) return 'its multicloud connector installs Defender for Endpoint';
  if (connector !== undefined) return 'endpoint protection is up to its multicloud connector';
  return osSku?.toLowerCase().includes('openshift') === true ? 'OpenShift' : undefined;
}

function whyLinuxIsLeftAlone({ publisher, offer, sku }: SeenMachine['image']): string | undefined {
  if (appliancePublishers.includes(publisher)) return `an image of ${publisher}`;
  if (offer.includes('firewall')) return `a firewall (${offer})`;
  const old = oldLinux.find((one) => one.named.test(`${publisher} ${offer}`) && one.sku.test(sku));
  return old === undefined ? undefined : `${old.name} is too old`;
}

/** Clients are left out, and multi-session ones, whose sku has `evd`, are not. */
function whyWindowsIsLeftAlone({ publisher, sku }: SeenMachine['image']): string | undefined {
  if (publisher === 'microsoftwindowsdesktop') return sku.includes('evd') ? undefined : 'a Windows client';
  if (sku.startsWith('2008')) return 'Windows Server 2008 is too old';
  return /^(?:windows-?|win)(?:7|8|10)/.test(sku) ? 'a Windows client' : undefined;
}
