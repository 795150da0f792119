import { subscriptionOfId } from '../arm-id.ts';
import { covers } from '../scope.ts';
import type { Control } from './control.ts';

/** Whether an operator has armed a scope that covers the resource. */
export function isArmed(controls: { readonly arms: readonly Control[] }, resourceId: string): boolean {
  return controls.arms.some((arm) => covers(arm.scope, resourceId));
}

/** Whether a freeze covers the resource. */
export function isFrozen(controls: { readonly freezes: readonly Control[] }, resourceId: string): boolean {
  return controls.freezes.some((freeze) => covers(freeze.scope, resourceId));
}

/**
 * The freeze of a resource, or of what it lies in, that leaves its subscription open to writes: one that covers the
 * subscription as well keeps back everything by itself.
 */
export function findPartFreeze(freezes: readonly Control[], resourceId: string): Control | undefined {
  const subscription = `/subscriptions/${subscriptionOfId(resourceId)}`;
  return freezes.find(({ scope }) => covers(scope, resourceId) && !covers(scope, subscription));
}
