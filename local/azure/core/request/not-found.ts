import { parseArmId } from '../store/arm-id.ts';
import { type ArmError, armError } from './arm-error.ts';

/** 404 for a resource that is not there. Text: ARM "Resolve errors for resource not found". */
export function resourceNotFound(resourceId: string): ArmError {
  const { groupName, typePath, namePath } = parseArmId(resourceId);
  return armError(
    404,
    'ResourceNotFound',
    `The Resource '${typePath}/${namePath}' under resource group '${groupName ?? '<null>'}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
  );
}

/** 404 for a child whose parent is not there. Text: ARM "Resolve errors for parent resource not found". */
export function parentNotFound(parentResourceId: string): ArmError {
  return armError(
    404,
    'ParentResourceNotFound',
    `Can not perform requested operation on nested resource. Parent resource '${parseArmId(parentResourceId).name}' not found.`,
  );
}

export function groupNotFound(name: string): ArmError {
  return armError(404, 'ResourceGroupNotFound', `Resource group '${name}' could not be found.`);
}

export function subscriptionNotFound(id: string): ArmError {
  return armError(404, 'SubscriptionNotFound', `The subscription '${id}' could not be found.`);
}

/** 409 for a write into a group that is going. Code: page "Troubleshoot common Azure deployment errors". */
export function groupBeingDeleted(name: string): ArmError {
  const message = `The resource group '${name}' is in deprovisioning state and cannot perform this operation.`;
  return armError(409, 'ResourceGroupBeingDeleted', message);
}
