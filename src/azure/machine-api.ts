import type { MachineKind } from '../domain/target/machine-kinds.ts';
import { apiVersions } from './api-versions.ts';
import type { ArmCall } from './arm-caller.ts';

/** Which client and provider serve a kind of machine, and the api-version of what lies below it. */
export interface MachineApi extends Pick<ArmCall, 'client' | 'provider'> {
  readonly apiVersion: string;
}

export const machineApis: Readonly<Record<MachineKind, MachineApi>> = {
  vm: { client: 'compute', provider: 'Microsoft.Compute', apiVersion: apiVersions.compute },
  scaleSet: { client: 'compute', provider: 'Microsoft.Compute', apiVersion: apiVersions.compute },
  arc: { client: 'hybridCompute', provider: 'Microsoft.HybridCompute', apiVersion: apiVersions.hybridCompute },
};
