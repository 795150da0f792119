import { networkInterfaceFamily } from './compute/network-interfaces.ts';
import { scaleSetFamily } from './compute/scale-sets/scale-set-routes.ts';
import { setExtensionFamily } from './compute/scale-sets/set-extension-routes.ts';
import { setInstanceFamily } from './compute/scale-sets/set-instance-routes.ts';
import { vmExtensionFamily } from './compute/vm-extension-routes.ts';
import { virtualMachineFamily } from './compute/vm-routes.ts';
import { operationFamily } from './core/operations/operation-routes.ts';
import type { Family } from './core/types.ts';
import { userAssignedIdentityFamily } from './identity/user-assigned-identities.ts';
import { entityFamily } from './management/entity-routes.ts';
import { groupSubscriptionFamily } from './management/group-subscription-routes.ts';
import { managementGroupFamily } from './management/management-group-routes.ts';
import { locationFamily } from './resources/locations.ts';
import { providerFamily } from './resources/providers.ts';
import { resourceGroupFamily } from './resources/resource-groups.ts';
import { resourceListFamily } from './resources/resource-list.ts';
import { subscriptionFamily } from './resources/subscriptions.ts';
import { tagFamily } from './resources/tag-routes.ts';

/** Every resource family of the simulator; hooks run in this order. */
export const allFamilies: readonly Family[] = [
  subscriptionFamily,
  managementGroupFamily,
  groupSubscriptionFamily,
  entityFamily,
  resourceGroupFamily,
  operationFamily,
  userAssignedIdentityFamily,
  virtualMachineFamily,
  vmExtensionFamily,
  scaleSetFamily,
  setExtensionFamily,
  setInstanceFamily,
  networkInterfaceFamily,
  resourceListFamily,
  locationFamily,
  providerFamily,
  tagFamily,
];
