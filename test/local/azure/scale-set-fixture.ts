import type { SimulatorOptions } from '../../../local/azure/simulator.ts';
import { groupId, startAzure, ubuntu } from './azure-fixture.ts';

export const setId = (name: string) => `${groupId}/providers/Microsoft.Compute/virtualMachineScaleSets/${name}`;
export const agent = 'AzureMonitorLinuxAgent';
export const agentBody = {
  properties: { publisher: 'Microsoft.Azure.Monitor', type: agent, typeHandlerVersion: '1.36', suppressFailures: true },
};

/** What makes a Uniform set of so many instances. */
export function setBody(capacity: number, mode = 'Manual', policy: object = {}) {
  return {
    location: 'westeurope',
    sku: { name: 'Standard_D2s_v5', capacity },
    properties: {
      upgradePolicy: { mode, ...policy },
      virtualMachineProfile: {
        storageProfile: { imageReference: ubuntu, osDisk: { createOption: 'FromImage', osType: 'Linux' } },
        osProfile: { computerNamePrefix: 'web', adminUsername: 'local', adminPassword: 'not-a-real-one' },
      },
    },
  };
}

/** A simulator with one Uniform set, `web`, that is ready. */
export async function startWithSet(
  capacity: number,
  mode = 'Manual',
  policy: object = {},
  options: Partial<SimulatorOptions> = {},
) {
  const azure = await startAzure(options);
  await azure.call('PUT', setId('web'), setBody(capacity, mode, policy));
  await azure.clock.advance(5 * 60_000);
  azure.events.length = 0;
  type Instance = {
    readonly instanceId: string;
    readonly properties: {
      readonly latestModelApplied: boolean;
      readonly provisioningState: string;
      readonly instanceView?: {
        readonly extensions?: readonly {
          readonly name: string;
          readonly statuses: readonly { readonly code: string }[];
        }[];
      };
    };
  };
  const instances = async (): Promise<readonly Instance[]> =>
    (await azure.call('GET', `${setId('web')}/virtualMachines?$expand=instanceView`)).json.value;
  const current = async () =>
    (await instances()).filter(({ properties }) => properties.latestModelApplied).map(({ instanceId }) => instanceId);
  const installed = async () =>
    (await instances())
      .filter(
        ({ properties }) =>
          properties.instanceView?.extensions?.[0]?.statuses[0]?.code === 'ProvisioningState/succeeded',
      )
      .map(({ instanceId }) => instanceId);
  return { ...azure, instances, current, installed };
}
