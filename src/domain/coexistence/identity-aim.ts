import { isSameName } from '../ids.ts';
import { type PolicyAssignment, parameterOf } from './policy-reading.ts';

/** The identity that a policy gives a machine or its agent, and the parameter that says so. */
export interface IdentityAim {
  /** Undefined: the parameters do not name one. */
  readonly resourceId: string | undefined;
  readonly parameter: string;
}

const ownIdentityParameter = 'bringYourOwnUserAssignedManagedIdentity';

/**
 * The names are those of the built-in definitions VM_UAI_DINE and AzureMonitor_Agent_*_UAI_DINE (Azure/azure-policy):
 * with `bringYourOwnUserAssignedManagedIdentity` true it is the identity that is named, with false the built-in one of the
 * region. The Azure Monitor page on the agent's policies has it the other way round for the first of them.
 */
export function identityAimOf(assignment: PolicyAssignment, place: IdentityPlace): IdentityAim {
  const isOwn = isSameName(parameterOf(assignment, ownIdentityParameter) ?? 'false', 'true');
  if (!isOwn) return { resourceId: builtInIdentityOf(place), parameter: ownIdentityParameter };
  const byId = parameterOf(assignment, 'userAssignedIdentityResourceId');
  const name = parameterOf(assignment, 'userAssignedManagedIdentityName', 'userAssignedIdentityName')?.trim();
  const group = parameterOf(assignment, 'userAssignedManagedIdentityResourceGroup', 'identityResourceGroup')?.trim();
  const isByName = isSameName(
    parameterOf(assignment, 'restrictBringYourOwnUserAssignedIdentityToSubscription') ?? 'true',
    'true',
  );
  if (byId !== undefined && (!isByName || name === undefined)) {
    return { resourceId: byId, parameter: 'userAssignedIdentityResourceId' };
  }
  const parameter = isNamedAsAgent(assignment) ? 'userAssignedManagedIdentityName' : 'userAssignedIdentityName';
  if (name === undefined || group === undefined) return { resourceId: undefined, parameter };
  return { resourceId: identityId(place.subscription, group, name), parameter };
}

function isNamedAsAgent(assignment: PolicyAssignment): boolean {
  return parameterOf(assignment, 'userAssignedManagedIdentityName') !== undefined;
}

export interface IdentityPlace {
  readonly subscription: string;
  readonly region: string;
}

/** One for each subscription and region (Azure/azure-policy, VM_UAI_DINE). */
export function builtInIdentityOf({ subscription, region }: IdentityPlace): string {
  return identityId(subscription, 'Built-In-Identity-RG', `Built-In-Identity-${region}`);
}

function identityId(subscription: string, group: string, name: string): string {
  return `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
}
