import type { JsonObject } from '../azure/core/types.ts';
import type { SmallTenant } from './tenant.ts';

export interface VmOptions {
  readonly os?: 'windows' | 'linux';
  readonly region?: string;
  readonly image?: { readonly publisher: string; readonly offer: string; readonly sku: string };
  readonly identity?: JsonObject;
  readonly tags?: Readonly<Record<string, string>>;
  readonly allowExtensionOperations?: boolean;
}

const images = {
  windows: { publisher: 'MicrosoftWindowsServer', offer: 'WindowsServer', sku: '2022-datacenter-g2' },
  linux: { publisher: 'Canonical', offer: '0001-com-ubuntu-server-jammy', sku: '22_04-lts-gen2' },
} as const;

/** The body of an ordinary PUT that creates a VM. */
export function vmBody(name: string, options: VmOptions = {}): JsonObject {
  const { os = 'linux', region = 'westeurope', image = images[os], identity, tags } = options;
  return {
    location: region,
    ...(tags === undefined ? {} : { tags: { ...tags } }),
    ...(identity === undefined ? {} : { identity }),
    properties: {
      hardwareProfile: { vmSize: 'Standard_D2s_v5' },
      storageProfile: {
        imageReference: { ...image, version: 'latest' },
        osDisk: { name: `${name}-os`, createOption: 'FromImage', osType: os === 'windows' ? 'Windows' : 'Linux' },
      },
      osProfile: {
        computerName: name.slice(0, 15),
        adminUsername: 'azureuser',
        ...(options.allowExtensionOperations === undefined
          ? {}
          : { allowExtensionOperations: options.allowExtensionOperations }),
      },
    },
  };
}

/** The body of the PUT that an Arc agent's onboarding makes. */
export function arcBody(options: { readonly os?: 'windows' | 'linux'; readonly region?: string } = {}): JsonObject {
  const { os = 'linux', region = 'westeurope' } = options;
  return {
    location: region,
    identity: { type: 'SystemAssigned' },
    properties: { osType: os, vmId: '41ce0000-0000-4000-a000-000000000001' },
  };
}

/** The ARM id of a VM in the tenant's group. */
export function vmId(tenant: SmallTenant, name: string): string {
  return `${tenant.group}/providers/Microsoft.Compute/virtualMachines/${name}`;
}

/** The ARM id of an Arc machine in the tenant's group. */
export function arcId(tenant: SmallTenant, name: string): string {
  return `${tenant.group}/providers/Microsoft.HybridCompute/machines/${name}`;
}
