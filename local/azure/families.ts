import { networkInterfaceFamily } from './compute/network-interfaces.ts';
import { vmExtensionFamily } from './compute/vm-extension-routes.ts';
import { virtualMachineFamily } from './compute/vm-routes.ts';
import { userAssignedIdentityFamily } from './identity/user-assigned-identities.ts';
import { locationFamily } from './locations.ts';
import { operationFamily } from './operation-routes.ts';
import { providerFamily } from './providers.ts';
import { resourceGroupFamily } from './resource-groups.ts';
import { resourceListFamily } from './resource-list.ts';
import { subscriptionFamily } from './subscriptions.ts';
import type { Family } from './types.ts';

/** Every resource family of the simulator; hooks run in this order. */
export const allFamilies: readonly Family[] = [
  subscriptionFamily,
  resourceGroupFamily,
  operationFamily,
  userAssignedIdentityFamily,
  virtualMachineFamily,
  vmExtensionFamily,
  networkInterfaceFamily,
  resourceListFamily,
  locationFamily,
  providerFamily,
];
