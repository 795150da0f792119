import type { TargetKey } from '../ids.ts';

/** A target of looks and writes, whatever its kind: what is owed to it carries these three. */
export interface TargetRef {
  readonly key: TargetKey;
  readonly resourceId: string;
  /** Lower-case GUID. */
  readonly subscription: string;
}
