import type { TargetKey } from '../ids.ts';
import { type AzureWrite, actionOf, resourceIdOf } from './azure-write.ts';
import { type LinkedAction, linkedActionsOf } from './linked-actions.ts';

/** What a write is to ARM, whatever its body: this is permitted, published and checked before anything leaves. */
export interface WriteClaim {
  /** The target that the write is for; its row decides. */
  readonly target: TargetKey;
  /** The ARM id of what is made, changed or removed. */
  readonly resourceId: string;
  readonly action: string;
  readonly linked: readonly LinkedAction[];
}

export function claimOf(write: AzureWrite): WriteClaim {
  return {
    target: write.target.key,
    resourceId: resourceIdOf(write),
    action: actionOf(write),
    linked: linkedActionsOf(write),
  };
}
