import type { ArcMachine } from '../arc/arc-machine.ts';
import type { VirtualMachine } from '../compute/virtual-machine.ts';
import { objectAt, textAt } from '../core/json.ts';

/**
 * Publishers of appliances: Linux images of theirs are left alone. This and the other rules here are those of the
 * built-in policies that deploy the same extension (Azure/azure-policy, ASC_MicrosoftDefenderForEndpoint_*).
 */
const appliancePublishers: readonly string[] = [
  'azuredatabricks',
  'azureopenshift',
  'cisco',
  'fortinet',
  'juniper-networks',
  'barracudanetworks',
  'checkpoint',
  'imperva',
  'qualysguard',
  'f5-networks',
  'paloaltonetworks',
  'rohdeschwarzcybersecuritysas',
  'sonicwall-inc',
  'esdenera',
  'brocade_communications',
  '5nine-software-inc',
  'forcepoint-llc',
  'hillstone-networks',
  'netgate',
  'microsoft-aks',
];

interface Image {
  readonly publisher: string;
  readonly offer: string;
  readonly sku: string;
}

/** Distributions that are too old: publisher or offer, and how the sku begins. */
const oldLinux: readonly (readonly [RegExp, RegExp])[] = [
  [/redhat|rhel|openlogic|centos/, /^6/],
  [/canonical|ubuntu/, /^1[24]/],
  [/debian|credativ/, /^8/],
  [/oracle/, /^(?:ol)?6/],
];

/** Whether Defender leaves a VM alone, whatever state it is in. */
export function isVmLeftAlone(vm: VirtualMachine): boolean {
  const reference = objectAt(objectAt(vm.properties, 'storageProfile'), 'imageReference');
  const lower = (name: string): string => textAt(reference, name)?.toLowerCase() ?? '';
  // A generalized custom image is never provisioned (Defender docs); only such a one goes with an OS profile.
  if (lower('id') !== '' && objectAt(vm.properties, 'osProfile') !== undefined) return true;
  const image = { publisher: lower('publisher'), offer: lower('offer'), sku: lower('sku') };
  return vm.os === 'Windows' ? isOldWindows(image) : isOtherLinux(image);
}

function isOtherLinux({ publisher, offer, sku }: Image): boolean {
  const isOld = oldLinux.some(([named, begins]) => named.test(`${publisher} ${offer}`) && begins.test(sku));
  return isOld || appliancePublishers.includes(publisher) || offer.includes('firewall');
}

function isOldWindows({ publisher, sku }: Image): boolean {
  if (publisher === 'microsoftwindowsdesktop') return !sku.includes('evd');
  return sku.startsWith('2008') || /^(?:windows-?|win)(?:7|8|10)/.test(sku);
}

/** Whether Defender leaves an Arc machine alone: one of a connector, which provisions it itself, or OpenShift. */
export function isArcLeftAlone(machine: ArcMachine): boolean {
  const tags = Object.entries(machine.tags ?? {});
  const isOfConnector = tags.some(
    ([name, value]) => name.toLowerCase() === 'mdfcsecurityconnector' && String(value).toLowerCase() === 'true',
  );
  return isOfConnector || machine.system.osSku.toLowerCase().includes('openshift');
}
