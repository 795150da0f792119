import { groupId, startLocalAzure, subscriptionId, subscriptionScope } from '../local-azure-fixture.ts';

export const builtIn = (name: string) => `/providers/Microsoft.Authorization/policyDefinitions/${name}`;
export const allowedLocations = builtIn('e56962a6-4747-49cd-b67b-bf8b01975c4c');
export const allowedLocationsOfGroups = builtIn('e765b5de-1225-4ba3-bd56-1ac6695af988');
export const requiredTag = builtIn('871b6d14-10aa-478d-b590-94f262ecfa99');
export const requiredTagOfGroups = builtIn('96670d01-0a4d-4649-9c89-2d3abc0a5025');
export const requiredValue = builtIn('1e30110a-5ceb-460c-a204-c1c3969c6d62');
export const requiredValueOfGroups = builtIn('8ce3da23-7156-49e4-b145-24f95f9dcb46');
export const allowedTypes = builtIn('a08ec900-254a-4555-9bf5-e42af04b5c5c');
export const onlyWesteurope = { listOfAllowedLocations: { value: ['westeurope'] } };
export const ownerTag = { tagName: { value: 'owner' } };
export const ownerOps = { ...ownerTag, tagValue: { value: 'ops' } };

export const assignmentId = (scope: string, name = 'a') =>
  `${scope}/providers/Microsoft.Authorization/policyAssignments/${name}`;
export const exemptionId = (scope: string, name = 'e') =>
  `${scope}/providers/Microsoft.Authorization/policyExemptions/${name}`;
export const managementGroup = (name: string) => `/providers/Microsoft.Management/managementGroups/${name}`;
export const identityId = (name: string, group = groupId) =>
  `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;

/** A local Azure whose subscription is in the management group `prod`, below `platform`. */
export async function startPolicy() {
  const world = await startLocalAzure();
  const { context } = world.azure;
  const subscription = context.subscriptions.get(subscriptionId);
  if (subscription !== undefined) subscription.managementGroup = context.managementGroups.makePath('platform/prod');
  context.managementGroups.makePath('other');
  /** Assigns a definition; throws when that is refused. */
  const assign = async (properties: object, scope = subscriptionScope, name = 'a') => {
    const put = await world.call('PUT', assignmentId(scope, name), { properties });
    if (put.status !== 201) throw new Error(`${put.status} ${put.body}`);
    return put.json;
  };
  return { ...world, assign };
}
