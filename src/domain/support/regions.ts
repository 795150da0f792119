import type { MachineKind } from '../target/machine-kinds.ts';

/**
 * Regions in which the agent is offered, by kind and operating system.
 * Source: the location lists of the built-in policies AzureMonitor_Agent_*_VM_UAI_DINE, *_VMSS_UAI_DINE and *_HybridVM_DINE, github
 * Azure/azure-policy at f4a50bac, 2026-04-29. They follow Azure with some delay.
 */
const publicRegions = [
  ...['australiacentral', 'australiacentral2', 'australiaeast', 'australiasoutheast', 'brazilsouth', 'brazilsoutheast'],
  ...['canadacentral', 'canadaeast', 'centralindia', 'centralus', 'centraluseuap', 'chilecentral', 'eastasia'],
  ...['eastus', 'eastus2', 'eastus2euap', 'francecentral', 'francesouth', 'germanynorth', 'germanywestcentral'],
  ...['indonesiacentral', 'israelcentral', 'italynorth', 'japaneast', 'japanwest', 'jioindiacentral', 'jioindiawest'],
  ...['koreacentral', 'koreasouth', 'malaysiasouth', 'malaysiawest', 'mexicocentral', 'newzealandnorth'],
  ...['northcentralus', 'northeurope', 'norwayeast', 'norwaywest', 'polandcentral', 'qatarcentral'],
  ...['southafricanorth', 'southafricawest', 'southcentralus', 'southeastasia', 'southindia', 'spaincentral'],
  ...['swedencentral', 'swedensouth', 'switzerlandnorth', 'switzerlandwest', 'taiwannorth', 'taiwannorthwest'],
  ...['uaecentral', 'uaenorth', 'uksouth', 'ukwest', 'westcentralus', 'westeurope', 'westindia', 'westus'],
  ...['westus2', 'westus3'],
];

const sovereignRegions = [
  ...['chinaeast', 'chinaeast2', 'chinaeast3', 'chinanorth', 'chinanorth2', 'chinanorth3'],
  ...['usgovarizona', 'usgovtexas', 'usgovvirginia', 'usdodeast', 'usdodcentral'],
];

const withoutWindows = ['indonesiacentral', 'malaysiawest'];
const withoutArcLinux = [...withoutWindows, 'chilecentral', 'newzealandnorth'];

const everywhere = [...publicRegions, ...sovereignRegions];

const regions: Readonly<Record<`${MachineKind}-${'windows' | 'linux'}`, ReadonlySet<string>>> = {
  'vm-linux': new Set(everywhere),
  'vm-windows': without(everywhere, withoutWindows),
  'scaleSet-linux': new Set(everywhere),
  'scaleSet-windows': without(everywhere, withoutWindows),
  'arc-windows': without(publicRegions, withoutWindows),
  'arc-linux': without(publicRegions, withoutArcLinux),
};

/** Whether the agent is offered in a region; the name in lower case without spaces, e.g. `westeurope`. */
export function isSupportedRegion(kind: MachineKind, os: 'windows' | 'linux', region: string): boolean {
  return regions[`${kind}-${os}`].has(region);
}

function without(all: readonly string[], some: readonly string[]): ReadonlySet<string> {
  return new Set(all.filter((region) => !some.includes(region)));
}
