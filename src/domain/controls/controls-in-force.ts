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
